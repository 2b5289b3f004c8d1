/**
 * Style transfer.
 *
 * <p>A {@link org.zvideo.core.image.RgbImage} comes in, {@link org.zvideo.core.StyleTransfer} prepares styles and begins shots,
 * a {@link org.zvideo.core.Shot} gives back a picture of the same size for each frame. Nothing here knows video files, and
 * no tensor leaves: what is outside sees plain Java.
 *
 * <p>Trap: one thread uses a model from open to close, and everything that implements {@code AutoCloseable} holds native
 * memory that no garbage collector sees.
 */
package org.zvideo.core;

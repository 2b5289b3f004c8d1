/**
 * Style transfer for pictures and for the frames of a shot.
 *
 * <p>{@link org.zvideo.core.StyleTransfer} opens a model, prepares styles and begins shots. A {@link org.zvideo.core.Shot}
 * takes one {@link org.zvideo.core.image.RgbImage} after the other and returns a picture of the same size for each. Nothing in
 * this package knows video files, and no tensor leaves it: callers see plain Java.
 *
 * <p>Traps: one thread has to use a model from open to close. Everything that implements {@code AutoCloseable} holds native
 * memory that the garbage collector does not see.
 */
package org.zvideo.core;

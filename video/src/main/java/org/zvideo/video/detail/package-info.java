/**
 * Detail of a frame that the model's autoencoder cannot pass: how it is recolored for the model's picture, and what the
 * autoencoder would make of a frame that it has not seen. Knows no stage.
 */
@NullMarked
package org.zvideo.video.detail;

import org.jspecify.annotations.NullMarked;

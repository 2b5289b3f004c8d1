/** Takes the colors of pictures to those of a painting: by a map from color to color, made once and used for many frames. Knows no stage. */
@NullMarked
package org.zvideo.video.palette;

import org.jspecify.annotations.NullMarked;

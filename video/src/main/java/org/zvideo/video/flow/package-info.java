/**
 * Motion between frames.
 *
 * <p>Optical flow by OpenCV, looking a pixel up where it was before, and whether it was visible there.
 */
@NullMarked
package org.zvideo.video.flow;

import org.jspecify.annotations.NullMarked;

/**
 * Motion between frames: optical flow by OpenCV, and where each pixel was in an earlier frame, and whether it was
 * visible there.
 */
@NullMarked
package org.zvideo.video.flow;

import org.jspecify.annotations.NullMarked;

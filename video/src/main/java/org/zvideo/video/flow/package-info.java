/**
 * Motion between frames: optical flow by OpenCV, and where each pixel was in an earlier frame, and whether it was
 * visible there.
 */
package org.zvideo.video.flow;

/**
 * Motion between frames.
 *
 * <p>Optical flow by OpenCV, looking a pixel up where it was before, and whether it was visible there.
 */
package org.zvideo.video.flow;

package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;

/** Receives each frame of a source beside that of a result, both at the result's size. */
@FunctionalInterface
interface FramesBeside {
    void add(long sourceFrame, double time, RgbImage source, RgbImage result);
}

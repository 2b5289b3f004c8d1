package org.zvideo.video;

import org.bytedeco.javacv.Frame;

/**
 * A decoded frame with its exact time.
 *
 * @param image 8-bit BGR, upright; its JavaCV timestamp is the same time in microseconds
 * @param pts presentation time in units of the stream's time base
 * @param duration in the same units
 */
public record VideoFrame(Frame image, long pts, long duration) implements MediaItem {
    @Override
    public void close() {
        image.close();
    }
}

package org.zvideo.video.farm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.zvideo.core.image.RgbImage;

/** Adds up checksums of the decoded frames of a shot, by which they are known again. */
public final class FrameSums {
    private final CRC32C all = new CRC32C();
    private final List<Long> first = new ArrayList<>();
    private final List<Long> newest = new ArrayList<>();
    private long frames;
    private long firstPts;

    /** The checksum of a frame's pixels. */
    public static long of(RgbImage image) {
        CRC32C sum = new CRC32C();
        sum.update(image.pixels());
        return sum.getValue();
    }

    /**
     * Adds the next frame.
     *
     * @param pts its time, in units of the video's time base
     * @return its checksum
     */
    public long add(long pts, RgbImage image) {
        long sum = of(image);
        firstPts = frames == 0 ? pts : firstPts;
        all.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(pts).putLong(sum).flip());
        if (frames++ < ShotSpan.AT_EACH_END) {
            first.add(sum);
        } else {
            newest.add(sum);
            if (newest.size() > ShotSpan.AT_EACH_END) {
                newest.remove(0);
            }
        }
        return sum;
    }

    /** Number of frames so far. */
    public long frames() {
        return frames;
    }

    /** The shot that begins with a frame of this number. */
    public ShotSpan span(long number) {
        List<Long> border = new ArrayList<>(first);
        border.addAll(newest);
        return new ShotSpan(number, frames, firstPts, border, all.getValue());
    }
}

package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** A source and its result that have passed, outside the Java heap. */
final class PastPair implements AutoCloseable {
    private final long number;
    private final NativePicture source;
    private final NativePicture result;
    private NativePicture gray;

    /** @param number of the frame in the video */
    PastPair(long number, RgbImage source, RgbImage result) {
        this.number = number;
        this.source = NativePicture.of(source);
        this.result = NativePicture.of(result);
    }

    long number() {
        return number;
    }

    NativePicture source() {
        return source;
    }

    /** The brightness of the source. It is made again after {@link #forgetGray}. */
    NativePicture gray() {
        if (gray == null) {
            gray = source.gray();
        }
        return gray;
    }

    NativePicture result() {
        return result;
    }

    /** Frees the brightness, which is seldom needed once the next frame was measured. */
    void forgetGray() {
        if (gray != null) {
            gray.close();
            gray = null;
        }
    }

    @Override
    public void close() {
        forgetGray();
        source.close();
        result.close();
    }
}

package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** A source and its result that have passed, outside the Java heap. Of an older one the source's brightness is enough. */
final class PastPair implements AutoCloseable {
    private final NativePicture gray;
    private final NativePicture result;
    private NativePicture source;

    PastPair(RgbImage source, RgbImage result) {
        this.source = NativePicture.of(source);
        this.gray = this.source.gray();
        this.result = NativePicture.of(result);
    }

    NativePicture source() {
        return source;
    }

    NativePicture gray() {
        return gray;
    }

    NativePicture result() {
        return result;
    }

    /** No frame will be compared with the colors of the source any more. */
    void forgetSource() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    @Override
    public void close() {
        forgetSource();
        gray.close();
        result.close();
    }
}

package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** A source and its result that have passed, outside the Java heap. Of an older source only the brightness is kept. */
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

    /** Frees the colors of the source, with which no frame will be compared any more. */
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

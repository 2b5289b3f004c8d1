package org.zvideo.video.picture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The supported formats, recognized by the first bytes of a file, whatever its name is. */
enum PictureFormat {
    PNG,
    JPEG,
    BMP,
    TIFF,
    WEBP;

    /** This many bytes identify a format. */
    static final int PROBE = 16;

    /** The format of a file that starts with these bytes, or empty if it is not supported. */
    static Optional<PictureFormat> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(PROBE, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG")) {
            return Optional.of(PNG);
        } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (start.startsWith("BM")) {
            return Optional.of(BMP);
        } else if (start.startsWith("II*\0") || start.startsWith("MM\0*") || isBigTiff(start)) {
            return Optional.of(TIFF); // BigTIFF too, so that it is rejected by name
        }
        return start.startsWith("RIFF") && start.startsWith("WEBP", 8) ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean isBigTiff(String start) {
        return start.startsWith("II+\0") || start.startsWith("MM\0+");
    }
}

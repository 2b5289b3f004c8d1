package org.zvideo.video.picture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that are read, told by a file's first bytes, whatever its name. */
enum PictureFormat {
    PNG,
    JPEG,
    BMP,
    TIFF,
    WEBP;

    /** So many bytes tell. */
    static final int PROBE = 16;

    /** The format of a file that begins like this; empty for what is not read. */
    static Optional<PictureFormat> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(PROBE, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG")) {
            return Optional.of(PNG);
        } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (start.startsWith("BM")) {
            return Optional.of(BMP);
        } else if (start.startsWith("II*\0") || start.startsWith("MM\0*") || isBigTiff(start)) {
            return Optional.of(TIFF); // BigTIFF too, to be refused by its name
        }
        return start.startsWith("RIFF") && start.startsWith("WEBP", 8) ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean isBigTiff(String start) {
        return start.startsWith("II+\0") || start.startsWith("MM\0+");
    }
}

package org.zvideo.video.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/**
 * Formats of single pictures that are not read, recognized by the first bytes of a file. Without their names such a file would
 * be a damaged picture, or a video of one frame: FFmpeg opens AVIF with its reader of MP4. What moves is none of them: GIF, APNG,
 * and HEIF and AVIF that hold a film.
 */
public final class OtherPictures {
    private static final int PROBE = 512;
    private static final int BOX = 8;
    private static final int LONG_BOX = 16;
    private static final int MOST_BOXES = 1000;

    private OtherPictures() {}

    /** The words for a file in one of these formats: what it is, and what to do. */
    public static Optional<String> refusal(Path file) throws IOException {
        String start;
        try (InputStream in = Files.newInputStream(file)) {
            start = new String(in.readNBytes(PROBE), StandardCharsets.ISO_8859_1);
        }
        return name(start)
                .or(() -> isIcon(start) ? Optional.of("ICO") : Optional.empty())
                .or(() -> drawing(start))
                .or(() -> heif(file, start))
                .map(name -> name + " is not a supported picture format; convert it to " + StillImage.SUPPORTED);
    }

    /**
     * Fails if a file is in one of these formats.
     *
     * @param what what the file is for, in the message
     */
    public static void refuse(String what, Path file) {
        try {
            refusal(file).ifPresent(why -> {
                throw new MediaException(ErrorKind.BAD_INPUT, what + " " + file + ": " + why);
            });
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, what + " " + file + ": " + FileReason.of(e), e);
        }
    }

    private static Optional<String> name(String start) {
        String[][] beginnings = {
            {"JPEG 2000", "\0\0\0\fjP  "},
            {"JPEG 2000", "\u00ffO\u00ffQ"},
            {"JPEG XL", "\u00ff\n"},
            {"JPEG XL", "\0\0\0\fJXL "},
            {"JPEG XR", "II\u00bc"},
            {"PSD", "8BPS"},
            {"OpenEXR", "v/1\u0001"},
            {"Radiance HDR", "#?RADIANCE"},
            {"Radiance HDR", "#?RGBE"},
            {"QOI", "qoif"},
            {"DDS", "DDS "},
            {"DPX", "SDPX"},
            {"DPX", "XPDS"},
            {"SGI", "\u0001\u00da"},
            {"XCF", "gimp xcf"},
            {"FLIF", "FLIF"},
            {"BPG", "BPG\u00fb"},
            {"FITS", "SIMPLE  ="},
            {"RAF", "FUJIFILMCCD-RAW"},
        };
        for (String[] beginning : beginnings) {
            if (start.startsWith(beginning[1])) {
                return Optional.of(beginning[0]);
            }
        }
        if (!start.matches("(?s)P[1-7Ff]\\s.*")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (start.charAt(1)) {
                    case '1', '4' -> "PBM";
                    case '2', '5' -> "PGM";
                    case '3', '6' -> "PPM";
                    case '7' -> "PAM";
                    default -> "PFM";
                });
    }

    /** A list of at least one icon; the same bytes at first are a picture's in raw MPEG video, with other ones behind. */
    private static boolean isIcon(String start) {
        return start.matches("(?s)\0\0[\u0001\u0002]\0[\u0001-@]\0...\0.*");
    }

    private static Optional<String> drawing(String start) {
        String text = start.replace("\u00ef\u00bb\u00bf", "").stripLeading();
        return text.startsWith("<svg") || text.startsWith("<") && text.contains("<svg")
                ? Optional.of("SVG")
                : Optional.empty();
    }

    /** The brands of a file's first box say what it may hold, a box {@code moov} that it holds a film. */
    private static Optional<String> heif(Path file, String start) {
        if (!start.startsWith("ftyp", 4)) {
            return Optional.empty();
        }
        int size = ByteBuffer.wrap(start.substring(0, 4).getBytes(StandardCharsets.ISO_8859_1))
                .getInt();
        String brands = start.substring(BOX, Math.max(BOX, Math.min(start.length(), size)));
        Optional<String> name = brands.contains("avif") || brands.contains("avis")
                ? Optional.of("AVIF")
                : brands.matches("(?s).*he(ic|ix|im|is|vc|vx).*")
                        ? Optional.of("HEIC")
                        : brands.startsWith("crx ")
                                ? Optional.of("CR3")
                                : brands.matches("(?s).*(mif1|msf1|mif2|miaf).*")
                                        ? Optional.of("HEIF")
                                        : Optional.empty();
        return name.filter(known -> known.equals("CR3") || !holdsFilm(file));
    }

    private static boolean holdsFilm(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long at = 0;
            for (int n = 0; n < MOST_BOXES; n++) {
                ByteBuffer head = ByteBuffer.allocate(LONG_BOX);
                channel.read(head, at);
                if (head.position() < BOX) {
                    return false;
                }
                head.flip();
                long size = Integer.toUnsignedLong(head.getInt(0));
                if (new String(head.array(), 4, 4, StandardCharsets.ISO_8859_1).equals("moov")) {
                    return true;
                }
                size = size == 1 && head.limit() == LONG_BOX ? head.getLong(BOX) : size;
                if (size < BOX) {
                    return false; // the last box, or damage
                }
                at = Math.addExact(at, size);
            }
            return false;
        } catch (IOException | ArithmeticException e) {
            return false;
        }
    }
}

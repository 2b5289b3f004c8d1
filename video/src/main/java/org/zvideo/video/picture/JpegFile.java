package org.zvideo.video.picture;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.stream.ImageInputStream;

/**
 * The segments of a JPEG up to its first scan (ITU-T T.81, annex B), which the decoder does not reveal.
 *
 * @param adobe the transform in Adobe's segment, or empty without one
 * @param jfif whether it has a JFIF segment
 * @param names the names of its components, one byte each
 * @param head the start of the file without what the decoder does not need: comments, thumbnails, data of programs
 * @param scans the position where the first scan starts
 */
record JpegFile(
        Optional<Integer> adobe, boolean jfif, byte[] names, byte[] head, long scans, PictureMetadata metadata) {
    private static final String PROFILE = "ICC_PROFILE\0";
    private static final int FILL = 0xff;
    private static final int START = 0xd8;
    private static final int SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int MOST_SKIPPED = 100_000;
    /** A hundred for each of five ways to write a picture in; ordinary files have ten. */
    private static final int MOST_SCANS = 500;
    /** Scans that are always read, and pixels that all others may pass over: each scan passes over the whole picture. */
    private static final int FEW_SCANS = 20;

    private static final long MOST_PASSED = 4_000_000_000L;
    private static final int BUFFER = 1 << 16;

    static JpegFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        Optional<Integer> adobe = Optional.empty();
        boolean jfif = false;
        byte[] names = new byte[0];
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(FILL);
        head.write(START);
        Map<Integer, byte[]> profile = new TreeMap<>();
        Orientation orientation = null;
        long scans;
        try {
            in.seek(2);
            while (true) {
                int marker = marker(in);
                if (marker == SCAN || marker == END) {
                    break; // two bytes after its start
                } else if (marker <= 1 || marker >= 0xd0 && marker < END) {
                    continue; // a marker without a length
                }
                long at = in.getStreamPosition();
                int length = in.readUnsignedShort();
                if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                    requireKnown(marker, in.readUnsignedByte());
                    names = names(in);
                } else if (marker == 0xe0) {
                    jfif |= starts(in, length, "JFIF\0");
                } else if (marker == 0xe1 && orientation == null && starts(in, length, "Exif\0")) {
                    orientation = Orientation.ofExif(in, at + 2, length - 2);
                } else if (marker == 0xe2 && starts(in, length, PROFILE)) {
                    int part = in.readUnsignedShort() >> 8; // and the number of parts
                    profile.put(part, bytes(in, Math.max(0, length - 4 - PROFILE.length())));
                } else if (marker == 0xee && length >= 14 && starts(in, length, "Adobe")) {
                    in.skipBytes(6);
                    adobe = Optional.of(in.readUnsignedByte());
                }
                in.seek(at);
                if (marker < 0xe0 || marker == 0xee) { // Adobe's segment states what the colors are
                    head.write(FILL);
                    head.write(marker);
                    head.writeBytes(bytes(in, length));
                }
                in.seek(at + length);
            }
            scans = in.getStreamPosition() - 2;
        } catch (EOFException e) {
            throw new PictureFault("its header cannot be read: it is damaged");
        }
        PictureMetadata metadata =
                PictureMetadata.NONE.withOrientation(orientation == null ? Orientation.UPRIGHT : orientation);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profile.values().forEach(whole::writeBytes);
        return new JpegFile(
                adobe,
                jfif,
                names,
                head.toByteArray(),
                scans,
                profile.isEmpty() ? metadata : metadata.withProfile(whole.toByteArray()));
    }

    /**
     * Fails if decoding would take minutes: a file of a megabyte can ask for thousands of passes over a large picture.
     *
     * @param pixels of the picture
     */
    void requireFewScans(ImageInputStream in, long pixels) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int found = 0;
        boolean mark = false;
        in.seek(scans);
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int n = 0; n < count; n++) {
                found += mark && (buffer[n] & 0xff) == SCAN ? 1 : 0;
                mark = (buffer[n] & 0xff) == FILL;
            }
            if (found > MOST_SCANS || found > FEW_SCANS && found * pixels > MOST_PASSED) {
                throw new PictureFault("its " + pixels / 1_000_000 + " megapixels are spread over more than "
                        + Math.min(found - 1, MOST_SCANS) + " scans; save it as an ordinary JPEG or PNG");
            }
        }
    }

    private static byte[] bytes(ImageInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    /**
     * Finds the next marker. Any number of fill bytes may precede it; anything else there is skipped, as libjpeg does.
     */
    private static int marker(ImageInputStream in) throws IOException {
        int before = 0;
        for (int skipped = 0; skipped < MOST_SKIPPED; skipped++) {
            int one = in.readUnsignedByte();
            if (before == FILL && one != FILL && one != 0) {
                return one;
            }
            before = one;
        }
        throw PictureFault.damaged("its header holds " + MOST_SKIPPED + " bytes that mean nothing");
    }

    private static void requireKnown(int marker, int precision) throws IOException {
        if (precision != 8 || marker == 0xc3 || marker >= 0xc5) {
            throw new PictureFault((precision != 8
                            ? "a JPEG of " + precision + " bits"
                            : marker >= 0xc9 ? "a JPEG with arithmetic coding" : "a lossless JPEG")
                    + " is not supported; save it as an ordinary JPEG or PNG");
        }
    }

    private static byte[] names(ImageInputStream in) throws IOException {
        in.skipBytes(4);
        byte[] names = new byte[in.readUnsignedByte()];
        for (int n = 0; n < names.length; n++) {
            names[n] = in.readByte();
            in.skipBytes(2);
        }
        return names;
    }

    private static boolean starts(ImageInputStream in, int length, String mark) throws IOException {
        byte[] start = new byte[mark.length()];
        if (length < 2 + start.length) {
            return false;
        }
        in.readFully(start);
        return new String(start, StandardCharsets.ISO_8859_1).equals(mark);
    }

    /**
     * Whether three components are red, green and blue rather than brightness and two color differences, decided as
     * libjpeg does.
     */
    boolean isRgb() {
        return !jfif
                && (adobe.isPresent()
                        ? adobe.get() == 0
                        : names.length == 3 && names[0] == 'R' && names[1] == 'G' && names[2] == 'B');
    }
}

package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** FLV: tags, each with its size before and after it, and the size of the file in its first data tag. */
final class FlvTags {
    private static final int TAG_HEADER = 11;
    private static final int VIDEO = 9;
    /** The first byte of a picture's tag: the codec, or that further bytes name it. */
    private static final int CODEC = 0xf;

    private static final int EXTENDED = 0x80;
    private static final int SCRIPT = 18;
    private static final byte[] FILE_SIZE = "\0\10filesize\0".getBytes(StandardCharsets.ISO_8859_1);

    private FlvTags() {}

    static void check(ByteSource in) throws IOException {
        in.skip(5);
        in.seek(in.big(4) + 4);
        boolean first = true;
        int codec = -1;
        while (in.left() > 0) {
            long at = in.position();
            int kind = in.u8() & 0x1f;
            if (kind != 8 && kind != 9 && kind != SCRIPT && kind != 15) {
                throw ByteSource.damage(at, "expected a tag");
            }
            int size = (int) in.big(3);
            in.skip(TAG_HEADER - 4);
            if (size > in.left()) {
                throw new EOFException();
            }
            if (kind == VIDEO && size > 0) {
                long body = in.position();
                int flags = in.u8();
                in.seek(body);
                if (flags == 0 || codec >= 0 && (flags & EXTENDED) == 0 && (flags & CODEC) != codec) {
                    throw ByteSource.damage(body, "expected a picture");
                }
                codec = (flags & EXTENDED) == 0 ? flags & CODEC : -1;
            }
            if (first && kind == SCRIPT) {
                fileSize(in, in.bytes(size));
            } else {
                in.skip(size);
            }
            first = false;
            long stated = in.big(4);
            if (stated != 0
                    && stated != size + TAG_HEADER
                    && stated != size) { // some writers consistently store another number
                throw ByteSource.damage(at, "the sizes of a tag do not match");
            }
        }
    }

    private static void fileSize(ByteSource in, byte[] script) throws DamageException {
        for (int at = 0; at + FILE_SIZE.length + 8 <= script.length; at++) {
            if (Arrays.equals(script, at, at + FILE_SIZE.length, FILE_SIZE, 0, FILE_SIZE.length)) {
                long bits = 0;
                for (int n = 0; n < 8; n++) {
                    bits = bits << 8 | script[at + FILE_SIZE.length + n] & 0xff;
                }
                double size = Double.longBitsToDouble(bits);
                if (size > in.length()) {
                    throw new DamageException(
                            String.format("it has %d of %.0f bytes: it is truncated", in.length(), size));
                }
            }
        }
    }
}

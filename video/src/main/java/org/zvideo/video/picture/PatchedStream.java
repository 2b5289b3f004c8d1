package org.zvideo.video.picture;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file in which two bytes read as others. */
final class PatchedStream extends ImageInputStreamImpl {
    private final ImageInputStream file;
    private final long at;
    private final byte[] instead;

    private PatchedStream(ImageInputStream file, long at, byte[] instead) {
        this.file = file;
        this.at = at;
        this.instead = instead;
    }

    /** Opens a file, replacing the short number at one position. */
    static PatchedStream withShort(ImageInputStream file, long at, int value, ByteOrder order) {
        byte low = (byte) value;
        byte high = (byte) (value >> 8);
        return new PatchedStream(
                file, at, order == ByteOrder.LITTLE_ENDIAN ? new byte[] {low, high} : new byte[] {high, low});
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        bitOffset = 0;
        file.seek(streamPos);
        int count = file.read(bytes, offset, length);
        for (int n = 0; n < instead.length; n++) {
            long place = at + n - streamPos;
            if (place >= 0 && place < count) {
                bytes[offset + (int) place] = instead[n];
            }
        }
        streamPos += Math.max(0, count);
        return count;
    }

    @Override
    public long length() {
        try {
            return file.length();
        } catch (IOException e) {
            return -1;
        }
    }
}

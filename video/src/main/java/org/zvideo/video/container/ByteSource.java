package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the bytes of a file through a window, so that a file of any size needs the same memory. */
final class ByteSource implements AutoCloseable {
    private static final int WINDOW = 1 << 16;

    private final FileChannel channel;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowStart;

    ByteSource(Path file) throws IOException {
        channel = FileChannel.open(file);
        length = channel.size();
    }

    /** The error for a part of a file that should hold something else. */
    static DamageException damage(long at, String what) {
        return new DamageException("at byte " + at + ": " + what);
    }

    long length() {
        return length;
    }

    long position() {
        return windowStart + window.position();
    }

    long left() {
        return length - position();
    }

    void seek(long position) throws IOException {
        if (position < 0 || position > length) {
            throw new EOFException();
        }
        if (position >= windowStart && position <= windowStart + window.limit()) {
            window.position((int) (position - windowStart));
        } else {
            windowStart = position;
            window.limit(0);
        }
    }

    void skip(long count) throws IOException {
        seek(Math.addExact(position(), count));
    }

    int u8() throws IOException {
        if (!window.hasRemaining()) {
            fill();
        }
        return window.get() & 0xff;
    }

    private void fill() throws IOException {
        windowStart += window.limit();
        window.clear();
        int read = channel.read(window, windowStart);
        window.flip();
        if (read <= 0) {
            window.limit(0);
            throw new EOFException();
        }
    }

    /** Reads an unsigned big-endian number of the given number of bytes. */
    long big(int bytes) throws IOException {
        long value = 0;
        for (int n = 0; n < bytes; n++) {
            value = value << 8 | u8();
        }
        return value;
    }

    /** Reads an unsigned little-endian number of the given number of bytes. */
    long little(int bytes) throws IOException {
        long value = 0;
        for (int n = 0; n < bytes; n++) {
            value |= (long) u8() << 8 * n;
        }
        return value;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int n = 0; n < count; n++) {
            bytes[n] = (byte) u8();
        }
        return bytes;
    }

    /** Reads a four-letter name, or whatever else the bytes are. */
    String letters(int count) throws IOException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

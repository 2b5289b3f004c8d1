package org.zvideo.core.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files that are small by nature, whoever made them: a pipe would never end, a device neither, and a file of a
 * hundred gigabytes takes one command to make. What fails gives a reason that can follow the file's name.
 */
public final class LimitedFile {
    private LimitedFile() {}

    /**
     * Opens a regular file.
     *
     * @param most of its bytes that can be read; the next one is an error
     * @throws IOException if it is something else, or larger
     */
    public static InputStream open(Path file, long most) throws IOException {
        InputStream in = RegularFile.open(file);
        if (Files.size(file) > most) {
            in.close();
            throw tooLarge(most);
        }
        return new FilterInputStream(in) {
            private long left = most;

            @Override
            public int read() throws IOException {
                int one = super.read();
                return one < 0 ? one : (int) counted(1, one);
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int count = super.read(into, from, (int) Math.min(length, left + 1));
                return count < 0 ? count : (int) counted(count, count);
            }

            private long counted(int count, long result) throws IOException {
                left -= count;
                if (left < 0) {
                    throw tooLarge(most);
                }
                return result;
            }

            @Override
            public long skip(long count) {
                throw new UnsupportedOperationException("bytes that are skipped are not counted");
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private static IOException tooLarge(long most) {
        return new IOException("it has more than "
                + (most < 1_000_000 ? most / 1000 + " kB" : most / 1_000_000 + " MB")
                + ", which no file of its kind has");
    }

    /** All bytes of a regular file. */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = open(file, most)) {
            return in.readAllBytes();
        }
    }

    /**
     * The text of a regular file.
     *
     * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
     */
    public static String text(Path file, int most) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(file, most)))
                .toString();
    }
}

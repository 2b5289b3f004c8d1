package org.zvideo.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts the tracks of two MP4 files into one, byte by byte. Both end with their moov box, as FFmpeg writes it. */
final class Mp4Tracks {
    private static final int HEADER = 8;

    private Mp4Tracks() {}

    static byte[] together(byte[] first, byte[] second) {
        int moov = find(first, "moov") - 4;
        int data = find(second, "mdat") - 4;
        int secondMoov = find(second, "moov") - 4;
        byte[] track = box(second, find(second, "trak") - 4);
        for (String table : new String[] {"stco", "saio"}) {
            move(track, table, moov - data);
        }
        track[find(track, "tkhd") + 4 + 4 + 8 + 3] = 2; // its number
        byte[] tables = Arrays.copyOfRange(first, moov, first.length);
        ByteBuffer.wrap(tables).putInt(0, tables.length + track.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(first, 0, moov);
        file.write(second, data, secondMoov - data);
        file.writeBytes(tables);
        file.writeBytes(track);
        return file.toByteArray();
    }

    private static byte[] box(byte[] file, int at) {
        return Arrays.copyOfRange(file, at, at + ByteBuffer.wrap(file).getInt(at));
    }

    private static void move(byte[] track, String table, int by) {
        int at = find(track, table) + HEADER;
        if (at < HEADER) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(track);
        int flags = bytes.getInt(at - 4) & 0xffffff;
        at += table.equals("saio") && (flags & 1) != 0 ? HEADER : 0;
        for (int n = bytes.getInt(at); n > 0; n--) {
            at += 4;
            bytes.putInt(at, bytes.getInt(at) + by);
        }
    }

    private static int find(byte[] bytes, String name) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
    }
}

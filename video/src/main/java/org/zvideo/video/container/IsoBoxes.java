package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;

/**
 * MP4 and MOV: boxes that fill the box around them up to the end of the file, and tables of a track that agree on the
 * number of samples.
 */
final class IsoBoxes {
    private static final Set<String> HOLDERS = Set.of("moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "mvex");

    private final ByteSource in;
    private boolean index;
    private boolean data;
    private boolean fragments;
    private long samples;
    private long timed;
    private long shifted;

    IsoBoxes(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        while (in.left() >= 8) {
            long at = in.position();
            try {
                box(in.length(), true);
            } catch (DamageException e) {
                if (index && data && !fragments && at == in.position()) {
                    return; // what follows does not belong to the video
                }
                throw e;
            }
        }
    }

    private void box(long end, boolean top) throws IOException {
        long at = in.position();
        long size = in.big(4);
        String name = in.letters(4);
        size = size == 1 ? in.big(8) : size == 0 && top ? end - at : size;
        if (!name.matches("[\\x20-\\x7e\\xa9]{4}") || size < 8) {
            in.seek(at);
            throw ByteSource.damage(at, "expected a box");
        }
        long next = Math.addExact(at, size);
        if (next > end) {
            if (top) {
                throw new EOFException();
            }
            throw ByteSource.damage(at, "box " + name.strip() + " is larger than its parent");
        }
        index |= name.equals("moov");
        data |= name.equals("mdat");
        fragments |= name.equals("moof");
        if (name.equals("trak")) {
            samples = timed = shifted = -1;
        }
        if (HOLDERS.contains(name)) {
            while (in.position() + 8 <= next) {
                box(next, false);
            }
        } else {
            table(name);
        }
        if (name.equals("trak")) {
            agree(at);
        }
        in.seek(next);
    }

    private void table(String name) throws IOException {
        switch (name) {
            case "stsz", "stz2" -> {
                in.skip(8);
                samples = in.big(4);
            }
            case "stts" -> timed = sum();
            case "ctts" -> shifted = sum();
            default -> {}
        }
    }

    /** The number of samples that a run-length table covers. */
    private long sum() throws IOException {
        in.skip(4);
        long sum = 0;
        for (long left = in.big(4); left > 0; left--) {
            sum += in.big(4);
            in.skip(4);
        }
        return sum;
    }

    private void agree(long track) throws DamageException {
        if (samples > 0 && (timed >= 0 && timed < samples || shifted >= 0 && shifted < samples)) {
            throw ByteSource.damage(track, "the tables of a track do not match");
        }
    }
}

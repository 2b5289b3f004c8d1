package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** AVI: chunks that fill their lists, and as many pictures as the stream headers state. */
final class RiffChunks {
    /** The size that a writer leaves if it could not go back to fill it in. */
    private static final long UNSTATED = 0xffff_ffffL;
    /** Lists whose chunks are examined. Others are skipped. */
    private static final String WALKED = "hdrl|strl|movi|rec ";

    private final ByteSource in;
    private final Map<Integer, Long> declared = new HashMap<>();
    private final Map<Integer, Long> found = new HashMap<>();
    private int streams;
    private boolean sized;

    RiffChunks(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        boolean first = true;
        while (in.left() >= 12) {
            long at = in.position();
            String name = in.letters(4);
            if (!first && !name.equals("RIFF")) {
                break; // what follows does not belong to the video
            }
            long size = in.little(4);
            sized |= size != 0 && size != UNSTATED;
            long end = size == 0 || size == UNSTATED ? in.length() : in.position() + size;
            in.letters(4);
            if (end > in.length()) {
                throw new EOFException();
            }
            chunks(end);
            if (end < at + 12) {
                throw ByteSource.damage(at, "a list is smaller than its name");
            }
            in.seek(Math.min(in.length(), end + (end & 1)));
            first = false;
        }
        for (Map.Entry<Integer, Long> stream : declared.entrySet()) {
            long frames = found.getOrDefault(stream.getKey(), 0L);
            if (sized && frames < stream.getValue() - 1) { // old programs count one more
                throw new DamageException("it holds " + frames + " of " + stream.getValue() + " frames");
            }
        }
    }

    private void chunks(long end) throws IOException {
        while (in.position() + 8 <= end) {
            long at = in.position();
            String name = in.letters(4);
            if (!name.matches("[ -~]{4}")) {
                throw ByteSource.damage(at, "expected a chunk");
            }
            long size = in.little(4);
            long next = in.position() + size;
            if (name.equals("LIST")) {
                String kind = in.letters(4);
                next = size == 0 || size == UNSTATED ? end : next;
                if (next > end) {
                    throw new EOFException();
                }
                if (kind.matches(WALKED)) {
                    chunks(next);
                }
            } else if (next > end) {
                throw new EOFException();
            } else if (name.equals("strh")) {
                header(streams++);
            } else if (name.matches("\\d\\d(d[bc]|[i-z][a-z0-9])")) {
                found.merge(Integer.parseInt(name.substring(0, 2)), 1L, Long::sum);
            }
            in.seek(Math.min(end, next + (next & 1)));
        }
    }

    private void header(int stream) throws IOException {
        if (in.letters(4).equals("vids")) {
            in.skip(28);
            declared.put(stream, in.little(4));
        }
    }
}

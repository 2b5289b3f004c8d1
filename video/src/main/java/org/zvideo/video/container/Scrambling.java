package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Streams of broadcasts and discs that are encrypted, of which only the headers of their packets tell: the
 * transport_scrambling_control of transport streams, and the PES_scrambling_control of program streams (ISO/IEC 13818-1,
 * 2.4.3). Recordings often begin with some such packets before the receiver has its key, so most of a stream's packets
 * decide.
 */
public final class Scrambling {
    /** As far as a file is looked at, in bytes. */
    private static final long LOOK = 32 << 20;

    private static final int STUFFING = 0x1fff;
    private static final int PACK = 0xba;
    private static final int PRIVATE = 0xbd;
    private static final int FIRST_SOUND = 0xc0;
    private static final int LAST_VIDEO = 0xef;

    /** Packets of a stream with content, and how many of them are encrypted. */
    private static final class Count {
        private long all;
        private long encrypted;
    }

    private final ByteSource in;
    private final Map<Integer, Count> streams = new HashMap<>();

    private Scrambling(ByteSource in) {
        this.in = in;
    }

    /**
     * The encrypted streams of a file, by the numbers that FFmpeg gives to its streams.
     *
     * @param format FFmpeg's name of the container
     * @return empty for containers that tell of encryption in another way
     * @throws IOException if the file cannot be read
     */
    public static Set<Integer> of(Path file, String format) throws IOException {
        if (!format.equals("mpegts") && !format.equals("mpeg")) {
            return Set.of();
        }
        try (ByteSource in = new ByteSource(file)) {
            return new Scrambling(in).streams(format.equals("mpegts"));
        }
    }

    private Set<Integer> streams(boolean transport) throws IOException {
        try {
            if (transport) {
                transport();
            } else {
                program();
            }
        } catch (EOFException e) {
            return encrypted(); // it is truncated, which is not the question here
        }
        return encrypted();
    }

    private Set<Integer> encrypted() {
        return streams.entrySet().stream()
                .filter(one -> 2 * one.getValue().encrypted > one.getValue().all)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void count(int stream, boolean encrypted) {
        Count count = streams.computeIfAbsent(stream, n -> new Count());
        count.all++;
        count.encrypted += encrypted ? 1 : 0;
    }

    private void transport() throws IOException {
        TransportPackets.Layout layout = TransportPackets.layout(in);
        for (long at = layout.lead(); layout.size() > 0 && at < Math.min(LOOK, in.length()); at += layout.size()) {
            in.seek(at + 1);
            int stream = (int) in.big(2) & STUFFING;
            int control = in.u8();
            if (stream != STUFFING && (control & 0x10) != 0) {
                count(stream, (control & 0xc0) != 0);
            }
        }
    }

    private void program() throws IOException {
        while (in.position() < Math.min(LOOK, in.length())) {
            long at = in.position();
            if (in.big(3) != 1) {
                in.seek(at + 1); // stuffing, or damage
                continue;
            }
            int code = in.u8();
            if (code == PACK) {
                continue;
            }
            boolean counts = code >= FIRST_SOUND && code <= LAST_VIDEO || code == PRIVATE;
            long length = code > PACK ? in.big(2) : 0;
            long end = in.position() + length;
            if (counts && length > 3) {
                int flags = in.u8();
                in.skip(1);
                in.skip(in.u8());
                int stream = code == PRIVATE ? in.u8() : 0x100 | code;
                if ((flags & 0xc0) == 0x80) { // MPEG-2
                    count(stream, (flags & 0x30) != 0);
                }
            }
            in.seek(end);
        }
    }
}

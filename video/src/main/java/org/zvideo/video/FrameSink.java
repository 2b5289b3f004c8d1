package org.zvideo.video;

import java.util.List;
import org.bytedeco.javacv.Frame;

/** The destination of results. */
interface FrameSink extends AutoCloseable {
    /** Takes a frame at its time, in units of the source's time base. */
    void write(Frame image, long pts, long duration);

    /** Takes a packet of another stream, or ignores it. */
    void write(StreamPacket other);

    /** Completes what was written and reads it back. Afterwards the output is complete, or an error has been thrown. */
    void finish();

    /** Streams of the source that are missing from the output. */
    List<String> dropped();

    /** Streams that are different in the output. */
    List<String> changed();

    @Override
    void close();
}

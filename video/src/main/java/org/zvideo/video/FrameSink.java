package org.zvideo.video;

import java.util.List;
import org.bytedeco.javacv.Frame;

/** Where results go. */
interface FrameSink extends AutoCloseable {
    /** Takes a frame at its time, in units of the source's time base. */
    void write(Frame image, long pts, long duration);

    /** Takes a packet of another stream, or ignores it. */
    void write(StreamPacket other);

    /** Completes what was written and reads it back; after this it is whole or an error is thrown. */
    void finish();

    /** Streams of the source that are not in it. */
    List<String> dropped();

    /** Streams that are in it otherwise than in the source. */
    List<String> changed();

    @Override
    void close();
}

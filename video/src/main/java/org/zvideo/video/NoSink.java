package org.zvideo.video;

import java.util.List;
import org.bytedeco.javacv.Frame;

/** Where results go that only a listener is told. */
final class NoSink implements FrameSink {
    @Override
    public void write(Frame image, long pts, long duration) {}

    @Override
    public void write(StreamPacket other) {}

    @Override
    public void finish() {}

    @Override
    public List<String> dropped() {
        return List.of();
    }

    @Override
    public List<String> changed() {
        return List.of();
    }

    @Override
    public void close() {}
}

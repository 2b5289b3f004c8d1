package org.zvideo.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacv.Frame;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/** Writes frames as numbered pictures, from 1 on; their times are in the statistics. */
final class SequenceWriter implements FrameSink {
    private final Path folder;
    private final PictureSequence sequence;
    private final List<String> dropped;
    private long written;

    /** @param folder where they are written until all are there */
    SequenceWriter(Path folder, PictureSequence sequence, VideoReader source) {
        this.folder = folder;
        this.sequence = sequence;
        List<StreamPlan> plans = StreamPlan.of(source.format(), source.videoStream(), null, source.reading());
        this.dropped = IntStream.range(0, plans.size()).filter(n -> plans.get(n).fate() == StreamPlan.Fate.LOST)
                .mapToObj(n -> StreamPlan.named(source.format().streams(n), "")).toList();
    }

    @Override
    public void write(Frame image, long pts, long duration) {
        Path file = folder.resolve(sequence.name(++written));
        try {
            Files.write(file, StillImage.encode(RgbFrames.toImage(image), file));
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.IO, "output " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void write(StreamPacket other) {
        // Pictures hold no other streams.
    }

    @Override
    public void finish() {
        long last = written;
        StillImage.read("output", folder.resolve(sequence.name(last)));
    }

    @Override
    public List<String> dropped() {
        return dropped;
    }

    @Override
    public List<String> changed() {
        return List.of();
    }

    @Override
    public void close() {
        // Every picture is a file of its own.
    }
}

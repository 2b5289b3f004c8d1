package org.zvideo.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/** Writes frames as numbered pictures. Their timestamps are in the statistics. */
final class SequenceWriter implements FrameSink {
    private static final long NONE = -1;

    private final Path folder;
    private final PictureSequence sequence;
    private final List<String> dropped;
    private final LongUnaryOperator firstNumber;
    private long next = NONE;

    /**
     * Starts with nothing written.
     *
     * @param folder the folder for the pictures until all exist
     * @param firstNumber the number of the first picture
     */
    SequenceWriter(Path folder, PictureSequence sequence, LongUnaryOperator firstNumber, VideoReader source) {
        this.folder = folder;
        this.sequence = sequence;
        this.firstNumber = firstNumber;
        List<StreamPlan> plans = StreamPlan.of(source.demuxer(), null);
        this.dropped = IntStream.range(0, plans.size())
                .filter(n -> plans.get(n).fate() == StreamPlan.Fate.LOST)
                .mapToObj(n -> StreamPlan.named(source.format().streams(n), ""))
                .toList();
    }

    /**
     * The number of the first picture. Pictures made from pictures keep their numbers; those made from a video start at
     * 1.
     */
    static LongUnaryOperator firstNumber(Path input, EncoderSettings settings) {
        if (settings.firstNumber().isPresent()) {
            return pts -> settings.firstNumber().getAsLong();
        }
        Optional<Long> first = PictureSequence.of(input).flatMap(PictureSequence::first);
        return pts -> first.isPresent() ? first.get() + pts : 1; // a sequence counts its time in pictures
    }

    @Override
    public void write(Frame image, long pts, long duration) {
        next = next == NONE ? firstNumber.applyAsLong(pts) : next;
        Path file = folder.resolve(sequence.name(next));
        try {
            OwnFiles.write(file, StillImage.encode(RgbFrames.toImage(image), file));
            next++;
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "output " + file + ": " + FileReason.of(e), e);
        }
    }

    @Override
    public void write(StreamPacket other) {
        // Pictures contain no other streams.
    }

    @Override
    public void finish() {
        StillImage.read("output", folder.resolve(sequence.name(next - 1)));
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

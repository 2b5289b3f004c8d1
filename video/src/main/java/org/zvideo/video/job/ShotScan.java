package org.zvideo.video.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.farm.FrameSums;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.CutStage;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;

/**
 * Finds the shots of a video in one pass, as a run would find them: by the frames that come out of the filters of the source. What
 * is decoded is summed up, so that the same frames are known again.
 */
final class ShotScan implements Stage<ShotFrame> {
    private static final double MICROSECONDS = 1e6;

    /** A decoded frame on its way through the filters. */
    private record Decoded(long pts, RgbImage image) {}

    private final List<ShotSpan> shots = new ArrayList<>();
    /** Times of the first frames of all shots but the first, in seconds of the video. */
    private final List<Double> cutTimes = new ArrayList<>();

    private final Queue<Decoded> waiting = new ArrayDeque<>();
    private FrameSums sums = new FrameSums();
    private long shotStart;

    private final double start;

    private ShotScan(double start) {
        this.start = start;
    }

    /**
     * Reads the video to its end.
     *
     * @param checkpoint called after every frame; an exception thrown there ends the scan
     */
    static List<ShotSpan> of(StyleTransferRequest request, Runnable checkpoint) {
        return of(request, request.openCuts(), checkpoint).shots;
    }

    /**
     * The times of the cuts of a video, in seconds from its first frame, as {@link CutStage} counts them. Those of its style do not
     * count.
     *
     * @param checkpoint called after every frame; an exception thrown there ends the scan
     */
    static List<Double> cuts(StyleTransferRequest request, Runnable checkpoint) {
        return of(request, request.cuts().open(), checkpoint).cutTimes;
    }

    private static ShotScan of(StyleTransferRequest request, Cuts cuts, Runnable checkpoint) {
        Source source = request.source();
        Optional<GraphFilter> filter = request.filters().preFilter();
        try (VideoReader reader = VideoReader.open(source.file(), source.clip(), source.reading())) {
            MediaInfo info = reader.info();
            ShotScan scan = new ShotScan(info.start());
            try (CutStage<ShotFrame> stage = new CutStage<>(scan, cuts, info.start())) {
                filter.ifPresent(graph -> graph.reshape(info)); // it may ask for the pixel aspect ratio
                scan.read(reader, filter, stage, checkpoint);
            }
            return scan;
        } finally {
            filter.ifPresent(GraphFilter::release);
        }
    }

    private void read(
            VideoReader reader, Optional<GraphFilter> filter, CutStage<ShotFrame> stage, Runnable checkpoint) {
        long[] number = {0};
        Consumer<Frame> filtered = frame ->
                stage.accept(new ShotFrame(number[0]++, frame.timestamp, 0, RgbFrames.toImage(frame)), result -> {});
        for (Optional<VideoFrame> next = reader.nextFrame(); next.isPresent(); next = reader.nextFrame()) {
            try (VideoFrame decoded = next.get()) {
                waiting.add(new Decoded(decoded.pts(), RgbFrames.toImage(decoded.image())));
                if (filter.isEmpty()) {
                    filtered.accept(decoded.image());
                } else {
                    filter.get().push(decoded.image());
                    pull(filter.get(), filtered);
                }
            }
            checkpoint.run();
        }
        if (filter.isPresent()) {
            filter.get().push(null);
            pull(filter.get(), filtered);
        }
        stage.end(result -> {});
    }

    private static void pull(GraphFilter filter, Consumer<Frame> filtered) {
        for (Frame frame = filter.pull(); frame != null; frame = filter.pull()) {
            try (Frame open = frame) {
                filtered.accept(open);
            }
        }
    }

    /** The next frame, of which it is known where its shot begins. */
    @Override
    public void accept(ShotFrame frame, Consumer<ShotFrame> out) {
        if (frame.shotStart() != shotStart) {
            endShot();
            shotStart = frame.shotStart();
            cutTimes.add(frame.timestamp() / MICROSECONDS - start);
        }
        Decoded decoded = waiting.remove();
        sums.add(decoded.pts(), decoded.image());
    }

    private void endShot() {
        shots.add(sums.span(shotStart));
        sums = new FrameSums();
    }

    @Override
    public void end(Consumer<ShotFrame> out) {
        if (sums.frames() > 0) {
            endShot();
        }
    }

    @Override
    public void close() {}
}

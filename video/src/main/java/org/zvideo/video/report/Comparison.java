package org.zvideo.video.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.StreamInfo;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.shot.Cuts;

/**
 * Measures a result against its source, whichever program made it. Frames are paired by their timestamps, counted from
 * the first frame of each file, and the source is scaled to the size of the result.
 *
 * @param untied a result of the same model without ties between frames, for measures that compare with it; empty for none
 * @param reading what is accepted of all files
 * @param measuring by what the result is measured
 */
public record Comparison(Path source, Path result, Optional<Path> untied, ReadOptions reading, Measuring measuring) {
    /** Watches the comparison. An exception that it throws ends the comparison. */
    public interface Listener {
        /** Called when the result is open. */
        default void opened(MediaInfo info) {}

        /** Called after a frame of either file was read. */
        default void read() {}

        /** Called after a pair was measured. */
        default void compared() {}
    }

    /**
     * What was found.
     *
     * @param facts the entries of a summary, in their order
     */
    record Found(Map<String, Object> facts, ConsistencyReport consistency) {}

    /**
     * Compares all frames and writes the report.
     *
     * @param cuts where shots of the source start, by its frames and its own timestamps
     * @param files the report, which is written but not committed
     */
    public ConsistencyReport run(Cuts cuts, ReportFiles files, Listener listener) {
        return run(cuts, files, listener, result);
    }

    /**
     * The same of a result that does not have its name yet.
     *
     * @param name what the report calls it
     */
    public ConsistencyReport run(Cuts cuts, ReportFiles files, Listener listener, Path name) {
        WorstPairs worst = new WorstPairs();
        Found found = compare(cuts, worst, files::add, (frame, time, beside, stylized) -> {}, listener);
        Map<String, Object> facts = new LinkedHashMap<>(found.facts());
        facts.put("output", name.toString());
        files.write(facts, worst.worstFirst());
        return found.consistency();
    }

    /**
     * Compares all frames without a report.
     *
     * @param frames receives each frame of the result
     */
    public ConsistencyReport measured(Cuts cuts, Consumer<RgbImage> frames) {
        return compare(
                        cuts,
                        pair -> {},
                        line -> {},
                        (frame, time, beside, stylized) -> frames.accept(stylized),
                        new Listener() {})
                .consistency();
    }

    /** Compares all frames. */
    Found compare(
            Cuts cuts,
            FramePair.Listener pairs,
            Consumer<FrameStatistics> lines,
            FramesBeside pictures,
            Listener listener) {
        List<Map<String, Object>> found = new ArrayList<>();
        long frames = 0;
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pairs, measuring);
                TimedFrames original = open(source, listener);
                TimedFrames made = open(result, listener);
                Beside reference = new Beside(untied.map(file -> open(file, listener)))) {
            listener.opened(made.info());
            while (made.current() != null) {
                double time = made.seconds();
                original.advanceTo(time);
                RgbImage stylized = made.current();
                RgbImage beside = StillImage.resized(original.current(), stylized.width(), stylized.height());
                if (cuts.at(
                                original.index(),
                                original.timestamp() - original.info().start(),
                                original.current(),
                                original.upcoming())
                        && frames > 0) {
                    meter.cut();
                    found.add(Map.of("frame", frames, "time", time));
                }
                lines.accept(meter.add(
                        beside, stylized, reference.at(time, stylized), time, Double.NaN, FrameMeasures.NONE));
                pictures.add(original.index(), time, beside, stylized);
                frames++;
                listener.compared();
                made.advance();
            }
            ConsistencyReport consistency = meter.report();
            return new Found(facts(original, made, reference, found, frames, consistency), consistency);
        }
    }

    private TimedFrames open(Path file, Listener listener) {
        return new TimedFrames(file, Clip.WHOLE, reading, Optional.empty(), listener::read);
    }

    /** The reference, if there is one. */
    private record Beside(Optional<TimedFrames> frames) implements AutoCloseable {
        /** The frame of this time, at the size of the result. */
        Optional<RgbImage> at(double time, RgbImage result) {
            frames.ifPresent(reference -> reference.advanceTo(time));
            return frames.map(reference -> StillImage.resized(reference.current(), result.width(), result.height()));
        }

        @Override
        public void close() {
            frames.ifPresent(TimedFrames::close);
        }
    }

    private Map<String, Object> facts(
            TimedFrames original,
            TimedFrames made,
            Beside reference,
            List<?> cuts,
            long frames,
            ConsistencyReport consistency) {
        List<String> notes = new ArrayList<>();
        MediaInfo from = original.info();
        MediaInfo to = made.info();
        if (from.width() != to.width() || from.height() != to.height()) {
            notes.add("the source has " + from.width() + "x" + from.height() + ", the result " + to.width() + "x"
                    + to.height() + ": the source was scaled");
        }
        reference.frames().map(TimedFrames::info).ifPresent(info -> {
            if (info.width() != to.width() || info.height() != to.height()) {
                notes.add("the reference has " + info.width() + "x" + info.height() + ", the result " + to.width() + "x"
                        + to.height() + ": the reference was scaled");
            }
        });
        long unused = original.unused();
        if (unused > 0) {
            notes.add("the result is shorter: " + unused + " source frames have no counterpart");
        }
        consistency.warning().ifPresent(notes::add);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("input", source.toString());
        facts.put("output", result.toString());
        untied.ifPresent(file -> facts.put("reference", file.toString()));
        facts.put("frames", frames);
        facts.put("notes", notes);
        facts.put("streams", Map.of("input", StreamInfo.of(source, reading), "output", StreamInfo.of(result, reading)));
        facts.put("cuts", cuts);
        facts.put("measured", MeasuredAt.DECODED.words());
        facts.put("flow", measuring.flow().text());
        facts.put("consistency", consistency);
        return facts;
    }
}

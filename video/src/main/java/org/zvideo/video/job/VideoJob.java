package org.zvideo.video.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.SourceScan;
import org.zvideo.video.StreamInfo;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.report.MeasuredAt;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.Meter;
import org.zvideo.video.report.UnmeasuredRun;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.request.FilterSpec;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.Cut;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.StyledFrame;

/**
 * One video through stages and filters, with its consistency measured: {@code OUT.mp4} and its report beside it. All appear together
 * at the end.
 *
 * @param input   the source
 * @param clip    the part of it
 * @param reading what is accepted of it
 * @param output  the result
 * @param encoder of the result
 */
public record VideoJob(Path input, Clip clip, ReadOptions reading, Path output, EncoderSettings encoder) {
    /** The job of a request. */
    static VideoJob of(StyleTransferRequest request) {
        Source source = request.source();
        return new VideoJob(
                source.file(),
                source.clip(),
                source.reading(),
                request.target().file(),
                request.target().encoder());
    }

    /** Watches the job. */
    public interface Listener {
        default void opened(MediaInfo info) {}

        default void frame(FrameStatistics statistics) {}

        /** Called with each frame of the result before it is encoded. */
        default void shown(long number, RgbImage result) {}

        /** Called for every frame that is read or leaves the filters; an exception thrown here ends the job. */
        default void checkpoint() {}
    }

    /**
     * What the frames pass.
     *
     * @param before the stages: results are compared with what comes out of these
     * @param stages makes the results
     * @param after  changes the results
     */
    public record Filters(List<FrameFilter> before, StageFilter stages, List<FrameFilter> after) {
        /** What a request asks for, around the stages. */
        static Filters of(FilterSpec asked, StageFilter stages) {
            return new Filters(
                    asked.preFilter().<FrameFilter>map(filter -> filter).stream()
                            .toList(),
                    stages,
                    asked.following());
        }

        /** The stages alone. */
        public Filters(StageFilter stages) {
            this(List.of(), stages, List.of());
        }

        /** All of them, for who releases them. */
        List<FrameFilter> all() {
            return Stream.of(before, List.of(stages), after)
                    .<FrameFilter>flatMap(List::stream)
                    .toList();
        }

        /** Those that make and change the results. */
        List<FrameFilter> ofResults() {
            return Stream.concat(Stream.of(stages), after.stream()).toList();
        }
    }

    /**
     * What the report says that the job itself does not know.
     *
     * @param settings how the result was made
     * @param findings what was met on the way; asked at the end. An entry that the job knows itself is replaced
     * @param remarks  what its list of notes begins with
     * @param measuring by what results are measured; empty: not at all
     */
    public record Notes(
            Map<String, ?> settings,
            Supplier<Map<String, ?>> findings,
            List<String> remarks,
            Optional<Measuring> measuring) {
        public static final Notes NONE = new Notes(Map.of(), Map::of, List.of(), Optional.of(Measuring.DEFAULT));

        private Meter meter(WorstPairs worst) {
            return measuring
                    .<Meter>map(by -> ConsistencyMeter.ofReport(worst, by))
                    .orElseGet(UnmeasuredRun::new);
        }
    }

    /** What came of it, and the page that says so if there is one. */
    public record Result(FramePipeline.Result pipeline, ConsistencyReport consistency, Optional<Path> page) {}

    /**
     * Runs the job.
     *
     * @param scan    what the source was found to hold; of this job's input, part and output
     * @param notes   what the report says besides
     * @param outputs what is written, and gets its names at the end
     * @param work    where the job is kept
     */
    public Result run(
            SourceScan scan,
            Filters filters,
            Notes notes,
            JobOutputs outputs,
            Optional<WorkFolder> work,
            Listener listener) {
        WorstPairs worst = new WorstPairs();
        return run(scan, filters, notes, outputs, work, notes.meter(worst), worst, listener);
    }

    /**
     * The same with another meter.
     *
     * @param meter closed at the end
     * @param worst the pairs of frames that the report shows
     */
    Result run(
            SourceScan scan,
            Filters filters,
            Notes notes,
            JobOutputs outputs,
            Optional<WorkFolder> work,
            Meter meter,
            WorstPairs worst,
            Listener listener) {
        FramePipeline.requireWritable(output);
        List<StreamInfo> streams = StreamInfo.of(input, reading); // later the source may be gone
        Path part = outputs.video().part();
        Deliveries deliveries = new Deliveries();
        filters.stages().onResult(deliveries::add);
        List<Cut> cuts = new ArrayList<>();
        List<String> said = new ArrayList<>(notes.remarks());
        try (meter) {
            FramePipeline.Result result = new FramePipeline(filters.before(), filters.ofResults())
                    .run(
                            scan,
                            input,
                            clip,
                            reading,
                            part,
                            output.getFileName().toString(),
                            encoder,
                            new FramePipeline.Listener() {
                                @Override
                                public void opened(MediaInfo info) {
                                    listener.opened(info);
                                }

                                @Override
                                public void checkpoint() {
                                    listener.checkpoint();
                                }

                                @Override
                                public void frame(Frame source, Frame stylized, double time, double seconds) {
                                    StyledFrame frame = deliveries.take(
                                            source, stylized, filters.after().isEmpty());
                                    if (frame.source().beginsShot()) {
                                        meter.cut();
                                        cut(frame.source()).ifPresent(cuts::add);
                                    }
                                    said.addAll(frame.measures().notes());
                                    FrameStatistics line = measured(meter, frame, time, seconds);
                                    outputs.report().add(line);
                                    listener.frame(line);
                                    listener.shown(frame.source().number(), frame.image());
                                }
                            });
            deliveries.requireNoneLeft();
            ConsistencyReport consistency = meter.report();
            consistency.warning().ifPresent(said::add);
            outputs.report().write(report(result, consistency, notes, said, cuts, streams, part), worst.worstFirst());
            work.ifPresent(kept -> kept.publish(outputs.token(), outputs.all()));
            outputs.commit();
            return new Result(result, consistency, outputs.report().page());
        }
    }

    private static Optional<Cut> cut(ShotFrame frame) {
        return frame.number() == 0 ? Optional.empty() : Optional.of(new Cut(frame.number(), frame.timestamp() / 1e6));
    }

    private static FrameStatistics measured(Meter meter, StyledFrame frame, double time, double seconds) {
        RgbImage result = frame.image();
        return meter.add(
                () -> StillImage.resized(frame.source().image(), result.width(), result.height()),
                result,
                time,
                seconds,
                frame.measures());
    }

    private Map<String, Object> report(
            FramePipeline.Result result,
            ConsistencyReport consistency,
            Notes notes,
            List<String> said,
            List<Cut> cuts,
            List<StreamInfo> streams,
            Path part) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("input", input.toString());
        report.put("output", output.toString());
        report.put("settings", notes.settings());
        report.put("frames", result.frames());
        report.put(
                "streams",
                Map.of(
                        "input",
                        streams,
                        "output",
                        Files.isDirectory(part) ? List.of() : StreamInfo.of(part, ReadOptions.TRUSTED)));
        report.put("droppedStreams", result.droppedStreams());
        report.put("changedStreams", result.changedStreams());
        report.put("damaged", result.damage().any());
        report.put("damage", result.damage());
        report.put("cuts", cuts);
        report.putAll(notes.findings().get());
        report.put("notes", said);
        MeasuredAt measured = notes.measuring().isPresent() ? MeasuredAt.BEFORE_ENCODING : MeasuredAt.NOT;
        report.put("measured", measured.words());
        notes.measuring().ifPresent(by -> report.put("flow", by.flow().text()));
        report.put("consistency", consistency);
        return report;
    }
}

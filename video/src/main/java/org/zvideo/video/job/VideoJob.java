package org.zvideo.video.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.StreamInfo;
import org.zvideo.video.VideoReader;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.resume.WorkFolder;

/**
 * One video through one filter, with its consistency measured: {@code OUT.mp4} and its report beside it. All appear together
 * at the end.
 *
 * @param input   the source
 * @param clip    the part of it
 * @param reading what is accepted of it
 * @param output  the result
 * @param encoder of the result
 */
public record VideoJob(Path input, Clip clip, ReadOptions reading, Path output, EncoderSettings encoder) {
    /** Watches the job. */
    public interface Listener {
        default void opened(MediaInfo info) {}

        default void frame(FrameStatistics statistics) {}
    }

    /** What the report says that the job itself does not know. */
    public interface Account {
        /** How the result was made. */
        default Map<String, ?> settings() {
            return Map.of();
        }

        /** What was met on the way; asked at the end. */
        default Map<String, ?> findings() {
            return Map.of();
        }

        /** Whether a frame begins a shot; asked when it is done. */
        default boolean begins(long frame) {
            return false;
        }

        /** What the model says about the frame with that timestamp; asked when it is done. */
        default FrameMeasures measures(long timestamp) {
            return FrameMeasures.NONE;
        }
    }

    /** What came of it. */
    public record Result(FramePipeline.Result pipeline, ConsistencyReport consistency) {}

    /**
     * Runs the job.
     *
     * @param before  filters of the source: results are compared with what comes out of them
     * @param account what the report says besides
     * @param outputs what is written, and gets its names at the end
     * @param work    where the job is kept
     */
    public Result run(
            List<FrameFilter> before,
            List<FrameFilter> filters,
            Account account,
            JobOutputs outputs,
            Optional<WorkFolder> work,
            Listener listener) {
        return run(
                VideoReader.scan(input, clip, reading, output.getFileName().toString()),
                before,
                filters,
                account,
                outputs,
                work,
                listener);
    }

    /**
     * The same with what the source was found to hold.
     *
     * @param scan of that input, part and output
     */
    public Result run(
            VideoReader.Scan scan,
            List<FrameFilter> before,
            List<FrameFilter> filters,
            Account account,
            JobOutputs outputs,
            Optional<WorkFolder> work,
            Listener listener) {
        FramePipeline.requireWritable(output);
        List<StreamInfo> streams = StreamInfo.of(input, reading); // later the source may be gone
        Path part = outputs.video().part();
        WorstPairs worst = new WorstPairs();
        try (ConsistencyMeter meter = new ConsistencyMeter(worst)) {
            FramePipeline.Result result = new FramePipeline(before, filters)
                    .run(
                            scan,
                            input,
                            clip,
                            reading,
                            part,
                            output.getFileName().toString(),
                            encoder,
                            new FramePipeline.Listener() {
                                private long frames;

                                @Override
                                public void opened(MediaInfo info) {
                                    listener.opened(info);
                                }

                                @Override
                                public void frame(Frame source, Frame stylized, double time, double seconds) {
                                    if (account.begins(frames)) {
                                        meter.cut();
                                    }
                                    RgbImage result = RgbFrames.toImage(stylized);
                                    FrameStatistics line = meter.add(
                                            StillImage.resized(
                                                    RgbFrames.toImage(source), result.width(), result.height()),
                                            result,
                                            time,
                                            seconds,
                                            account.measures(source.timestamp));
                                    frames++;
                                    outputs.report().add(line);
                                    listener.frame(line);
                                }
                            });
            ConsistencyReport consistency = meter.report();
            outputs.report().write(report(result, consistency, account, streams, part), worst.worstFirst());
            work.ifPresent(kept -> kept.publish(outputs.token(), outputs.all()));
            outputs.commit();
            return new Result(result, consistency);
        }
    }

    private Map<String, Object> report(
            FramePipeline.Result result,
            ConsistencyReport consistency,
            Account account,
            List<StreamInfo> streams,
            Path part) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("input", input.toString());
        report.put("output", output.toString());
        report.put("settings", account.settings());
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
        report.putAll(account.findings());
        report.put("consistency", consistency);
        return report;
    }
}

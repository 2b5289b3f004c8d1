package org.zvideo.video;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.video.filter.RgbFrames;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.resume.WorkFolder;

/**
 * One video through one filter, with its consistency measured: {@code OUT.mp4}, a line per frame in
 * {@code OUT.stats.jsonl} and a summary in {@code OUT.report.json}. All three appear together at the end.
 *
 * @param input     the source
 * @param clip      the part of it
 * @param limits    of what is accepted of it
 * @param output    the result
 * @param encoder   of the result
 * @param overwrite whether existing files may be replaced
 */
public record VideoJob(Path input, Clip clip, ReadOptions limits, Path output, EncoderSettings encoder, boolean overwrite) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    /** Watches the job. */
    public interface Listener {
        default void opened(MediaInfo info) {
        }

        default void frame(FrameStatistics statistics) {
        }
    }

    /** What came of it. */
    public record Result(FramePipeline.Result pipeline, ConsistencyReport consistency) {
    }

    /** Fails if no container goes by that name, or there is no place for it. */
    public static void requireWritable(Path output) {
        OutputFile.requirePlace(output);
        if (PictureSequence.of(output).isPresent()) {
            return;
        }
        VideoWriter.container(output.getFileName().toString());
    }

    /** The line-per-frame file of an output. */
    public static Path statisticsFile(Path output) {
        return sibling(output, ".stats.jsonl");
    }

    /** The summary of an output. */
    public static Path reportFile(Path output) {
        return sibling(output, ".report.json");
    }

    private static Path sibling(Path output, String ending) {
        if (PictureSequence.of(output).isPresent()) { // named after their folder
            Path folder = output.toAbsolutePath().getParent();
            return folder.resolveSibling(folder.getFileName() + ending);
        }
        String name = output.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return output.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
    }

    /**
     * Runs the job.
     *
     * @param settings what the report says about how the result was made
     * @param findings what it says about what was met on the way; asked at the end
     * @param begins   whether a frame begins a shot; asked when it is done
     * @param work     where the job is kept; parts that are left of it are replaced
     */
    public Result run(FrameFilter filter, Map<String, ?> settings, Supplier<Map<String, ?>> findings, LongPredicate begins,
                      Optional<WorkFolder> work, Listener listener) {
        requireWritable(output);
        boolean replace = overwrite || work.map(WorkFolder::published).orElse(false);
        boolean ours = overwrite || work.isPresent();
        try (OutputFile video = OutputFile.create(output, replace, ours);
                OutputFile lines = OutputFile.create(statisticsFile(output), replace, ours);
                OutputFile report = OutputFile.create(reportFile(output), replace, ours)) {
            ConsistencyMeter meter = new ConsistencyMeter();
            FramePipeline.Result result;
            try (BufferedWriter statistics = Files.newBufferedWriter(lines.part())) {
                result = new FramePipeline(List.of(filter)).run(input, clip, limits, video.part(),
                        output.getFileName().toString(), encoder, new FramePipeline.Listener() {
                            private long frames;

                            @Override
                            public void opened(MediaInfo info) {
                                listener.opened(info);
                            }

                            @Override
                            public void frame(Frame source, Frame stylised, double time, double seconds) {
                                if (begins.test(frames++)) {
                                    meter.cut();
                                }
                                FrameStatistics line = meter.add(RgbFrames.toImage(source), RgbFrames.toImage(stylised),
                                        time, seconds);
                                writeLine(statistics, line);
                                listener.frame(line);
                            }
                        });
            } catch (IOException | UncheckedIOException e) {
                throw new MediaException(MediaException.Problem.IO, "output " + lines.target() + ": " + e.getMessage(), e);
            }
            ConsistencyReport consistency = meter.report();
            report.write(json(result, consistency, settings, findings.get()));
            work.ifPresent(WorkFolder::publish);
            video.commit();
            lines.commit();
            report.commit();
            return new Result(result, consistency);
        }
    }

    private static void writeLine(BufferedWriter statistics, FrameStatistics line) {
        try {
            statistics.write(LINE.writeValueAsString(line));
            statistics.newLine();
            statistics.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] json(FramePipeline.Result result, ConsistencyReport consistency, Map<String, ?> settings,
                        Map<String, ?> findings) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", 1);
        report.put("status", "complete");
        report.put("input", input.toString());
        report.put("output", output.toString());
        report.put("settings", settings);
        report.put("frames", result.frames());
        report.put("droppedStreams", result.droppedStreams());
        report.put("changedStreams", result.changedStreams());
        report.put("damaged", result.damage().any());
        report.put("damage", result.damage());
        report.putAll(findings);
        report.put("consistency", consistency);
        try {
            return JSON.writeValueAsBytes(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

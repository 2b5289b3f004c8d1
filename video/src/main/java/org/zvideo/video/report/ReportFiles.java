package org.zvideo.video.report;

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
import java.util.stream.Stream;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OutputFile;

/**
 * The files beside a result that say how steady it is: a line per frame in {@code OUT.stats.jsonl}, a summary in
 * {@code OUT.report.json} (docs/report.md) and a page for people in {@code OUT.report.html}. They appear together.
 */
public final class ReportFiles implements AutoCloseable {
    /** Of the summary's form. */
    public static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    private final OutputFile lines;
    private final OutputFile summary;
    private final OutputFile page;
    private final BufferedWriter writer;

    private ReportFiles(OutputFile lines, OutputFile summary, OutputFile page, BufferedWriter writer) {
        this.lines = lines;
        this.summary = summary;
        this.page = page;
        this.writer = writer;
    }

    /** Their names for a result of that name. */
    public static List<Path> of(Path output) {
        return Stream.of(".stats.jsonl", ".report.json", ".report.html").map(ending -> FileName.beside(output, ending))
                .toList();
    }

    /**
     * Claims the names.
     *
     * @param replace whether files of these names may be replaced
     * @param ours    whether parts that are there were left by this job
     */
    public static ReportFiles create(Path output, boolean replace, boolean ours) {
        List<Path> names = of(output);
        OutputFile lines = OutputFile.create(names.get(0), replace, ours);
        OutputFile summary = null;
        OutputFile page = null;
        try {
            summary = OutputFile.create(names.get(1), replace, ours);
            page = OutputFile.create(names.get(2), replace, ours);
            return new ReportFiles(lines, summary, page, Files.newBufferedWriter(lines.part()));
        } catch (IOException | RuntimeException e) {
            for (OutputFile file : new OutputFile[] {lines, summary, page}) {
                if (file != null) {
                    file.close();
                }
            }
            throw e instanceof MediaException media ? media : failed(lines, e);
        }
    }

    private static MediaException failed(OutputFile file, Exception error) {
        return new MediaException(MediaException.Problem.IO, "output " + file.target() + ": " + error.getMessage(), error);
    }

    /** Writes the line of the next frame. */
    public void add(FrameStatistics frame) {
        try {
            writer.write(LINE.writeValueAsString(frame));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw failed(lines, e);
        }
    }

    /**
     * Writes summary and page.
     *
     * @param facts what the summary says, in its order
     * @param worst pictures for the page
     */
    public void write(Map<String, ?> facts, List<WorstPairs.Pictures> worst) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", VERSION);
        report.put("status", "complete");
        report.putAll(facts);
        try {
            writer.close();
            summary.write(JSON.writeValueAsBytes(report));
            page.write(HtmlReport.page(report, Files.readAllLines(lines.part()), worst));
        } catch (IOException | UncheckedIOException e) {
            throw failed(summary, e);
        }
    }

    public void commit() {
        lines.commit();
        summary.commit();
        page.commit();
    }

    @Override
    public void close() {
        try (lines; summary; page) {
            writer.close();
        } catch (IOException e) {
            throw failed(lines, e);
        }
    }
}

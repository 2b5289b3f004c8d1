package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;

/**
 * The files next to a result that report its consistency: a line per frame in {@code OUT.stats.jsonl}, a summary in
 * {@code OUT.report.json} (docs/report.md) and, if anything was measured, a page in
 * {@code OUT.report.html}. They appear together.
 */
public final class ReportFiles implements AutoCloseable {
    /** Version of the summary's format. */
    public static final int VERSION = 3;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    private final String run;
    private final OutputFile lines;
    private final OutputFile summary;
    private final Optional<OutputFile> page;
    private final BufferedWriter writer;
    private long added;

    private ReportFiles(String run, List<OutputFile> claimed) {
        this.run = run;
        this.lines = claimed.get(0);
        this.summary = claimed.get(1);
        this.page = claimed.stream().skip(2).findFirst();
        this.writer = lines.writer();
    }

    /** The names of the files for a result of this name. */
    public static List<Path> of(Path output) {
        return of(output, true);
    }

    /**
     * The same.
     *
     * @param page whether there is one
     */
    public static List<Path> of(Path output, boolean page) {
        return Stream.of(".stats.jsonl", ".report.json", ".report.html")
                .limit(page ? 3 : 2)
                .map(ending -> FileName.beside(output, ending))
                .toList();
    }

    /**
     * Claims the names, all or none.
     *
     * @param page whether there is one
     * @param replaceable whether a file of that name may be replaced
     */
    public static ReportFiles claim(OutputFiles files, Path output, boolean page, Predicate<Path> replaceable) {
        List<OutputFile> claimed = new ArrayList<>();
        return Closing.onFailure(() -> claimed.forEach(OutputFile::close), () -> {
            of(output, page).forEach(name -> claimed.add(files.claim(name, replaceable.test(name))));
            return new ReportFiles(files.token(), claimed);
        });
    }

    /** The page, if there is one. */
    public Optional<Path> page() {
        return page.map(OutputFile::target);
    }

    /** All the files. */
    public List<OutputFile> all() {
        return Stream.concat(Stream.of(lines, summary), page.stream()).toList();
    }

    private static MediaException failed(OutputFile file, IOException error) {
        return new MediaException(ErrorKind.IO, "output " + file.target() + ": " + FileReason.of(error), error);
    }

    /** Writes the line of the next frame. */
    public void add(FrameStatistics frame) {
        line(frame);
    }

    /** Writes the line of the next frame of one of several results. */
    public void add(String result, FrameStatistics frame) {
        line(new Named(result, frame));
    }

    private record Named(String result, @JsonUnwrapped FrameStatistics statistics) {}

    private void line(Object frame) {
        try {
            writer.write(LINE.writeValueAsString(frame));
            writer.newLine();
            writer.flush();
            added++;
        } catch (IOException e) {
            throw failed(lines, e);
        }
    }

    /**
     * Writes the summary, and the page if there is one.
     *
     * @param facts the entries of the summary, in their order
     * @param worst pictures for the page
     */
    public void write(Map<String, ?> facts, List<WorstPairs.Pictures> worst) {
        write(facts, (report, stored) -> HtmlReport.page(report, stored, worst));
    }

    /**
     * Writes the summary and the page of several results.
     *
     * @param facts the entries of the summary, in their order
     * @param strip pictures for the page
     */
    public void writeSeveral(Map<String, ?> facts, List<FrameStrip.Row> strip) {
        write(facts, (report, stored) -> HtmlReport.several(report, stored, strip));
    }

    /** Renders a page. */
    private interface Page {
        byte[] render(Map<String, ?> report, List<String> lines) throws IOException;
    }

    private void write(Map<String, ?> facts, Page rendered) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", VERSION);
        report.put("status", "complete");
        report.put("run", run);
        report.putAll(facts);
        try {
            writer.close();
            List<String> stored = Files.readAllLines(lines.part());
            if (stored.size() != added) {
                throw new IOException("its " + stored.size() + " lines are not the " + added + " of this run");
            }
            summary.write(JSON.writeValueAsBytes(report));
            if (page.isPresent()) {
                page.get().write(rendered.render(report, stored));
            }
        } catch (UncheckedIOException e) {
            throw failed(summary, e.getCause());
        } catch (IOException e) {
            throw failed(summary, e);
        }
    }

    public void commit() {
        lines.commit();
        summary.commit();
        page.ifPresent(OutputFile::commit);
    }

    @Override
    public void close() {
        try (lines;
                summary;
                OutputFile shown = page.orElse(null)) {
            writer.close();
        } catch (IOException e) {
            throw failed(lines, e);
        }
    }
}

package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.ReportFiles;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * What a video job writes: the result and its {@link ReportFiles}. They belong together, so their names are claimed before
 * the work, all or none: another run that shares one of them ends at once.
 */
public final class JobOutputs implements AutoCloseable {
    private final OutputFiles files;
    private final OutputFile video;
    private final ReportFiles report;

    private JobOutputs(OutputFiles files, OutputFile video, ReportFiles report) {
        this.files = files;
        this.video = video;
        this.report = report;
    }

    /** The names of all files that a request writes, except for a dump. */
    public static List<Path> names(StyleTransferRequest request) {
        Path target = request.target().file();
        if (request.ofPicture()) {
            return List.of(target);
        }
        List<Path> names =
                new ArrayList<>(names(target, request.target().measuredFlow().isPresent()));
        request.target().comparison().ifPresent(layout -> names.add(ComparisonVideo.named(target)));
        return names;
    }

    /**
     * The names of a video and of its report.
     *
     * @param page whether the report has one
     */
    static List<Path> names(Path output, boolean page) {
        return Stream.concat(Stream.of(output), ReportFiles.of(output, page).stream())
                .toList();
    }

    /**
     * Claims the names.
     *
     * @param page whether the report has one
     * @param replaceable whether a file of that name may be replaced
     */
    public static JobOutputs claim(OutputFiles files, Path output, boolean page, Predicate<Path> replaceable) {
        OutputFile video = files.claim(output, replaceable.test(output));
        return Closing.onFailure(video, () -> {
            return new JobOutputs(files, video, ReportFiles.claim(files, output, page, replaceable));
        });
    }

    OutputFile video() {
        return video;
    }

    ReportFiles report() {
        return report;
    }

    /** Token of the run that writes them. */
    String token() {
        return files.token();
    }

    /** All of them. */
    List<OutputFile> all() {
        return Stream.concat(Stream.of(video), report.all().stream()).toList();
    }

    void commit() {
        video.commit();
        report.commit();
    }

    @Override
    public void close() {
        try (video;
                report) {
            return; // what has its name stays, the rest goes
        }
    }
}

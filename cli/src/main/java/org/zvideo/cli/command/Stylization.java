package org.zvideo.cli.command;

import java.util.List;
import java.util.function.Predicate;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.job.IsolatedTrial;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Runs requests and judges their results.
 *
 * @param failures how those of one request among others are reported
 * @param bounds   that the result of a video has to meet
 * @param isolated whether the files of a request are decoded in a process of its own first
 */
record Stylization(Console console, Failures failures, Bounds bounds, Predicate<StyleTransferRequest> isolated) {
    /** Runs one request. */
    ExitCode run(StyleTransferRequest request) {
        try (LoadedModel model = new LoadedModel()) {
            return run(request, StyleTransferJob.inputs(List.of(request)), model);
        }
    }

    /**
     * Runs several requests with one model, one after the other; none of them overwrites an input or the output of another.
     */
    ExitCode run(List<StyleTransferRequest> requests) {
        Batch.requireDistinct(requests);
        InputFiles read = StyleTransferJob.inputs(requests);
        try (LoadedModel model = new LoadedModel()) {
            return new Batch(console).run(requests, request -> run(request, read, model), error -> {
                model.close(); // whatever state it is in, and the memory may be needed
                return failures.report(error);
            });
        }
    }

    private ExitCode run(StyleTransferRequest request, InputFiles read, LoadedModel model) {
        console.startsJob();
        try {
            if (isolated.test(request)) {
                new IsolatedTrial(request).run(console);
            }
            return new StyleTransferJob(request, read)
                    .run(model, console)
                    .map(this::judged)
                    .orElse(ExitCode.OK);
        } catch (CancelledException e) {
            throw console.kept() == 0 || console.piped() ? e : e.keeping(console.kept());
        }
    }

    private ExitCode judged(ConsistencyReport measured) {
        return bounds.judge(measured, console::result) ? ExitCode.OK : ExitCode.BOUND_NOT_MET;
    }
}

package org.zvideo.cli.command;

import java.util.List;
import java.util.Map;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.Pipes;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.ParameterException;

/**
 * A command that takes what {@code zvideo} takes and whose videos are stylized shot by shot, here or on other machines. A module
 * that knows a scheduler extends it.
 */
public abstract class SplitCommand extends Zvideo {
    /** @param console told what there is to say; its options are those of the command */
    protected SplitCommand(Console console) {
        super(console);
    }

    /**
     * Fails unless there is something to do, all options go together, and none of them is about a run in one process.
     *
     * @throws ParameterException that names the option
     */
    protected final void checkSplit() {
        check();
        Map<String, Boolean> given = Map.of(
                "--save-preset",
                run.savedPreset != null,
                "--dump",
                run.dump != null,
                "--keep-work",
                run.keepWork,
                "--restart",
                run.restart);
        given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .ifPresent(option -> {
                    throw unsuited(option);
                });
        if (inputs.stream().anyMatch(Pipes::isPipe) || output.output != null && Pipes.isPipe(output.output)) {
            throw usage("-: a job reads and writes files, since other machines need them too");
        }
    }

    /** Says that an option is not for this command. */
    final ParameterException unsuited(String option) {
        return usage(option + ": not for a job of shots");
    }

    /**
     * What is asked for of each input, in the order of the command line; a folder stands for the videos in it.
     *
     * @throws ParameterException if there are several inputs and no folder for their results
     */
    protected final List<StyleTransferRequest> requests() {
        if (output.folder != null && output.output != null) {
            throw usage("--out-dir names the results itself and excludes -o");
        }
        if (output.folder == null) {
            requireOneInput();
        }
        method.ties().tell(console);
        List<StyleTransferRequest> requests = inputs().stream()
                .map(input -> requested(input, output.output == null ? target(input) : output.output))
                .toList();
        Batch.requireDistinct(requests);
        return requests;
    }

    /** Makes the folder for the results, if there is to be one. */
    protected final void makeResultFolder() {
        output.makeFolder();
    }

    /** The bounds that a result has to meet. */
    protected final Bounds bounds() {
        return run.bounds();
    }

    /** Where everything is told. */
    protected final Console console() {
        return console;
    }

    /** The failures of this command. */
    protected final Failures failures() {
        return Failures.of(spec);
    }

    /** A fault of the command line. */
    protected final ParameterException usageError(String message) {
        return usage(message);
    }
}

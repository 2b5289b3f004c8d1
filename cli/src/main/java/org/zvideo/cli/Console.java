package org.zvideo.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import org.zvideo.core.image.FrameObserver;
import picocli.CommandLine.Option;

/** What is said to the user: results on standard output, everything else on standard error. */
final class Console {
    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but results and errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more; with an error, where it came from.")
    private boolean verbose;

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "auto, plain, json (an object a line) or none (default ${DEFAULT-VALUE}).")
    private ProgressMode progress;

    private final Cancellation cancellation;
    private PrintStream results = System.out;
    private final PrintStream messages = System.err;

    Console(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** To be called before the first logger is made: the libraries of ours log through slf4j. */
    void configureLogging() {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose && !quiet ? "info" : "error");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
    }

    /** Standard output belongs to a video. */
    void resultsToMessages() {
        results = messages;
    }

    boolean piped() {
        return results == messages;
    }

    boolean verbose() {
        return verbose;
    }

    /** Where questions are asked. */
    PrintStream terminal() {
        return messages;
    }

    void result(Object line) {
        line.toString().lines().map(Console::printable).forEach(results::println);
    }

    void say(String format, Object... arguments) {
        if (verbose && !quiet) {
            messages.println(printable(String.format(Locale.ROOT, "zvideo: " + format, arguments)));
        }
    }

    /** What an hour-long run tells on its way. */
    void note(String format, Object... arguments) {
        tell("note", "", String.format(Locale.ROOT, format, arguments));
    }

    void warn(String message) {
        tell("warning", "warning: ", message);
    }

    private void tell(String event, String prefix, String message) {
        if (quiet) {
            return;
        }
        messages.println(
                progress == ProgressMode.JSON
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put("event", event)
                                .put("message", printable(message))
                        : printable("zvideo: " + prefix + message));
    }

    /** On one line and without what a terminal would obey: names of files and streams come from strangers. */
    static String printable(String text) {
        return text.lines().collect(Collectors.joining(" ")).replaceAll("\\p{Cntrl}", "?");
    }

    /** @param unit what is counted: frame, style, … */
    Progress progress(String unit) {
        boolean bar = System.console() != null && System.getenv("NO_COLOR") == null;
        ProgressMode mode =
                quiet ? ProgressMode.NONE : progress == ProgressMode.AUTO && !bar ? ProgressMode.PLAIN : progress;
        return new Progress(unit, messages, mode);
    }

    /** Ends the work if the user asked for it. */
    void checkCancelled() {
        cancellation.check();
    }

    /** Shows the steps of the current frame and ends the work when the user asks for it. */
    FrameObserver steps(Progress progress) {
        return new FrameObserver() {
            @Override
            public void progress(int done, int total) {
                cancellation.check();
                progress.step(done, total);
            }

            @Override
            public void noted(String what) {
                progress.clear();
                warn(what);
            }

            @Override
            public void retried(String why) {
                progress.clear();
                warn(why + "; computed again in float32");
            }
        };
    }
}

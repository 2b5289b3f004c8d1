package org.zvideo.cli.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.Work;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.EnumNames;
import picocli.CommandLine.Option;

/** Prints results on standard output and everything else on standard error. */
public final class Console implements JobListener {
    private static final int POLL_MILLIS = 50;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but results and errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Verbose output; with an error, where it came from.")
    private boolean verbose;

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "auto, plain, json (one JSON object per line) or none (default ${DEFAULT-VALUE}).")
    private ProgressMode progress;

    private final Cancellation cancellation;
    private PrintStream results = System.out;
    private final PrintStream messages = System.err;
    /** Where progress is drawn over, by characters that a terminal obeys. */
    private final PrintStream terminal;

    private Progress shown;
    private int kept;

    /** @param terminal standard error as it is, for the bar alone */
    public Console(Cancellation cancellation, PrintStream terminal) {
        this.cancellation = cancellation;
        this.terminal = terminal;
    }

    /** A console whose texts are all printed alike. */
    public Console(Cancellation cancellation) {
        this(cancellation, System.err);
    }

    /** Must be called before the first logger is created, because our libraries log through slf4j. */
    public void configureLogging() {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose && !quiet ? "info" : "error");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
    }

    /** Reserves standard output for a video. */
    public void resultsToMessages() {
        results = messages;
    }

    public boolean piped() {
        return results == messages;
    }

    public boolean verbose() {
        return verbose;
    }

    public void result(Object line) {
        line.toString().lines().forEach(results::println);
    }

    @Override
    public void detail(String message) {
        if (verbose && !quiet) {
            clear();
            messages.println(oneLine("zvideo: " + message));
        }
    }

    @Override
    public void note(String message) {
        tell("note", "", message);
    }

    @Override
    public void warning(String message) {
        tell("warning", "warning: ", message);
    }

    private void tell(String event, String prefix, String message) {
        if (quiet) {
            return;
        }
        clear();
        messages.println(
                progress == ProgressMode.JSON
                        ? JsonOutput.line(event(event, message))
                        : oneLine("zvideo: " + prefix + message));
    }

    private static Map<String, String> event(String event, String message) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("message", message);
        return line;
    }

    private void clear() {
        if (shown != null) {
            shown.clear();
        }
    }

    /** A text on one line; {@link PrintableStream} takes out of it what a terminal would obey. */
    static String oneLine(String text) {
        return text.lines().collect(Collectors.joining(" "));
    }

    @Override
    public Progress starts(Work work) {
        return progress(EnumNames.of(work));
    }

    /** @param unit what is counted: frame, style, … */
    public Progress progress(String unit) {
        Screen screen = quiet || progress != ProgressMode.AUTO ? Screen.NONE : Screen.ofStandardError(System.getenv());
        ProgressMode mode = quiet
                ? ProgressMode.NONE
                : progress == ProgressMode.AUTO && !screen.terminal() ? ProgressMode.PLAIN : progress;
        shown = new Progress(unit, terminal, mode, screen, System::nanoTime);
        return shown;
    }

    @Override
    public void wrote(Path file) {
        if (!piped()) {
            result(file);
        }
    }

    @Override
    public void measured(ConsistencyReport report) {
        result(SummaryLine.of(report));
    }

    /** Where the result went into a pipe, its page is gone. */
    @Override
    public void reported(Path page) {
        if (!piped()) {
            result("report: " + page);
        }
    }

    @Override
    public void interrupted(int frames) {
        kept = frames;
    }

    /** Forgets what is known of the job before. */
    public void startsJob() {
        kept = 0;
    }

    /** How many frames the job keeps that was interrupted; 0 if none was. */
    public int kept() {
        return kept;
    }

    /** Asks on a terminal whether a file may be replaced. Without a terminal, files stay. */
    @Override
    public boolean mayReplace(Path file) {
        if (System.console() == null) {
            return false;
        }
        messages.print("zvideo: " + oneLine(file.toString()) + " exists. Replace it? [y/N] ");
        messages.flush();
        String answer = answer();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** The next line; null at the end. Nothing wakes a thread that reads a terminal, so that this one can still be stopped. */
    private String answer() {
        FutureTask<String> answer = new FutureTask<>(() -> System.console().readLine());
        Thread reader = new Thread(answer, "answer");
        reader.setDaemon(true);
        reader.start();
        try {
            while (!answer.isDone()) {
                checkpoint();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return answer.get();
        } catch (ExecutionException e) {
            return null; // the terminal is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Ends the work if the user asked for that. */
    @Override
    public void checkpoint() {
        cancellation.check();
    }
}

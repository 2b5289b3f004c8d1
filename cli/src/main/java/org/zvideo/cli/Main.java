package org.zvideo.cli;

import java.util.List;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.ComparisonFilter;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: runs the command and turns every outcome into one line and an exit status. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(new LastResort());
        Cancellation cancellation = new Cancellation();
        int status = run(cancellation, arguments);
        cancellation.finished();
        System.exit(status);
    }

    /** Everything but the exit. */
    static int run(Cancellation cancellation, String... arguments) {
        try {
            CommandLine command = commandLine(new Console(cancellation));
            return command.execute(PresetFile.apply(command, FormerNames.replaced(arguments)));
        } catch (OutOfMemoryError | LinkageError | MediaException e) {
            return fail(e).status();
        }
    }

    static CommandLine commandLine(Console console) {
        CommandLine command = new CommandLine(new Zvideo(console));
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
        return command.addSubcommand(new Evaluate(console))
                .addSubcommand(new Ablate(console))
                .addSubcommand(new Analyze(console))
                .addSubcommand(new Plan(console))
                .addSubcommand(new Report(console))
                .addSubcommand(new Preview(console))
                .addSubcommand(new Debug(console))
                .addSubcommand(new Doctor(console))
                .addSubcommand(new CommandLine(new Models()).addSubcommand(new Models.Check(console)))
                .addSubcommand(new Man())
                .addSubcommand(new Completion())
                .addSubcommand(new HelpCommand())
                .addSubcommand(new Bench(console))
                .registerConverter(Arrangement.class, new OptionNames<>(Arrangement.class))
                .registerConverter(
                        Sain.Mode.class, text -> new OptionNames<>(Sain.Mode.class).convert(FormerNames.sain(text)))
                .registerConverter(Sain.Scope.class, new OptionNames<>(Sain.Scope.class))
                .registerConverter(FrameConsistency.class, new OptionNames<>(FrameConsistency.class))
                .registerConverter(Source.class, new OptionNames<>(Source.class))
                .registerConverter(EnergyOptions.Gradient.class, new OptionNames<>(EnergyOptions.Gradient.class))
                .registerConverter(EnergyOptions.Form.class, new OptionNames<>(EnergyOptions.Form.class))
                .registerConverter(Preview.Sheet.class, new OptionNames<>(Preview.Sheet.class))
                .registerConverter(ProgressMode.class, new OptionNames<>(ProgressMode.class))
                .registerConverter(ComparisonFilter.Layout.class, new OptionNames<>(ComparisonFilter.Layout.class))
                .registerConverter(Preset.class, new OptionNames<>(Preset.class, ", or a file"))
                .registerConverter(VideoCodec.class, new OptionNames<>(VideoCodec.class))
                .setExpandAtFiles(false) // a name that begins with @ is a name
                .setExecutionStrategy(parsed -> {
                    GivenOptions given = new GivenOptions(parsed);
                    given.requireOnce();
                    given.requirePaperAlone();
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler((error, given) -> usage(error))
                .setExecutionExceptionHandler((error, line, parsed) -> {
                    if (console.verbose()) {
                        error.printStackTrace();
                    }
                    return fail(error).status();
                });
    }

    private static int usage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        System.err.println("zvideo: error: " + oneLine(error.getMessage())
                + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?") + "; see " + command + " --help");
        return ExitCode.USAGE.status();
    }

    /** Says what went wrong in one line. */
    static ExitCode fail(Throwable error) {
        ExitCode code = ExitCode.of(error);
        String message = message(error);
        System.err.println("zvideo: " + (error instanceof CancelledException ? "" : "error: ")
                + oneLine(
                        switch (code) {
                            case INTERNAL -> message + "; run again with -v to see where";
                            case MEMORY ->
                                ofJava(error)
                                        ? "not enough memory for Java; give it more with ZVIDEO_JAVA_OPTS=-Xmx2g"
                                        : "not enough memory; use a smaller --size, --preset draft or --memory, or close other programs";
                            default ->
                                error instanceof LinkageError
                                        ? "native libraries cannot be loaded: "
                                                + message.replaceFirst("^[\\w.]+Exception: ", "")
                                                        .replaceFirst("\\.$", "")
                                                + "; name a folder that can be written with"
                                                + " ZVIDEO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"
                                        : message;
                        }));
        return code;
    }

    private static boolean ofJava(Throwable error) {
        return error instanceof OutOfMemoryError
                && (message(error).contains("Java heap space") || message(error).contains("GC overhead"));
    }

    private static String message(Throwable error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }

    private static String oneLine(String message) {
        return Console.printable(message.lines().findFirst().orElse(message));
    }
}

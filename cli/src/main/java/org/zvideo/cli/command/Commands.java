package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.zvideo.cli.option.CodecConverter;
import org.zvideo.cli.option.CutConverter;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.NumberConverter;
import org.zvideo.cli.option.OptionNames;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.option.UnusedOptions;
import org.zvideo.cli.option.WholeNumberConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.PrintableStream;
import org.zvideo.cli.terminal.ProgressMode;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.os.Platform;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The program's commands and how their options are read. */
public final class Commands {
    /** Commands that compute nothing. */
    private static final Set<String> WITHOUT_NATIVES = Set.of("help", "man", "generate-completion", "models", "tally");

    private Commands() {}

    /** The command {@code zvideo} with all others below it. */
    public static CommandLine line(Console console) {
        CommandLine command = new CommandLine(new Zvideo(console));
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
        ShortHelp.offer(command.getCommandSpec());
        command.addSubcommand(new Preview(console))
                .addSubcommand(new Restyle(console))
                .addSubcommand(new Steady(console))
                .addSubcommand(new Plan(console))
                .addSubcommand(new Shots(console))
                .addSubcommand(new OneShot(console))
                .addSubcommand(new Join(console))
                .addSubcommand(new Report(console))
                .addSubcommand(new Vote(console))
                .addSubcommand(new TallyVotes(console))
                .addSubcommand(new Serve(console))
                .addSubcommand(new Doctor(console))
                .addSubcommand(new CommandLine(new Models(console)).addSubcommand(new Models.Check(console)))
                .addSubcommand(new Debug(console))
                .addSubcommand(new Evaluate(console))
                .addSubcommand(new Ablate(console))
                .addSubcommand(new Analyze(console))
                .addSubcommand(new Bench(console))
                .addSubcommand(new Man())
                .addSubcommand(new Completion())
                .addSubcommand(new HelpCommand());
        return configured(command, console);
    }

    /** A command and all below it, of which options are read and failures reported as of {@code zvideo}. */
    public static CommandLine configured(CommandLine command, Console console) {
        return command.registerConverter(Arrangement.class, new OptionNames<>(Arrangement.class))
                .registerConverter(
                        Sain.Mode.class, text -> new OptionNames<>(Sain.Mode.class).convert(FormerNames.sain(text)))
                .registerConverter(Sain.Scope.class, new OptionNames<>(Sain.Scope.class))
                .registerConverter(FrameConsistency.class, new OptionNames<>(FrameConsistency.class))
                .registerConverter(Source.class, new OptionNames<>(Source.class))
                .registerConverter(MotionNorm.class, new OptionNames<>(MotionNorm.class))
                .registerConverter(MotionSource.Betas.class, new OptionNames<>(MotionSource.Betas.class))
                .registerConverter(EnergyOptions.Gradient.class, new OptionNames<>(EnergyOptions.Gradient.class))
                .registerConverter(EnergyOptions.Form.class, new OptionNames<>(EnergyOptions.Form.class))
                .registerConverter(PreviewSheet.class, new OptionNames<>(PreviewSheet.class))
                .registerConverter(ProgressMode.class, new OptionNames<>(ProgressMode.class))
                .registerConverter(ComparisonFilter.Layout.class, new OptionNames<>(ComparisonFilter.Layout.class))
                .registerConverter(Preset.class, new OptionNames<>(Preset.class, ", or a file"))
                .registerConverter(PaletteScope.class, new OptionNames<>(PaletteScope.class))
                .registerConverter(InversionWeights.class, new OptionNames<>(InversionWeights.class))
                .registerConverter(PredictionType.class, new OptionNames<>(PredictionType.class))
                .registerConverter(FlowPart.class, new OptionNames<>(FlowPart.class))
                .registerConverter(VideoCodec.class, new CodecConverter())
                .registerConverter(Path.class, new FileConverter())
                .registerConverter(CutSpec.class, new CutConverter())
                .registerConverter(Double.class, new NumberConverter())
                .registerConverter(double.class, new NumberConverter())
                .registerConverter(Integer.class, new WholeNumberConverter<>(Integer::valueOf))
                .registerConverter(int.class, new WholeNumberConverter<>(Integer::valueOf))
                .registerConverter(Long.class, new WholeNumberConverter<>(Long::valueOf))
                .registerConverter(long.class, new WholeNumberConverter<>(Long::valueOf))
                .setOut(PrintableStream.help())
                .setExpandAtFiles(false) // a name that begins with @ is a name
                .setAllowSubcommandsAsOptionParameters(true) // --palette-scope shot, -o plan
                .setExecutionStrategy(parsed -> {
                    if (ShortHelp.isWanted(parsed)) {
                        ShortHelp.print(command);
                        return ExitCode.OK.status();
                    }
                    GivenOptions given = new GivenOptions(parsed);
                    given.requireOnce();
                    given.requirePaperAlone();
                    UnusedOptions.refuse(parsed);
                    return run(parsed);
                })
                .setParameterExceptionHandler((error, given) -> PresetFile.blamed(error)
                        .map(bad -> Failures.UNKNOWN.report(bad).status())
                        .orElseGet(() -> Failures.usage(error)))
                .setExecutionExceptionHandler((error, line, parsed) -> {
                    if (console.verbose()) {
                        error.printStackTrace();
                    }
                    return Failures.of(line.getCommandSpec()).report(error).status();
                });
    }

    /** Computing on a system without libraries ends in words that nobody understands. */
    private static void requirePlatform(CommandLine last) {
        boolean help = last.isUsageHelpRequested() || last.isVersionHelpRequested();
        if (!help && !WITHOUT_NATIVES.contains(last.getCommandName())) {
            try {
                Platform.prepare();
            } catch (ZvideoException e) {
                throw new ExecutionException(last, "platform", e);
            }
        }
    }

    /** Runs the command that was given. Picocli would let errors pass that are not exceptions. */
    private static int run(ParseResult parsed) {
        List<CommandLine> given = parsed.asCommandLineList();
        CommandLine last = given.get(given.size() - 1);
        requirePlatform(last);
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            throw new ExecutionException(last, "error", new CompletionException(e));
        }
    }
}

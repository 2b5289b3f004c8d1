package org.zvideo.cli.command;

import java.nio.file.Path;
import org.zvideo.cli.option.CutConverter;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.NumberConverter;
import org.zvideo.cli.option.OptionNames;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.ProgressMode;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The program's commands and how their options are read. */
public final class Commands {
    private Commands() {}

    /** The command {@code zvideo} with all others below it. */
    public static CommandLine line(Console console) {
        CommandLine command = new CommandLine(new Zvideo(console));
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
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
                .addSubcommand(new Doctor(console))
                .addSubcommand(new CommandLine(new Models()).addSubcommand(new Models.Check(console)))
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
                .registerConverter(EnergyOptions.Gradient.class, new OptionNames<>(EnergyOptions.Gradient.class))
                .registerConverter(EnergyOptions.Form.class, new OptionNames<>(EnergyOptions.Form.class))
                .registerConverter(Preview.Sheet.class, new OptionNames<>(Preview.Sheet.class))
                .registerConverter(ProgressMode.class, new OptionNames<>(ProgressMode.class))
                .registerConverter(ComparisonFilter.Layout.class, new OptionNames<>(ComparisonFilter.Layout.class))
                .registerConverter(Preset.class, new OptionNames<>(Preset.class, ", or a file"))
                .registerConverter(PaletteScope.class, new OptionNames<>(PaletteScope.class))
                .registerConverter(FlowPart.class, new OptionNames<>(FlowPart.class))
                .registerConverter(VideoCodec.class, new OptionNames<>(VideoCodec.class))
                .registerConverter(Path.class, new FileConverter())
                .registerConverter(CutSpec.class, new CutConverter())
                .registerConverter(Double.class, new NumberConverter())
                .registerConverter(double.class, new NumberConverter())
                .setExpandAtFiles(false) // a name that begins with @ is a name
                .setExecutionStrategy(parsed -> {
                    GivenOptions given = new GivenOptions(parsed);
                    given.requireOnce();
                    given.requirePaperAlone();
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler((error, given) -> Failures.usage(error))
                .setExecutionExceptionHandler((error, line, parsed) -> {
                    if (console.verbose()) {
                        error.printStackTrace();
                    }
                    return Failures.of(line.getCommandSpec()).report(error).status();
                });
    }
}

package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.JsonOutput;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.vote.Ballots;
import org.zvideo.video.vote.Share;
import org.zvideo.video.vote.Tally;
import org.zvideo.video.vote.VoteKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo tally}. */
@Command(
        name = "tally",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Counts the votes that people saved from a page of zvideo vote: wins, ties and losses of each program and "
                        + "each pair, and the share of wins among wins and losses with its 95 %% interval.")
final class TallyVotes implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            converter = FileConverter.OfList.class,
            paramLabel = "VOTES",
            description = "Saved votes of any number of voters.")
    private List<Path> votes;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The page's .key.json.")
    private Path key;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the numbers to this file.")
    private Path json;

    @Option(names = "-y", description = "Replace an existing file.")
    private boolean replace;

    @Mixin
    private final Console console;

    TallyVotes(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        InputFiles read = InputFiles.of(key);
        votes.forEach(read::add);
        try (OutputFiles files = new OutputFiles(read, console::warning);
                OutputFile numbers = json == null ? null : files.claim(json, replace)) {
            VoteKey who = VoteKey.read(key);
            Ballots ballots = new Ballots(who);
            votes.forEach(ballots::read);
            Tally tally = Tally.of(who, ballots);
            tell(ballots);
            print(tally);
            if (numbers != null) {
                numbers.write(JsonOutput.bytes(tally));
                numbers.commit();
            }
            return ExitCode.OK.status();
        }
    }

    private void tell(Ballots ballots) {
        if (ballots.repeated() > 0) {
            console.warning(ballots.repeated() + " votes are in the files more than once; each counts once");
        }
        if (ballots.changed() > 0) {
            console.warning(ballots.changed()
                    + " votes differ from another of the same voter on the same question; the last one counts");
        }
    }

    private void print(Tally tally) {
        console.result("voters: " + tally.voters());
        for (Tally.Answers answers : tally.questions()) {
            console.result("\n" + answers.question() + ": " + answers.text() + " " + answers.votes() + " votes");
            console.result("\n| program | over | wins | ties | losses | preferred | 95 % interval |");
            console.result("|---|---|---|---|---|---|---|");
            answers.programs().forEach(row -> console.result(line(row, "all others")));
            if (answers.programs().size() > 2) {
                answers.pairs().forEach(row -> console.result(line(row, row.over())));
            }
        }
    }

    private static String line(Tally.Row row, String over) {
        Share share = row.preferred();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d | %s |",
                row.program(),
                over,
                row.wins(),
                row.ties(),
                row.losses(),
                share == null
                        ? "– | –"
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% | %.0f–%.0f %%",
                                100 * share.value(),
                                100 * share.low(),
                                100 * share.high()));
    }
}

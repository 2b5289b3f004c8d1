package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.vote.Scene;
import org.zvideo.video.vote.VoteListener;
import org.zvideo.video.vote.VotePage;
import org.zvideo.video.vote.VotePlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo vote}. */
@Command(
        name = "vote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Makes a page on which people compare results blindly, two at a time, as in the paper's user study. "
                        + "Writes the page, which you send to voters, and NAME.key.json, which tells who made what and which "
                        + "you keep. zvideo tally counts their votes.")
final class Vote implements Callable<Integer> {
    private static final int SMALLEST_SIDE = 64;
    private static final int LARGEST_SIDE = 4096;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "The source: a picture, a video, or a folder of them. Files of the same name belong together.")
    private Path source;

    @Option(
            names = "--result",
            required = true,
            paramLabel = "NAME=FILE",
            description = "What a program made of it, a file or a folder; two or more.")
    private List<String> results;

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART",
            description =
                    "The style, or a folder with one for each source. Without it, nobody is asked about the style.")
    private Path style;

    @Option(
            names = "-o",
            paramLabel = "NAME.html",
            description = "The page (default SOURCE.vote.html, and SOURCE.vote.key.json).")
    private Path output;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Pairs that each voter is shown (default every pair of programs in every scene).")
    private Integer trials;

    @Option(
            names = "--side",
            paramLabel = "N",
            defaultValue = "960",
            description = "Scale longer sides down to N pixels (default ${DEFAULT-VALUE}).")
    private int side;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Draw other pairs and sides (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "-y", description = "Replace existing files.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Vote(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        if (side < SMALLEST_SIDE || side > LARGEST_SIDE) {
            throw usage("--side " + side + ": expected " + SMALLEST_SIDE + " to " + LARGEST_SIDE);
        }
        Map<String, Path> named = named();
        Path page = output == null ? FileName.beside(source, ".vote.html") : html(output);
        List<Scene> scenes = Scene.of(source, Optional.ofNullable(style), List.copyOf(named.values()));
        int shown = trials == null ? VotePlan.mostTrials(scenes.size(), named.size()) : trials;
        VotePlan plan = Usage.checked(() -> VotePlan.of(scenes.size(), named.size(), shown, seed));
        write(page, new VotePage(List.copyOf(named.keySet()), scenes, plan, seed, side, reading.options()));
        return ExitCode.OK.status();
    }

    private Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        for (String result : results) {
            String[] parts = result.split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isEmpty()) {
                throw usage("--result " + result + ": expected NAME=FILE");
            }
            if (named.put(parts[0].strip(), Path.of(parts[1])) != null) {
                throw usage("--result " + result + ": the name is given twice");
            }
        }
        if (named.size() < 2) {
            throw usage("--result: expected two or more, to compare them");
        }
        return named;
    }

    private void write(Path page, VotePage vote) {
        InputFiles read = new InputFiles();
        for (Scene scene : vote.scenes()) {
            read.add(scene.source());
            scene.style().ifPresent(read::add);
            scene.results().forEach(read::add);
        }
        Progress progress = console.progress("file");
        progress.expect(vote.files());
        try (OutputFiles files = new OutputFiles(read, console::warning);
                OutputFile html = files.claim(page, replace);
                OutputFile key = files.claim(FileName.beside(page, ".key.json"), replace)) {
            vote.write(html, key, new VoteListener() {
                @Override
                public void checkpoint() {
                    console.checkpoint();
                }

                @Override
                public void encoded() {
                    progress.step(1, 1);
                    progress.unitDone();
                }
            });
            html.commit();
            key.commit();
            progress.clear();
            console.result(html.target());
            console.result(key.target() + ": tells which program made what; keep it from voters");
        } finally {
            progress.clear();
        }
    }

    private static Path html(Path page) {
        if (!FileName.ending(page).toLowerCase(Locale.ROOT).matches("\\.html?")) {
            throw usage("output " + page + ": name it .html");
        }
        return page;
    }

    private static MediaException usage(String message) {
        return new MediaException(ErrorKind.USAGE, message);
    }
}

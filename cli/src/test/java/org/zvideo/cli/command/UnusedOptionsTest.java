package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** T8: no command takes an option that does nothing. */
class UnusedOptionsTest {
    private static final Path SOURCES = CommandLines.TESTDATA.toAbsolutePath().resolveSibling("cli/src/main/java");

    @TempDir
    Path folder;

    /**
     * Oracle: the same command without the option (or with what gives it an effect) is not a usage error, but lacks its model or
     * another file.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VIDEO --style ART -o x.mp4 | --fps 24 | --fps: without effect",
                "preview VIDEO --style ART -o x.png | --fps 24 | --fps: without effect",
                "plan VIDEO --style ART | --fps 24 | --fps: without effect",
                "report none.mp4 none.mp4 | --fps 24 | --fps: without effect",
                "steady none.mp4 none.mp4 -o x.mp4 | --fps 24 | --fps: without effect",
                "vote none.mp4 --result A=none.mp4 --result B=none.mkv --style none.jpg -o x.html | --fps 24 | --fps: without effect",
                "analyze PICTURE --style ART -o x | --fps 24 | --fps: without effect",
                "VIDEO --style ART --strokes 0 -o x.mp4 | --stroke-size 2 | --stroke-size: without effect with --strokes 0",
                "restyle none.mp4 --strokes 0 | --stroke-size 2 | --stroke-size: without effect with --strokes 0",
                "preview VIDEO --style ART --strokes 0 -o x.png | --stroke-size 2 | --stroke-size: without effect",
                "VIDEO --style ART --palette 0 -o x.mp4 | --palette-scope film | --palette-scope: without effect",
                "VIDEO --style ART -o x%d.png | --codec ffv1 | codec: numbered pictures have none to choose",
                "VIDEO --style ART -o x%d.png | --quality 3 | quality: numbered pictures have none to choose",
                "VIDEO --style ART -o x.mp4 | --style-fade 2 | --style-fade needs --style-at",
                "preview VIDEO --style ART -o x.png | --style-fade 2 | --style-fade needs --style-at",
                "preview VIDEO --style ART --sheet strengths -o x.png | --strength 0.5 | --strength: without effect",
                "preview VIDEO --style ART --sheet styles -o x.png | --style-at 2=ART | --style-at: without effect",
                "plan VIDEO --style ART | --style-fade 2 | --style-fade needs --style-at",
                "VIDEO --style ART --style-at cut:1=ART -o x.mp4 | --style-fade 2 | --style-fade: without effect",
                "PICTURE --style ART -o x.png | --style-at 3=ART | --style-at is for videos",
                "preview PICTURE --style ART -o x.png | --style-at 3=ART | --style-at is for videos",
                "preview VIDEO --style ART -o x.png --sheet strengths | --style-at 3=ART | --style-at: without effect, since a sheet",
                "PICTURE --style ART -o x.png | --start-number 3 | --start-number is for videos",
                "preview PICTURE --style ART -o x.png | --at 3 | --at is for videos",
                "analyze PICTURE --style ART -o x | --at 3 | --at is for videos",
                "bench | --style ART | --style: without effect without --clip",
                "bench | --frames 3 | --frames: without effect without --clip",
                "bench | --preset draft | --preset: without effect without --clip",
                "bench | --turns | --turns: without effect without --clip",
                "bench --clip none.mp4 --style ART | --full | --full: without effect with --clip",
                "bench --clip none.mp4 --style ART | --only U-Net | --only: without effect with --clip",
                "bench --clip none.mp4 --style ART | --energy-gradient unet | --energy-gradient: without effect with",
                "bench --clip none.mp4 --style ART | --size 64 | --size: without effect with --clip"
            })
    void whatHasNoEffectIsRefused(String command, String option, String said) {
        String with = command + " " + option;
        assertEquals(64, run(with), with + ": " + last);
        assertTrue(last.startsWith("zvideo: error: " + said) && last.lines().count() == 1, last);
        int without = run(command);
        assertTrue(without == 66 || without == 65, command + " ends with " + without + ": " + last);
    }

    @ParameterizedTest
    @CsvSource({
        "frames/%04d.png --style ART -o x.mp4 --fps 24",
        "VIDEO --style ART --mask m%d.png -o x.mp4 --fps 24",
        "preview frames/%d.png --style ART -o x.png --fps 24",
        "report a/%d.png none.mp4 --fps 24"
    })
    void theRateOfPicturesIsTaken(String command) {
        assertEquals(66, run(command), last);
    }

    /**
     * Each option of each command has a field that something else than its declaration reads. Oracle: picocli's model of all
     * commands, and the sources.
     */
    @Test
    void everyOptionIsRead() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        List<CommandLine> all = new ArrayList<>();
        addTo(all, Commands.line(new Console(null)));
        int looked = 0;
        for (CommandLine command : all) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!(option.userObject() instanceof Field field)
                        || field.getDeclaringClass().getName().startsWith("picocli")) {
                    continue;
                }
                String owner = field.getDeclaringClass()
                        .getName()
                        .replaceFirst("^.*\\.", "")
                        .replaceFirst("\\$.*", "");
                Pattern own = Pattern.compile("(?<![\"\\w.-])(this\\.)?" + field.getName() + "(?![\\w(\"])");
                long inside = own.matcher(sources.get(owner)
                                .replaceAll("(?m)^\\s*(//|\\*|/\\*).*$", "")
                                .replaceAll("\"[^\"]*\"", ""))
                        .results()
                        .count();
                Pattern other = Pattern.compile("\\w\\." + field.getName() + "\\b(?!\\()");
                boolean outside = sources.entrySet().stream()
                        .anyMatch(file -> !file.getKey().equals(owner)
                                && other.matcher(file.getValue()).find());
                assertTrue(
                        inside > 1 || outside,
                        command.getCommandName() + " " + option.longestName() + " (" + field + ")");
                looked++;
            }
        }
        assertTrue(looked > 200, "options " + looked);
    }

    private static void addTo(List<CommandLine> all, CommandLine command) {
        all.add(command);
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> addTo(all, below));
    }

    private String last = "";

    private int run(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(
                    switch (word) {
                        case "VIDEO" -> CommandLines.BUNNY.toString();
                        case "PICTURE" ->
                            CommandLines.TESTDATA.resolve("photos/coffee.jpg").toString();
                        case "ART" -> CommandLines.STYLE.toString();
                        default ->
                            word.matches("x.*|frames.*|a/.*|m%.*|none.*")
                                    ? folder.resolve(word).toString()
                                    : word;
                    });
        }
        if (command.matches("(preview|plan|analyze|bench|VIDEO|PICTURE|frames).*")) {
            words.addAll(List.of("--model", folder.resolve("none").toString()));
        }
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return Commands.line(new Console(new Cancellation())).execute(words.toArray(String[]::new));
        } finally {
            System.setErr(before);
            last = bytes.toString(StandardCharsets.UTF_8);
        }
    }
}

package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.picture.StillImage;

/**
 * The picture of {@code preview}. Oracle: the frame that a run writes losslessly if it starts at the same time and ties no frames
 * together, bit by bit. Both compute with one thread, as several add up a frame in another order than each a frame of its own.
 */
class PreviewTest {
    private static final String AT = "1.5";
    private static final String OTHER =
            CommandLines.TESTDATA.resolve("styles/the-scream.jpg").toString();
    /** Commands whose pictures are compared, one option or a few that belong together each. */
    private static final List<String> OPTIONS = List.of(
            "",
            "--mask MASK",
            "--mask MASK --mask-invert --mask-feather 9 --sain-scope global",
            "--mask MASK --no-keep-unstyled",
            "--mask MASK --style OTHER",
            "--mask moving/%02d.png",
            "--pre-filter crop=200:200,hflip",
            "--post-filter scale=200:-2",
            "--post-filter fade=t=in:d=3",
            "--pre-filter gblur=sigma=3 --mask MASK --post-filter unsharp",
            "--palette 0.2 --strokes 1 --stroke-size 2 --detail 0.3",
            "--strength 0.5 --color 0.5",
            "--style-at 4=OTHER --style-fade 4",
            "--preset draft",
            "--lambda 2 --arrangement style-cross --layers 12-15",
            "--arrangement add --add-weight 0.7 --start-step 0 --end-step 1",
            "--sain none --content-anchor 0.2",
            "--timesteps trailing --inversion-steps 4 --coarse-every 2 --inversion-every 2",
            "--paper");

    /** Where the model lies and computes and what is accepted of the input is the same machinery, which other tests look at. */
    private static final Set<String> ELSEWHERE = Set.of(
            "--help",
            "--version",
            "--quiet",
            "--verbose",
            "--progress",
            "--at",
            "--sheet",
            "-o",
            "-y",
            "--model",
            "--model-config",
            "--prediction",
            "--vae",
            "--decoder",
            "--lora",
            "--lora-inversion",
            "--device",
            "--precision",
            "--threads",
            "--memory",
            "--gradient-checkpointing",
            "--allow-damaged",
            "--max-pixels",
            "--codecs",
            "--fps",
            "--steps",
            "--size",
            "--style",
            "--filter");

    @TempDir
    Path folder;

    static List<String> options() {
        return OPTIONS;
    }

    @BeforeEach
    void masks() throws IOException {
        RgbImage left = new RgbImage(48, 27);
        for (int n = 0; n < left.pixels().length; n++) {
            left.pixels()[n] = (byte) (n / 3 % 48 < 20 ? 255 : 0);
        }
        Files.write(folder.resolve("mask.png"), StillImage.encode(left, Path.of("mask.png")));
        Files.createDirectory(folder.resolve("moving"));
        for (int frame = 1; frame <= 80; frame++) {
            RgbImage bar = new RgbImage(48, 27);
            for (int n = 0; n < bar.pixels().length; n++) {
                bar.pixels()[n] = (byte) (n / 3 % 48 < frame / 2 ? 255 : 0);
            }
            Files.write(
                    folder.resolve(String.format("moving/%02d.png", frame)),
                    StillImage.encode(bar, Path.of("mask.png")));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void thePreviewIsTheFrameOfTheRun(String options) {
        List<String> given = words(options);
        List<String> run = new ArrayList<>(List.of(CommandLines.BUNNY.toString()));
        run.addAll(List.of("--from", AT, "--frames", "1", "--codec", "ffv1", "--no-report", "-o", in("run.mkv")));
        run.addAll(given);
        if (!options.contains("--paper")) {
            run.addAll(List.of("--temporal", "none"));
        }
        assertEquals(0, execute(run), options);
        RgbImage result = TimedFrames.images(
                        folder.resolve("run.mkv"), Clip.WHOLE, ReadOptions.DEFAULT, Optional.empty())
                .get(0);
        RgbImage both = preview("p.png", given);
        int x = both.width() - result.width();
        for (int y = 0; y < result.height(); y++) {
            int row = 3 * (y * both.width() + x);
            assertArrayEquals(
                    Arrays.copyOfRange(result.pixels(), 3 * y * result.width(), 3 * (y + 1) * result.width()),
                    Arrays.copyOfRange(both.pixels(), row, row + 3 * result.width()),
                    options + ", line " + y);
        }
    }

    /** Oracle: picocli's model of the command, and the commands above. */
    @Test
    void everyOptionIsComparedHereOrElsewhere() {
        Set<String> compared = new TreeSet<>(ELSEWHERE);
        OPTIONS.forEach(options -> words(options).stream()
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replace("--no-", "--"))
                .forEach(compared::add));
        Set<String> accepted = new TreeSet<>();
        Commands.line(new Console(null))
                .getSubcommands()
                .get("preview")
                .getCommandSpec()
                .options()
                .forEach(option -> accepted.add(option.longestName().replace("--no-", "--")));
        assertEquals(accepted, compared);
    }

    /** Oracle: each option changes the picture, so that a comparison of two that ignore it cannot pass for one that heeds it. */
    @Test
    void masksAndFiltersShow() {
        RgbImage plain = preview("plain.png", words(""));
        for (String options : List.of("--mask MASK", "--mask moving/%02d.png", "--post-filter fade=t=in:d=3")) {
            assertFalse(
                    Arrays.equals(
                            plain.pixels(), preview("other.png", words(options)).pixels()),
                    options);
        }
    }

    /** Oracle: as many pictures as labels beside the source, 320 pixels wide each, and all of them differ. */
    @ParameterizedTest
    @MethodSource("sheets")
    void aSheetHasThePicturesOfItsKind(String sheet, int pictures) {
        RgbImage drawn = preview("sheet.png", words(sheet));
        int pitch = 320 + 6; // a picture and the gap behind it, as ContactSheet has them
        assertEquals(6 + pitch * (pictures + 1) + 6, drawn.width());
        Set<List<Byte>> different = new HashSet<>();
        for (int n = 1; n <= pictures; n++) {
            List<Byte> middle = new ArrayList<>();
            for (int x = 6 + n * pitch; x < n * pitch + pitch; x++) {
                middle.add(drawn.pixels()[3 * (drawn.height() / 2 * drawn.width() + x)]);
            }
            different.add(middle);
        }
        assertEquals(pictures, different.size());
    }

    static Stream<Arguments> sheets() {
        return Stream.of(
                Arguments.of("--sheet lambda", 5),
                Arguments.of("--sheet strengths --mask MASK", 4),
                Arguments.of("--sheet styles --style OTHER --mask MASK", 2));
    }

    private RgbImage preview(String name, List<String> given) {
        List<String> words = new ArrayList<>(List.of("preview", CommandLines.BUNNY.toString(), "--at", AT));
        words.addAll(List.of("-y", "-o", in(name)));
        words.addAll(given);
        assertEquals(0, execute(words), String.join(" ", words));
        return StillImage.read("preview", folder.resolve(name));
    }

    private List<String> words(String options) {
        List<String> words = new ArrayList<>(List.of("--style", CommandLines.STYLE.toString()));
        words.addAll(
                List.of("--model", CommandLines.TINY.toString(), "--size", "64", "--steps", "2", "--threads", "1"));
        Stream.of(options.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> switch (word) {
                    case "MASK" -> in("mask.png");
                    case "moving/%02d.png" -> in(word);
                    case "OTHER" -> OTHER;
                    case "4=OTHER" -> "4=" + OTHER;
                    default -> word;
                })
                .forEach(words::add);
        return words;
    }

    private String in(String name) {
        return folder == null ? name : folder.resolve(name).toString();
    }

    private static int execute(List<String> words) {
        return Commands.line(new Console(new Cancellation())).execute(words.toArray(String[]::new));
    }
}

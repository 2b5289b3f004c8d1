package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Oracle: what the commands' help promises, seen from outside; numbers by identities that hold for any model. */
class StudyTest {
    private static final String[] QUICK = {"--model", Run.TINY, "--size", "64", "--steps", "3"};
    private static final String PHOTO =
            Run.TESTDATA.resolve("photos/chelsea.jpg").toString();

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void evaluateMeasuresBesideTwoBaselines() throws Exception {
        Run run = zvideo("evaluate", "--content", PHOTO, "--style", Run.STYLE, "-o", "out");
        assertEquals(0, run.status(), run.messages());
        List<String> lines = Files.readAllLines(folder.resolve("out/evaluation.csv"));
        assertTrue(lines.get(0).startsWith("row,contentVae,style,sharpnessRatio"), lines.get(0));
        assertEquals(0, Double.parseDouble(lines.get(2).split(",")[1]), "the content is at no distance from itself");
        assertEquals("1", lines.get(2).split(",")[2].replaceAll("\\.?0+$", ""), "no style arrived in the content");
        assertEquals("1", lines.get(2).split(",")[3].replaceAll("\\.?0+$", ""), "the content is as sharp as itself");
        assertTrue(Double.parseDouble(lines.get(3).split(",")[2]) < 0.3, "the style is near itself: " + lines.get(3));
        assertTrue(StillImage.isPicture(folder.resolve("out/evaluation.jpg")));
        assertTrue(run.results().contains("| ours |"), run.results());
    }

    @Test
    void vggWeightsGiveThePapersMeasures() throws Exception {
        String vgg =
                Run.TESTDATA.resolve("golden/models/tiny-vgg19.safetensors").toString();
        Run run = zvideo("evaluate", "--content", PHOTO, "--style", Run.STYLE, "-o", "out", "--vgg", vgg);
        assertEquals(0, run.status(), run.messages());
        assertTrue(
                Files.readAllLines(folder.resolve("out/evaluation.csv")).get(0).startsWith("row,L_c,L_s,style,"));
        fails(65, "vgg ", "evaluate", "--content", PHOTO, "--style", Run.STYLE, "-o", "two", "--vgg", Run.STYLE);
    }

    @Test
    void anAblationGoesOnWhereItStopped() throws Exception {
        String[] command = {"ablate", "--content", PHOTO, Run.BUNNY, "--style", Run.STYLE, "-o", "out", "--frames", "2"
        };
        Run first = zvideo(command);
        assertEquals(0, first.status(), first.messages());
        JsonNode table =
                new ObjectMapper().readTree(folder.resolve("out/table-4.json").toFile());
        int pictures = 20;
        int videos = 22;
        assertEquals(pictures, table.get("rows").size());
        assertEquals(
                videos,
                new ObjectMapper()
                        .readTree(folder.resolve("out/table-3.json").toFile())
                        .get("rows")
                        .size());
        assertTrue(table.at("/rows/0/measures/contentVae").asDouble() > 0);
        assertEquals("λ = 1.0", table.at("/rows/13/label").asText());

        Path kept = folder.resolve("out/rows/IV-add.json");
        Files.writeString(
                kept, Files.readString(kept).replaceAll("\"contentVae\" : [0-9.E]+", "\"contentVae\" : 12345.0"));
        Path made = folder.resolve("out/rows/IV-anchor.json");
        String before = Files.readString(made);
        Files.delete(made);
        Run second = zvideo(command);
        assertEquals(0, second.status(), second.messages());
        assertTrue(
                second.results().contains("| simple add | 1.234e+04 |")
                        || second.results().contains("| simple add | 1.235e+04 |"),
                "a kept row is not made again: " + second.results());
        assertEquals(before, Files.readString(made), "a missing row is made again, to the same numbers");
        assertEquals(
                pictures + videos - 1,
                second.messages()
                        .lines()
                        .filter(line -> line.endsWith("(kept)"))
                        .count(),
                second.messages());
    }

    /** Oracle: which rows are in the tables, and that a larger share of the detail leaves less of what a frame has of its own. */
    @Test
    void rowsCanBeChosenAndCarryAsTheyAreTold() throws Exception {
        String[] command = {
            "ablate",
            "--content",
            PHOTO,
            Run.BUNNY,
            "--style",
            Run.STYLE,
            "--frames",
            "3",
            "--rows",
            "flow,lambda-1.4",
            "-o"
        };
        assertEquals(List.of("lambda-1.4"), ids(zvideo(Run.with(command, "out")), "out/table-4.json"));
        assertEquals(List.of("none", "flow"), ids(zvideo(Run.with(command, "out")), "out/table-3.json"));
        assertEquals(
                List.of("none", "flow"),
                ids(zvideo(Run.with(command, "less", "--carry-detail", "0")), "less/table-3.json"));
        JsonNode usual = rows("out/table-3.json");
        JsonNode less = rows("less/table-3.json");
        assertEquals(usual.at("/0/measures"), less.at("/0/measures"), "the row without ties");
        assertTrue(
                usual.at("/1/measures/warpedError").asDouble()
                        < less.at("/1/measures/warpedError").asDouble(),
                usual + " " + less);
        fails(73, "holds another study (other carried", Run.with(command, "out", "--carry-detail", "0"));
        command[9] = "floww";
        fails(64, "--rows floww: no such row; there are ours, ", Run.with(command, "no"));
    }

    private JsonNode rows(String table) throws Exception {
        return new ObjectMapper().readTree(folder.resolve(table).toFile()).get("rows");
    }

    private List<String> ids(Run run, String table) throws Exception {
        assertEquals(0, run.status(), run.messages());
        return rows(table).findValuesAsText("id");
    }

    /** Oracle: two rows by the same settings are the same; of two frames no gap of ten can be measured. */
    @Test
    void givenOptionsCountInTheRowsOfClipsAndTheGateJudgesThem() throws Exception {
        Run run = zvideo(
                "ablate",
                "--content",
                Run.BUNNY,
                "--style",
                Run.STYLE,
                "-o",
                "out",
                "--frames",
                "2",
                "--attend",
                "first,self",
                "--energy-weight",
                "0",
                "--gate");
        assertEquals(6, run.status(), run.results() + run.messages());
        JsonNode rows = new ObjectMapper()
                .readTree(folder.resolve("out/table-3.json").toFile())
                .get("rows");
        assertEquals("first-self", rows.at("/1/id").asText());
        assertEquals(rows.at("/1/measures"), rows.at("/2/measures"), "attention to what was given");
        assertEquals(rows.at("/1/measures"), rows.at("/3/measures"), "an energy without weight");
        assertTrue(rows.at("/0/measures/contentVae").asDouble() > 0);
        assertTrue(run.results().contains("gate: flow, bunny, starry-night: fails: "), run.results());
        assertTrue(run.results().contains("warpedError10 could not be measured"), run.results());
        assertTrue(run.results().contains("gate: w/o con., frozen: fails, as it must"), run.results());
        String[] command = {"ablate", "--content", Run.BUNNY, "--style", Run.STYLE, "-o", "two"};
        fails(64, "--temporal: the rows", Run.with(command, "--temporal", "none"));
        fails(64, "--energy-gradient: the rows", Run.with(command, "--energy-gradient", "unet"));
        fails(64, "--add-weight needs --arrangement add", Run.with(command, "--add-weight", "0.3"));
        fails(64, "flow fast: expected", Run.with(command, "--measure-flow", "fast"));
        command[2] = PHOTO;
        fails(64, "--frames, --attend: without effect", Run.with(command, "--attend", "first", "--frames", "2"));
        fails(64, "--gate: without effect", Run.with(command, "--gate"));
    }

    /** Oracle: copies of the inputs, which the built-in rows are as well. */
    @Test
    void whatOtherProgramsMadeIsARowWithTheSameNumbers() throws Exception {
        Path made = Files.createDirectories(folder.resolve("made"));
        Files.copy(Path.of(PHOTO), made.resolve("chelsea--starry-night.jpg"));
        Files.copy(folder.resolve(clip()), made.resolve("short.mkv"));
        Files.writeString(made.resolve("notes.txt"), "of nothing");
        Run run = zvideo(
                "evaluate",
                "--content",
                PHOTO,
                Run.TESTDATA.resolve("photos/coffee.jpg").toString(),
                "short.mkv",
                "--style",
                Run.STYLE,
                "-o",
                "out",
                "--row",
                "Other program=made");
        assertEquals(0, run.status(), run.messages());
        assertTrue(run.messages().contains("row Other program: has no coffee--starry-night in made"), run.messages());
        assertTrue(run.messages().contains("notes.txt belongs to no content and style"), run.messages());
        List<String> lines = Files.readAllLines(folder.resolve("out/evaluation.csv"));
        assertTrue(lines.get(4).startsWith("Other program,0.000,1.000,1.000"), lines.get(4));
        JsonNode clips = new ObjectMapper()
                .readTree(folder.resolve("out/evaluation-clips.json").toFile())
                .get("rows");
        assertEquals(4, clips.size());
        ObjectNode itself = (ObjectNode) clips.at("/2/measures");
        itself.remove(List.of("sharpnessRatioNone", "ghost"));
        assertEquals(itself, clips.at("/3/measures"), "without what needs a result without ties");
        fails(
                66,
                "row x: no file in made is named like a content and a style, such as astronaut--starry-night",
                "evaluate",
                "--content",
                Run.TESTDATA.resolve("photos/astronaut.jpg").toString(),
                "--style",
                Run.STYLE,
                "-o",
                "two",
                "--row",
                "x=made");
    }

    /** Three frames of a film. */
    private String clip() throws Exception {
        Run run = zvideo(
                Run.BUNNY,
                "--style",
                Run.STYLE,
                "--frames",
                "3",
                "--codec",
                "ffv1",
                "-o",
                "short.mkv",
                "--strength",
                "0");
        assertEquals(0, run.status(), run.messages());
        return "short.mkv";
    }

    @Test
    void aFolderOfAnotherStudyOrOfTheUsersStays() throws Exception {
        String[] command = {"evaluate", "--content", PHOTO, "--style", Run.STYLE, "-o", "out"};
        assertEquals(0, zvideo(command).status());
        String[] other =
                Stream.concat(Stream.of(command), Stream.of("--lambda", "1.4")).toArray(String[]::new);
        fails(73, "holds another study (other lambda)", other);
        assertEquals(
                0,
                zvideo(Stream.concat(Stream.of(other), Stream.of("-y")).toArray(String[]::new))
                        .status());
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/notes.txt"), "mine");
        fails(
                73,
                "is not empty and holds no study",
                "evaluate",
                "--content",
                PHOTO,
                "--style",
                Run.STYLE,
                "-o",
                "mine");
        assertEquals("mine", Files.readString(folder.resolve("mine/notes.txt")));
    }

    /** Oracle: what the kept rows were made of. */
    @Test
    void aStudyGoesOnWithNothingElse() throws Exception {
        Path model = Run.copy(Path.of(Run.TINY), folder.resolve("model"));
        Path style = Files.copy(Path.of(Run.STYLE), folder.resolve("style.jpg"));
        String[] command = {
            "evaluate",
            "--content",
            PHOTO,
            "--style",
            "style.jpg",
            "-o",
            "out",
            "--model",
            "model",
            "--size",
            "64",
            "--steps",
            "3",
            "--threads",
            "1"
        };
        assertEquals(0, PROGRAM.of(command).status());
        Files.writeString(model.resolve("README.md"), "read by people only");
        assertTrue(PROGRAM.of(command).messages().contains("(kept)"));

        Path config = model.resolve("vae/config.json");
        String good = Files.readString(config);
        Files.writeString(config, good.replace("0.18215", "0.5"));
        PROGRAM.of(command).assertFailed(73, "other model.vae/config.json");
        Files.writeString(config, good);
        Files.copy(Run.TESTDATA.resolve("styles/the-scream.jpg"), style, StandardCopyOption.REPLACE_EXISTING);
        PROGRAM.of(command).assertFailed(73, "other styles.0");
        Files.copy(Path.of(Run.STYLE), style, StandardCopyOption.REPLACE_EXISTING);
        command[command.length - 1] = "2";
        PROGRAM.of(command).assertFailed(73, "other frameThreads");
        command[command.length - 1] = "1";
        Path study = folder.resolve("out/study.json");
        String kept = Files.readString(study);
        Files.writeString(study, kept.replaceFirst("\"Java [^\"]*\"", "\"Java 1\""));
        PROGRAM.of(command).assertFailed(73, "other programs.4");
        Files.writeString(study, kept);
        assertTrue(PROGRAM.of(command).messages().contains("(kept)"));
    }

    @Test
    void analyzeDrawsEveryFigureWithItsData() throws Exception {
        Run run = zvideo(
                "analyze",
                Run.BUNNY,
                "--at",
                "0.5",
                "--style",
                Run.TESTDATA.resolve("styles").toString(),
                "-o",
                "figures",
                "--point",
                "100,60");
        assertEquals(0, run.status(), run.messages());
        List<String> files = List.of(
                "fig3.csv",
                "fig3.png",
                "fig4.csv",
                "fig4a.png",
                "fig4b.png",
                "fig4c.png",
                "fig4-points.png",
                "fig5.csv",
                "fig5-mean.png",
                "fig5-variance.png",
                "fig6.csv",
                "fig6.png",
                "fig6-features.png");
        assertEquals(
                files.stream().map(name -> "figures/" + name).toList(),
                run.results().lines().toList());
        for (String name : files) {
            if (name.endsWith(".png")) {
                assertTrue(
                        colors(StillImage.read("figure", folder.resolve("figures/" + name))) > 3,
                        name + " is not blank");
            }
        }
        assertEquals(
                1 + 8 * 16,
                Files.readAllLines(folder.resolve("figures/fig3.csv")).size());
        assertEquals(
                1 + 3 * 100,
                Files.readAllLines(folder.resolve("figures/fig4.csv")).size());
        assertEquals(4, Files.readAllLines(folder.resolve("figures/fig5.csv")).size());
        assertEquals(4, Files.readAllLines(folder.resolve("figures/fig6.csv")).size());
        fails(73, "use -y", "analyze", PHOTO, "--style", Run.STYLE, "-o", "figures");
    }

    private static long colors(RgbImage image) {
        return Stream.iterate(0, n -> n < image.pixels().length, n -> n + 3)
                .map(n -> List.of(image.pixels()[n], image.pixels()[n + 1], image.pixels()[n + 2]))
                .distinct()
                .count();
    }

    @Test
    void wrongInputIsOneLineAndTheRightStatus() throws Exception {
        fails(64, "Missing required option", "ablate");
        fails(
                64,
                "without effect",
                "evaluate",
                "--content",
                PHOTO,
                "--style",
                Run.STYLE,
                "-o",
                "out",
                "--model-config",
                Run.TINY);
        fails(66, "content absent: no such file", "evaluate", "--content", "absent", "--style", Run.STYLE, "-o", "out");
        fails(
                64,
                "--attend: without effect",
                "evaluate",
                "--content",
                PHOTO,
                "--style",
                Run.STYLE,
                "-o",
                "out",
                "--attend",
                "first");
        fails(64, "the same name twice", "evaluate", "--content", PHOTO, PHOTO, "--style", Run.STYLE, "-o", "out");
        fails(64, "expected some of 3,4,5,6", "analyze", PHOTO, "--style", Run.STYLE, "-o", "out", "--figures", "7");
        fails(64, "expected X,Y in pixels", "analyze", PHOTO, "--style", Run.STYLE, "-o", "out", "--point", "here");
        fails(
                64,
                "outside the picture of 451x300",
                "analyze",
                PHOTO,
                "--style",
                Run.STYLE,
                "-o",
                "out",
                "--point",
                "451,0");
        fails(64, "no style acts there", "analyze", PHOTO, "--style", Run.STYLE, "-o", "out", "--layer", "3");
        assertFalse(Files.exists(folder.resolve("out/fig3.png")));
    }

    private Run zvideo(String... arguments) throws IOException, InterruptedException {
        return PROGRAM.of(Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new));
    }

    private void fails(int status, String word, String... arguments) throws Exception {
        zvideo(arguments).assertFailed(status, word);
    }
}

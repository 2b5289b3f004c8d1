package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command is told to write, and whatever lies there: nothing of the user's is changed. Oracle: the disk. */
class UsersFilesTest {
    private static final String[] QUICK = {"--style", "s.jpg", "--model", Run.TINY, "--size", "64", "--steps", "2"};

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @TempDir
    Path outside;

    private Map<String, String> before;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(outside.resolve("docs"));
        Files.writeString(outside.resolve("thesis.txt"), "precious");
        Files.writeString(outside.resolve("docs/0001.png"), "a picture");
        Files.copy(Path.of(Run.BUNNY), folder.resolve("clip.mp4"));
        Files.copy(Path.of(Run.STYLE), folder.resolve("s.jpg"));
        before = contents(outside);
    }

    private Run zvideo(String... arguments) throws Exception {
        return PROGRAM.of(Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new));
    }

    private void assertOutsideUntouched() throws IOException {
        assertEquals(before, contents(outside));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.toList()) {
                contents.put(
                        folder.relativize(path).toString(),
                        Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                                ? Arrays.toString(Files.readAllBytes(path))
                                : "no file");
            }
        }
        return contents;
    }

    /** An archive with a clip and with links under every name that a run of it uses. */
    @Test
    void aFolderFullOfTrapsLeadsNowhere() throws Exception {
        Path work = Files.createDirectory(folder.resolve("clip.zvideo.mp4.zvideo"));
        Files.writeString(
                work.resolve("journal.jsonl"),
                "{\"claimed\":true}\n{\"claimed\":\"0123456789ab\"}\n"
                        + "{\"publishing\":true}\n{\"publishing\":\"0123456789ab\",\"files\":{}}\n");
        for (String name : List.of(
                "clip.zvideo.mp4",
                "clip.zvideo.stats.jsonl",
                "clip.zvideo.report.json",
                "clip.zvideo.report.html",
                "clip.zvideo.compare.mp4")) {
            Files.createSymbolicLink(folder.resolve(name + ".part"), outside.resolve("docs"));
            Files.createSymbolicLink(folder.resolve(name + ".0123456789ab.part"), outside.resolve("docs"));
        }
        Files.createSymbolicLink(folder.resolve(".zvideo-0123456789ab.lock"), outside.resolve("thesis.txt"));
        zvideo("clip.mp4", "--frames", "1").assertFailed(73, "a link has this name");
        assertOutsideUntouched();
        for (String member : List.of("job.json.part", "frame-000000.png.part", "state-000000.safetensors.part")) {
            Files.createDirectories(work); // the run before threw it away, as nothing was done in it
            Files.createSymbolicLink(work.resolve(member), outside.resolve("thesis.txt"));
            zvideo("clip.mp4", "--frames", "1", "-y").assertFailed(73, member);
            Files.delete(work.resolve(member));
        }
        assertOutsideUntouched();
        Files.delete(work);
        Run run = zvideo("clip.mp4", "--frames", "1", "-y"); // none of the names is needed
        assertEquals(0, run.status(), run.messages());
        assertTrue(Files.isSymbolicLink(folder.resolve("clip.zvideo.mp4.part")));
        assertOutsideUntouched();
    }

    /** Each kind of output, where a link has its name: {@code -y} lets files be replaced, not links. */
    @Test
    void outputsAreNotWrittenThroughLinks() throws Exception {
        List<List<String>> commands = List.of(
                List.of("o.mp4", "clip.mp4", "--frames", "1", "-o", "o.mp4", "-y"),
                List.of("o.report.html", "clip.mp4", "--frames", "1", "-o", "o.mp4", "-y"),
                List.of("o.compare.mp4", "clip.mp4", "--frames", "1", "-o", "o.mp4", "--compare", "side", "-y"),
                List.of("o.png", "s.jpg", "-o", "o.png", "-y"),
                List.of("o.json", "s.jpg", "-o", "q.png", "--save-preset", "o.json", "-y"),
                List.of("d/style-0.png", "s.jpg", "-o", "q.png", "--dump", "d", "-y"),
                List.of("p.png", "preview", "s.jpg", "-o", "p.png", "-y"));
        for (List<String> command : commands) {
            Path name = folder.resolve(command.get(0));
            Files.createDirectories(name.getParent());
            Files.createSymbolicLink(name, outside.resolve("thesis.txt"));
            Run run = zvideo(command.subList(1, command.size()).toArray(String[]::new));
            assertEquals(73, run.status(), command + ": " + run.messages());
            assertEquals(
                    1,
                    run.messages()
                            .lines()
                            .filter(line -> line.contains("error: "))
                            .count(),
                    run.messages());
            assertTrue(Files.isSymbolicLink(name), command.toString());
            assertOutsideUntouched();
            Files.delete(name);
        }
        Files.createSymbolicLink(folder.resolve("n.json"), outside.resolve("thesis.txt"));
        PROGRAM.of("bench", "--model", Run.TINY, "--size", "64", "--only", "none", "--json", "n.json", "-y")
                .assertFailed(73, "a link has this name");
        Files.createSymbolicLink(folder.resolve("r.report.json"), outside.resolve("thesis.txt"));
        PROGRAM.of("report", "clip.mp4", "clip.mp4", "-o", "r.html", "-y").assertFailed(73, "a link has this name");
        Path figures = Files.createDirectory(folder.resolve("figures"));
        Files.createSymbolicLink(figures.resolve("fig6.png"), outside.resolve("thesis.txt"));
        zvideo("analyze", "s.jpg", "--figures", "6", "-o", "figures", "-y").assertFailed(73, "a link has this name");
        assertOutsideUntouched();
    }

    /** Inputs by what they are: in the pattern of the results, as a style there, as a preset that is saved. */
    @Test
    void inputsAreNeverWritten() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("fr"));
        for (int n = 0; n < 3; n++) {
            Files.copy(Path.of(Run.STYLE), pictures.resolve("000" + n + ".jpg"));
        }
        Map<String, String> here = contents(folder);
        zvideo("fr/%04d.jpg", "-o", "fr/%04d.jpg", "-y").assertFailed(73, "is the input itself");
        PROGRAM.of(
                        "clip.mp4",
                        "--style",
                        "fr/0001.jpg",
                        "--model",
                        Run.TINY,
                        "--frames",
                        "2",
                        "-o",
                        "fr/%04d.jpg",
                        "-y")
                .assertFailed(73, "is the input itself");
        zvideo("clip.mp4", "-o", "o.mp4", "--save-preset", "clip.mp4", "-y").assertFailed(73, "is not a preset");
        zvideo("clip.mp4", "-o", "o.mp4", "--save-preset", "s.jpg", "-y").assertFailed(73, "is not a preset");
        zvideo("clip.mp4", "-o", "o.mp4", "--save-preset", "o.report.json")
                .assertFailed(73, "is being written by process");
        assertEquals(here, contents(folder));
    }

    /** Numbers of the results are those of the source's pictures. */
    @Test
    void picturesKeepTheirNumbers() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("fr"));
        for (int n = 7; n < 10; n++) {
            Files.copy(Path.of(Run.STYLE), pictures.resolve("000" + n + ".jpg"));
        }
        Files.createDirectory(folder.resolve("to"));
        assertEquals(
                0, zvideo("fr/%04d.jpg", "--from", "0.04", "-o", "to/%04d.jpg").status());
        assertEquals(List.of("0008.jpg", "0009.jpg"), names("to"));
        Files.createDirectory(folder.resolve("on"));
        Run numbered = zvideo("fr/%04d.jpg", "--frames", "1", "-o", "on/n%d.png", "--start-number", "40");
        assertEquals(0, numbered.status(), numbered.messages());
        assertEquals(List.of("n40.png"), names("on"));
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Two runs whose reports have the same names: the second ends at once, and the first's files agree. */
    @Test
    void runsThatShareANameDoNotMix() throws Exception {
        Process first = Run.start(
                folder,
                "clip.mp4",
                "--style",
                "s.jpg",
                "--model",
                Run.TINY,
                "--size",
                "64",
                "--steps",
                "3",
                "--frames",
                "30",
                "-o",
                "a.mp4");
        while (names(".").stream().noneMatch(name -> name.startsWith("a.stats.jsonl.")) && first.isAlive()) {
            Thread.sleep(20);
        }
        zvideo("clip.mp4", "--frames", "2", "-o", "a.mkv", "-y")
                .assertFailed(73, "is being written by process " + first.pid());
        assertEquals(0, first.waitFor());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("a.report.json").toFile());
        assertEquals("a.mp4", report.get("output").asText());
        assertTrue(report.get("run").asText().matches("[0-9a-f]{12}"), report.toString());
        assertEquals(30, Files.readAllLines(folder.resolve("a.stats.jsonl")).size());
        assertEquals(
                List.of("a.mp4", "a.report.html", "a.report.json", "a.stats.jsonl", "clip.mp4", "s.jpg"), names("."));
    }
}

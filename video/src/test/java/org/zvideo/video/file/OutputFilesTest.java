package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Oracle: the bytes on the disk, outside the folder that is written into and in it. */
class OutputFilesTest {
    @TempDir
    Path temporary;

    private final List<String> warnings = new ArrayList<>();
    private Path folder;
    private Canaries outside;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(temporary.resolve("in"));
        outside = Canaries.in(Files.createDirectory(temporary.resolve("out")));
    }

    private OutputFiles files(Path... inputs) {
        return new OutputFiles(InputFiles.of(inputs), warnings::add);
    }

    /** Whatever has an output's name, with or without leave to replace files: what is no file stays, and so does what it leads to. */
    @ParameterizedTest
    @EnumSource(Trap.class)
    void onlyPlainFilesAreReplaced(Trap trap) throws IOException {
        Path target = folder.resolve("a.mp4");
        trap.lay(target, outside);
        Map<String, String> before = Canaries.contents(folder);
        for (boolean overwrite : new boolean[] {false, true}) {
            refused(target, overwrite);
            assertEquals(before, Canaries.contents(folder));
        }
        outside.assertUntouched(trap.name());
    }

    /** Whatever has the name of somebody else's part is not needed, and stays. */
    @ParameterizedTest
    @EnumSource(Trap.class)
    void partsOfOthersStay(Trap trap) throws IOException {
        trap.lay(folder.resolve("a.mp4.part"), outside);
        trap.lay(folder.resolve("a.mp4.0123456789ab.part"), outside);
        Map<String, String> before = Canaries.contents(folder);
        try (OutputFiles files = files();
                OutputFile file = files.claim(folder.resolve("a.mp4"), true)) {
            file.write(new byte[] {1});
            file.commit();
        }
        Files.delete(folder.resolve("a.mp4"));
        assertEquals(before, Canaries.contents(folder));
        outside.assertUntouched(trap.name());
        assertTrue(warnings.get(0).contains("a.mp4.0123456789ab.part was left behind"), warnings.toString());
    }

    /** A part that has the token of this job may still be no file of ours. */
    @ParameterizedTest
    @EnumSource(Trap.class)
    void aTokenAloneRemovesNothingThatIsNoFile(Trap trap) throws IOException {
        for (String name :
                List.of("a.mp4", "%04d.png")) { // the folder that a link leads to holds names of the sequence
            trap.lay(folder.resolve(name + ".0123456789ab.part"), outside);
            Map<String, String> before = Canaries.contents(folder);
            try (OutputFiles files = files()) {
                files.goOnWith(List.of("0123456789ab", "../../out/thesis.txt"));
                assertThrows(MediaException.class, () -> files.claim(folder.resolve(name), true));
            }
            assertEquals(before, Canaries.contents(folder));
            outside.assertUntouched(name + " " + trap);
        }
    }

    @Test
    void partsOfTheRunThatIsGoneOnWithAreRemoved() throws IOException {
        Path part = Files.writeString(folder.resolve("a.mp4.0123456789ab.part"), "half");
        Path other = Files.writeString(folder.resolve("a.mp4.ba9876543210.part"), "half");
        Path lock = Files.writeString(folder.resolve(".zvideo-0123456789ab.lock"), "1");
        try (OutputFiles files = files()) {
            files.goOnWith(List.of("0123456789ab"));
            files.claim(folder.resolve("a.mp4"), false).close();
        }
        assertFalse(Files.exists(part));
        assertFalse(Files.exists(lock));
        assertEquals("half", Files.readString(other));
    }

    @Test
    void ofAFormerSequenceOnlyItsPicturesAreRemoved() throws IOException {
        Path part = Files.createDirectory(folder.resolve("%04d.png.0123456789ab.part"));
        Files.writeString(part.resolve("0001.png"), "of the sequence");
        Files.createSymbolicLink(part.resolve("0002.png"), outside.file());
        try (OutputFiles files = files()) {
            files.goOnWith(List.of("0123456789ab"));
            assertThrows(MediaException.class, () -> files.claim(folder.resolve("%04d.png"), true));
        }
        assertEquals(Map.of("", "folder", "0002.png", "link to " + outside.file()), Canaries.contents(part));
        outside.assertUntouched("sequence");
    }

    /** An input is found by what it is: under another path, through a link to its folder, as a hard link, in a sequence. */
    @Test
    void noInputIsEverAnOutput() throws IOException {
        Path input = Files.writeString(folder.resolve("0001.png"), "style");
        Path hard = Files.createLink(folder.resolve("hard.png"), input);
        Path linked =
                Files.createSymbolicLink(temporary.resolve("link"), folder).resolve("0001.png");
        Map<String, String> before = Canaries.contents(folder);
        for (Path target : List.of(input, hard, linked, folder.resolve("../in/0001.png"), folder.resolve("%04d.png"))) {
            for (boolean overwrite : new boolean[] {false, true}) {
                try (OutputFiles files = files(input)) {
                    MediaException error = assertThrows(MediaException.class, () -> files.claim(target, overwrite));
                    assertTrue(error.getMessage().contains("is the input itself"), error.getMessage());
                }
            }
        }
        try (OutputFiles files = files(folder.resolve("%04d.png"))) { // read as a sequence
            assertThrows(MediaException.class, () -> files.claim(hard, true));
        }
        try (OutputFiles files = files(folder)) { // read as a folder, as models are
            assertThrows(MediaException.class, () -> files.folder(folder).write("0001.png", new byte[0]));
        }
        assertEquals(before, Canaries.contents(folder));
    }

    /**
     * A model's folder may hold links to the root of the disk, or to itself, at which a walk ends too late or too early. Oracle: what
     * lies in it, or at the end of a link in it, stays, by whatever name.
     */
    @Test
    void whatLiesInAModelStaysWhereverItsLinksLead() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Path part = Files.createDirectory(model.resolve("unet"));
        for (String name : List.of("a", "loop", "z")) {
            Files.createSymbolicLink(model.resolve(name), model);
            Files.createSymbolicLink(part.resolve(name), model);
            Files.createSymbolicLink(part.resolve("root-" + name), Path.of("/"));
        }
        Path weights = Files.writeString(part.resolve("weights.safetensors"), "weights");
        Path hard = Files.createLink(folder.resolve("hard.safetensors"), weights);
        Path blob = Files.writeString(folder.resolve("blob"), "config");
        Files.createSymbolicLink(part.resolve("config.json"), blob);
        Path deep = Files.writeString(
                Files.createDirectories(model.resolve("b/c/d")).resolve("deep"), "deep");
        Map<String, String> before = Canaries.contents(folder);
        for (Path target : List.of(weights, hard, blob, deep, model.resolve("loop/z/b/c/d/deep"))) {
            try (OutputFiles files = files(model)) {
                MediaException error = assertThrows(MediaException.class, () -> files.claim(target, true));
                assertTrue(error.getMessage().contains("is the input itself"), error.getMessage());
            }
        }
        try (OutputFiles files = files(model)) {
            files.claim(model.resolve("new.mp4"), false).close();
        }
        assertEquals(before, Canaries.contents(folder));
    }

    @Test
    void aNameBelongsToOneRunAtATime() throws IOException {
        try (OutputFiles files = files();
                OutputFile first = files.claim(folder.resolve("a.report.json"), false)) {
            try (OutputFiles others = files()) {
                String message = assertThrows(
                                MediaException.class, () -> others.claim(folder.resolve("a.report.json"), true))
                        .getMessage();
                assertTrue(
                        message.contains("by process " + ProcessHandle.current().pid()), message);
            }
            assertTrue(Files.exists(first.part()));
            assertTrue(assertThrows(MediaException.class, () -> files.claim(folder.resolve("./a.report.json"), true))
                    .getMessage()
                    .contains("written twice"));
        }
        assertEquals(Map.of("", "folder"), Canaries.contents(folder), "neither parts nor locks are left");
    }

    /** The folders below one that is written into are real folders, and its files plain files. */
    @ParameterizedTest
    @EnumSource(Trap.class)
    void foldersOfOursLeadNowhere(Trap trap) throws IOException {
        trap.lay(folder.resolve("rows"), outside);
        trap.lay(folder.resolve("study.json"), outside);
        Map<String, String> before = Canaries.contents(folder);
        try (OutputFiles files = files()) {
            OutputFolder study = files.folder(folder);
            assertThrows(MediaException.class, () -> study.write("study.json", new byte[] {1}));
            assertThrows(MediaException.class, () -> study.append("study.json", "1"));
            if (trap != Trap.FOLDER) { // a real folder is what it should be
                assertThrows(MediaException.class, () -> study.write("rows/letter.txt", new byte[] {1}));
            }
            study.remove("study.json");
            study.remove("rows");
        }
        assertEquals(before, Canaries.contents(folder));
        outside.assertUntouched(trap.name());
    }

    /** Replacing a file leaves its other names what they are; adding to it would not, and is refused. */
    @Test
    void otherNamesOfAFileKeepTheirBytes() throws IOException {
        Files.createLink(folder.resolve("page.html"), outside.file());
        Files.createLink(folder.resolve("energy.csv"), outside.file());
        try (OutputFiles files = files()) {
            OutputFolder dump = files.folder(folder);
            dump.write("page.html", new byte[] {1});
            assertThrows(MediaException.class, () -> dump.append("energy.csv", "1"));
        }
        outside.assertUntouched("hard links");
        assertEquals(1, Files.size(folder.resolve("page.html")));
    }

    /** Names up to what a file system takes work; the others say why. */
    @Test
    void longNamesWorkOrSayWhy() throws IOException {
        for (String letter : List.of("x", "\u6620")) {
            int width = letter.equals("x") ? 1 : 3;
            for (int bytes = 200; bytes <= 260; bytes += 5) {
                Path target = folder.resolve(letter.repeat((bytes - 4) / width) + ".mp4");
                if ((bytes - 4) / width * width + 4 > 255) {
                    assertTrue(refused(target, false).contains("too long"));
                    continue;
                }
                try (OutputFiles files = files();
                        OutputFile file = files.claim(target, false)) {
                    file.write(new byte[] {1});
                    file.commit();
                }
                assertEquals(1, Files.size(target));
            }
        }
    }

    @Test
    void picturesBeyondTheNewEndStayAndAreNamed() throws IOException {
        for (int n = 1; n <= 3; n++) {
            Files.writeString(folder.resolve("000" + n + ".png"), "old");
        }
        assertTrue(refused(folder.resolve("%04d.png"), false).contains("exists"));
        try (OutputFiles files = files();
                OutputFile file = files.claim(folder.resolve("%04d.png"), true)) {
            Files.writeString(file.part().resolve("0001.png"), "new");
            file.commit();
        }
        assertEquals("new", Files.readString(folder.resolve("0001.png")));
        assertEquals("old", Files.readString(folder.resolve("0003.png")));
        assertTrue(warnings.toString().contains("0002.png and others existed before"), warnings.toString());
    }

    private String refused(Path target, boolean overwrite) {
        try (OutputFiles files = files()) {
            MediaException error = assertThrows(MediaException.class, () -> files.claim(target, overwrite));
            assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
            return error.getMessage();
        }
    }
}

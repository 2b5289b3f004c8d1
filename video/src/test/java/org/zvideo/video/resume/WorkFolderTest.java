package org.zvideo.video.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.Canaries;
import org.zvideo.video.file.FileIdentity;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.Trap;

/** Work folders that somebody prepared. Oracle: the bytes on the disk, outside of them and in them. */
class WorkFolderTest {
    private static final List<String> MEMBERS = List.of(
            "job.json",
            "job.json.part",
            "journal.jsonl",
            "lock",
            "frame-000000.png",
            "frame-000000.png.part",
            "style-0-1000.png",
            "style-0-1000.png.part",
            "request.json",
            "request.json.part",
            "state-000000.safetensors",
            "state-000000.safetensors.part",
            "ahead-000000.safetensors",
            "ahead-000000.safetensors.part");
    private static final String TOKEN = "0123456789ab";

    @TempDir
    Path temporary;

    private Path output;
    private Path work;
    private Canaries outside;

    @BeforeEach
    void prepare() throws IOException {
        output = Files.createDirectory(temporary.resolve("in")).resolve("out.mp4");
        work = Files.createDirectory(WorkFolder.of(output));
        outside = Canaries.in(Files.createDirectory(temporary.resolve("elsewhere")));
    }

    static Stream<Arguments> traps() {
        return MEMBERS.stream().flatMap(name -> Arrays.stream(Trap.values()).map(trap -> Arguments.of(name, trap)));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void membersArePlainFiles(String name, Trap trap) throws IOException {
        trap.lay(work.resolve(name), outside);
        Map<String, String> before = Canaries.contents(work);
        for (boolean restart : new boolean[] {false, true}) {
            MediaException error = assertThrows(
                    MediaException.class, () -> WorkFolder.open(output, restart).close());
            assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
            assertTrue(error.getMessage().contains(name), error.getMessage());
        }
        assertEquals(before, Canaries.contents(work));
        outside.assertUntouched(name + " " + trap);
    }

    /** What is changed where it is has one name only; what is replaced may have others, which keep their bytes. */
    @Test
    void otherNamesOfMembersKeepTheirBytes() throws IOException {
        for (String name : MEMBERS) {
            Files.createLink(work.resolve(name), outside.file());
            if (name.equals("journal.jsonl") || name.equals("lock")) {
                assertThrows(
                        MediaException.class,
                        () -> WorkFolder.open(output, false).close(),
                        name);
                Files.delete(work.resolve(name));
                Files.deleteIfExists(work.resolve("lock")); // taken before the journal was looked at
            } else {
                try (WorkFolder folder = WorkFolder.open(output, false)) {
                    folder.identify(Map.of("job", 1), "free");
                }
                Files.createDirectory(work);
            }
            outside.assertUntouched(name);
        }
    }

    /** A journal that came in an archive may say what it likes: files that the job did not make stay, with and without tokens. */
    @Test
    void aPreparedJournalGivesNoLeave() throws IOException {
        Files.writeString(output, "somebody's film");
        Files.createSymbolicLink(temporary.resolve("in/out.mp4." + TOKEN + ".part"), outside.folder());
        Files.writeString(temporary.resolve("in/out.mp4.ba9876543210.part"), "somebody's download");
        Files.writeString(
                work.resolve("journal.jsonl"),
                "{\"claimed\":true}\n{\"claimed\":\"" + TOKEN + "\"}\n"
                        + "{\"publishing\":true}\n{\"publishing\":\"" + TOKEN
                        + "\",\"files\":{\"out.mp4\":\"(dev=1,ino=1), 15 bytes\"}}\n"
                        + "{\"publishing\":\"cccccccccccc\",\"files\":{\"out.mp4\":\""
                        + FileIdentity.of(output).orElseThrow() + "\"}}\n"
                        + "{\"claimed\":\"../../x\"}\n"); // the right identity, but of a run that claimed nothing
        Map<String, String> before = Canaries.contents(temporary.resolve("in"));
        try (WorkFolder folder = WorkFolder.open(output, false);
                OutputFiles files = new OutputFiles(new InputFiles(), warning -> {})) {
            assertEquals(Set.of(TOKEN, "../../x", "true"), folder.tokens());
            files.goOnWith(folder.tokens());
            assertFalse(folder.published(output));
            assertThrows(MediaException.class, () -> files.claim(output, folder.published(output)));
            assertThrows(MediaException.class, () -> files.claim(output, true), "the link is no part");
        }
        before.keySet().removeIf(name -> name.startsWith("out.mp4.zvideo"));
        assertEquals(before, Canaries.contents(temporary.resolve("in")));
        outside.assertUntouched("journal");
    }

    /** Lines that no run writes, each with one thing wrong. Oracle: the one that is right counts, and no other does. */
    @Test
    void linesThatNoRunWritesDoNotCount() throws IOException {
        String hash = "0".repeat(64);
        String good = "{\"frame\":0,\"shot\":0,\"result\":\"" + hash
                + "\",\"state\":\"none\",\"parts\":{\"roundTrip\":false,\"shares\":2},\"notes\":[\"n\"]}";
        List<String> lines = new ArrayList<>(List.of(
                "null",
                "[]",
                "7",
                "{}",
                "{\"ahead\":1,\"shot\":-1,\"state\":\"" + hash + "\"}",
                "{\"ahead\":1,\"shot\":0,\"state\":\"x\"}",
                "{\"painting\":-1,\"scale\":1,\"hash\":\"" + hash + "\"}",
                "{\"painting\":0,\"scale\":1}",
                "{\"claimed\":null}".repeat(3),
                "{\"frame\":" + "[".repeat(100_000)));
        for (String[] change : new String[][] {
            {"\"frame\":0", "\"frame\":-1"},
            {"\"frame\":0", "\"frame\":9000000000000"},
            {"\"shot\":0", "\"shot\":4"},
            {hash, "x"},
            {"none", "some"},
            {"\"shares\":2", "\"shares\":-5"},
            {"\"shares\":2", "\"shares\":2147483647"},
            {"\"n\"", "null"},
            {"{\"roundTrip\":false,\"shares\":2}", "null"}
        }) {
            lines.add(good.replace("\"frame\":0", change[0].startsWith("\"frame") ? change[1] : "\"frame\":3")
                    .replace(change[0], change[1]));
        }
        Files.write(work.resolve("journal.jsonl"), lines);
        try (Journal journal = new Journal(work.resolve("journal.jsonl"))) {
            assertEquals(Set.of(), journal.entries().keySet());
            assertEquals(Map.of(), journal.aheads());
            assertTrue(
                    journal.painting(0, 1).isEmpty() && journal.painting(-1, 1).isEmpty());
        }
        Files.writeString(work.resolve("journal.jsonl"), good + "\n", StandardOpenOption.APPEND);
        try (Journal journal = new Journal(work.resolve("journal.jsonl"))) {
            assertEquals(Set.of(0L), journal.entries().keySet());
        }
    }

    /** A picture that the journal names with its hash. Oracle: one of another size or kind is not done. */
    @Test
    void picturesHaveTheFormThatTheJournalSays() throws IOException {
        ModelPicture picture =
                new ModelPicture(FloatImage.ofLevels(8, 6, new short[3 * 8 * 6]), Optional.empty(), List.of());
        byte[] png = StoredPicture.encode(picture);
        Path file = Files.write(work.resolve("frame-000000.png"), png);
        assertTrue(StackedPictures.fits(file, 1));
        assertTrue(StackedPictures.fits(file, 2));
        assertFalse(StackedPictures.fits(file, 4), "no multiple");
        for (int at : new int[] {0, 12, 16, 20, 24, 25}) {
            byte[] other = png.clone();
            other[at] ^= 0x41;
            assertFalse(StackedPictures.fits(Files.write(file, other), 1), "byte " + at);
        }
    }

    /** After a crash between two renamings the outputs that have their names are known again, and nothing else is. */
    @Test
    void whatGotItsNameIsKnownByWhatItIs() throws IOException {
        try (WorkFolder folder = WorkFolder.open(output, false);
                OutputFiles files = new OutputFiles(new InputFiles(), warning -> {})) {
            folder.claim(files.token());
            OutputFile file = files.claim(output, false);
            file.write(new byte[] {1, 2, 3});
            folder.publish(files.token(), List.of(file));
            file.commit();
            assertTrue(folder.published(output));
            Path journal = Files.copy(work.resolve("journal.jsonl"), temporary.resolve("journal"));
            Files.move(output, temporary.resolve("moved"));
            Files.write(output, new byte[] {1, 2, 3});
            assertFalse(folder.published(output), "the same bytes, but somebody else's");
            assertTrue(Files.size(journal) > 0);
        }
    }

    /** Numbered pictures get their names one by one, so a run can be stopped between two of them. */
    @Test
    void numberedPicturesThatGotTheirNamesAreKnownAgain() throws IOException {
        Path pattern = output.resolveSibling("%02d.png");
        try (WorkFolder folder = WorkFolder.open(pattern, false);
                OutputFiles files = new OutputFiles(new InputFiles(), warning -> {})) {
            folder.claim(files.token());
            OutputFile file = files.claim(pattern, false);
            Files.createDirectories(file.part());
            for (int n = 0; n < 3; n++) {
                Files.write(file.part().resolve(String.format("%02d.png", n)), new byte[] {1, (byte) n});
            }
            folder.publish(files.token(), List.of(file));
            assertTrue(folder.published(pattern), "none has its name yet");
            for (int n = 0; n < 2; n++) {
                String name = String.format("%02d.png", n);
                Files.move(file.part().resolve(name), pattern.resolveSibling(name));
                assertTrue(folder.published(pattern), "those that have one are ours");
            }
            Files.write(pattern.resolveSibling("07.png"), new byte[1]);
            assertFalse(folder.published(pattern), "one is somebody else's");
        }
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        try (WorkFolder folder = WorkFolder.open(output, false)) {
            Files.writeString(work.resolve("diary.txt"), "mine");
            Files.createSymbolicLink(work.resolve("frame-000007.png"), outside.file());
            Files.createDirectory(work.resolve("sub"));
            assertFalse(folder.delete());
        }
        assertEquals(
                Map.of(
                        "",
                        "folder",
                        "diary.txt",
                        "[109, 105, 110, 101]",
                        "frame-000007.png",
                        "link to " + outside.file(),
                        "sub",
                        "folder"),
                Canaries.contents(work));
        outside.assertUntouched("foreign");
    }

    @Test
    void whatSystemsPutIntoFoldersIsNoObstacle() throws IOException {
        Files.writeString(work.resolve(".DS_Store"), "?");
        WorkFolder.open(output, false).close();
        assertEquals(List.of(work.resolve(".DS_Store")), OwnFiles.list(work));
    }
}

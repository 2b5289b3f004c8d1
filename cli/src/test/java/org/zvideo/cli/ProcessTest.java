package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.video.picture.StillImage;

/**
 * The program among others on a machine: signals, pipes, too little memory, folders that cannot be written, models that
 * change. Rows 03, 50, 58–60, 66 and 73 of the reliability cases. Oracle: the exit status of each row, and the file that
 * an undisturbed run writes.
 */
@Timeout(120)
class ProcessTest {
    private static final String[] QUICK = {"--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "--steps", "2"};
    private static final int CTRL_C = 3;
    private static final String[] SLOW = {
        Run.BUNNY, "--style", Run.STYLE, "--size", "64", "--steps", "6", "--frames", "10", "--codec", "ffv1"
    };

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void whatIsNoRegularFileIsNotOpened() throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("pipe.mp4").toString())
                .start()
                .waitFor();
        zvideo("pipe.mp4").assertFailed(66, "not a regular file");
        zvideo("/dev/zero", "-o", "o.mp4").assertFailed(66, "not a regular file");
        zvideo(".", "-o", "o.mp4").assertFailed(66, "is a folder");
        PROGRAM.of(Run.BUNNY, "--style", "pipe.mp4", "-o", "o.mp4").assertFailed(66, "style pipe.mp4");
    }

    /** Libraries that write to the terminal by themselves would make it more lines than one. */
    @Test
    void damagedPicturesAreOneLine() throws Exception {
        byte[] jpeg = Files.readAllBytes(Path.of(Run.STYLE));
        Arrays.fill(jpeg, jpeg.length / 2, jpeg.length - 2, (byte) 0);
        Files.write(folder.resolve("hole.jpg"), jpeg);
        for (String name : List.of("hole.png", "hole.tif", "hole.webp", "hole.bmp")) {
            Path file = folder.resolve(name);
            byte[] bytes = StillImage.encode(StillImage.read("picture", Path.of(Run.STYLE)), file);
            Files.write(
                    file,
                    name.endsWith("png") ? with(bytes, bytes.length / 2) : Arrays.copyOf(bytes, bytes.length / 2));
        }
        for (String name : List.of("hole.jpg", "hole.png", "hole.tif", "hole.webp", "hole.bmp")) {
            PROGRAM.of(Run.BUNNY, "--style", name, "-o", "o.mp4").assertFailed(65, "style " + name);
        }
    }

    private static byte[] with(byte[] bytes, int changed) {
        bytes[changed] ^= 0x55;
        return bytes;
    }

    @Test
    void theModelIsReadOnce() throws Exception {
        Path model = folder.resolve("model");
        Run.copy(Path.of(Run.TINY), model);
        assertEquals(
                0, PROGRAM.of(with(SLOW, "--model", "model", "-o", "out.mkv")).status());
        byte[] whole = Files.readAllBytes(folder.resolve("out.mkv"));
        Files.delete(folder.resolve("out.mkv"));
        Process process = Run.start(folder, with(SLOW, "--model", "model", "-o", "out.mkv", "-y"));
        waitForFirstFrame();
        Files.write(
                model.resolve("unet/diffusion_pytorch_model-00001-of-00002.safetensors"),
                new byte[0],
                StandardOpenOption.TRUNCATE_EXISTING);
        process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.mkv")));
    }

    /** Oracle: the line that only a handler of ours can say, and the file that an undisturbed run writes. */
    @Test
    void signalsEndItWithTheirOwnStatus() throws Exception {
        String[] command = {
            Run.BUNNY,
            "--style",
            Run.STYLE,
            "--size",
            "64",
            "--steps",
            "8",
            "--frames",
            "10",
            "--codec",
            "ffv1",
            "--model",
            Run.TINY,
            "-o",
            "out.mkv"
        };
        Run undisturbed = PROGRAM.of(command);
        assertEquals(0, undisturbed.status(), undisturbed.messages());
        byte[] whole = Files.readAllBytes(folder.resolve("out.mkv"));
        for (String name : names()) {
            Files.delete(folder.resolve(name));
        }
        String[] signals = {"TERM", "HUP"}; // Ctrl-C: ResumeTest
        int[] statuses = {143, 129};
        int kept = 0;
        for (int n = 0; n < signals.length; n++) {
            Run stopped = stopped(command, kept, signals[n]); // a frame that the run before did not keep
            assertEquals(statuses[n], stopped.status(), stopped.messages());
            Matcher said = Pattern.compile(
                            "^zvideo: stopped; (\\d+) frame\\(s\\) are kept; the same command resumes after them$",
                            Pattern.MULTILINE)
                    .matcher(stopped.messages());
            assertTrue(said.find(), stopped.messages());
            kept = Integer.parseInt(said.group(1));
            assertEquals(List.of("out.mkv.zvideo"), names(), "nothing looks finished, and no part is left");
        }
        Run resumed = PROGRAM.of(command);
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.mkv")));
        assertEquals(List.of("out.mkv", "out.report.html", "out.report.json", "out.stats.jsonl"), names());
    }

    @Test
    void aRunThatIsStoppedTwiceCanGoOn() throws Exception {
        String[] command = with(SLOW, "--model", Run.TINY, "-o", "out.mkv");
        assertEquals(130, stopped(command, 0, "INT", "INT").status());
        assertTrue(Files.exists(folder.resolve("out.mkv.zvideo")), "it can go on");
        assertFalse(Files.exists(folder.resolve("out.mkv")), "nothing looks finished");
    }

    /** On a terminal, typed there. Oracle: the line of a run that cleans up, and the user's file. */
    @Test
    void ctrlCEndsTheQuestionWhetherAFileMayBeReplaced() throws Exception {
        Path mine = Files.writeString(folder.resolve("out.mkv"), "mine");
        Process process = Run.onATerminal(folder, with(QUICK, Run.BUNNY, "--frames", "1", "-o", "out.mkv"));
        StringBuilder said = new StringBuilder();
        while (!said.toString().contains("Replace it? [y/N]")) {
            int next = process.getInputStream().read();
            assertNotEquals(-1, next, said::toString);
            said.append((char) next);
        }
        process.getOutputStream().write(CTRL_C);
        process.getOutputStream().flush();
        String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(130, process.waitFor(), rest);
        assertTrue(rest.contains("zvideo: stopped") && !rest.contains("at once"), rest);
        assertEquals("mine", Files.readString(mine));
        assertEquals(List.of("out.mkv"), names());
    }

    /** Row 67: names that FFmpeg would take for protocols, lists or patterns, as they are typed in the folder. */
    @Test
    void namesInTheFolderAreNames() throws Exception {
        for (String name : List.of("concat:a.mp4", "subfile,,start,0,end,9,,:a.mp4", "shot%03d.mp4")) {
            Files.copy(Path.of(Run.BUNNY), folder.resolve(name));
            Run run = zvideo(name, "--frames", "1", "-o", "out.mkv", "-y");
            assertEquals(0, run.status(), name + ": " + run.messages());
        }
        Files.copy(Path.of(Run.BUNNY), folder.resolve("a:b.mp4"));
        Run named = zvideo("a:b.mp4", "--frames", "1"); // its result has a colon too
        assertEquals(0, named.status(), named.messages());
    }

    /** Waits until a frame is done, then sends the signals. */
    private Run stopped(String[] command, int frame, String... signals) throws Exception {
        Process process = Run.start(folder, command);
        waitForFrame(frame);
        for (String signal : signals) {
            Run.signal(process.toHandle(), signal);
        }
        assertTrue(process.waitFor(6, TimeUnit.SECONDS), "it stops within 5 s");
        return Run.ended(process);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aReaderThatLeavesDoesNotStopTheWork() throws Exception {
        Run run = Run.withoutReader(folder, with(QUICK, Run.BUNNY, "--frames", "2", "-o", "out.mkv"));
        assertEquals(0, run.status(), run.messages());
        assertTrue(Files.exists(folder.resolve("out.mkv")));
    }

    @Test
    void tooLittleMemoryForJavaIsSaid() throws Exception {
        for (int megabytes : new int[] {8, 11}) {
            Run run = Run.withJava(
                    List.of("-Xmx" + megabytes + "m"),
                    folder,
                    with(QUICK, Run.BUNNY, "--frames", "4", "-o", "out.mkv"));
            assertEquals(71, run.status(), run.messages());
            assertTrue(run.messages().contains("give it more with ZVIDEO_JAVA_OPTS"), run.messages());
            assertFalse(Files.exists(folder.resolve("out.mkv")));
        }
        Run enough = Run.withJava(List.of("-Xmx64m"), folder, with(QUICK, Run.BUNNY, "--frames", "4", "-o", "out.mkv"));
        assertEquals(0, enough.status(), enough.messages());
    }

    @Test
    void nativeLibrariesNeedAFolder() throws Exception {
        Run.withJava(
                        List.of("-Duser.home=/proc/none", "-Djava.io.tmpdir=/proc/none"),
                        folder,
                        with(QUICK, Run.BUNNY, "-o", "out.mkv"))
                .assertFailed(69, "org.bytedeco.javacpp.cachedir");
    }

    /** Without one there is no line that is drawn over, and no library says so. */
    @Test
    void aFolderForTemporaryFilesIsNotNeeded() throws Exception {
        Run run = Run.withJava(
                List.of("-Djava.io.tmpdir=/proc/none"),
                folder,
                with(QUICK, Run.BUNNY, "--frames", "1", "-o", "out.mkv"));
        assertEquals(0, run.status(), run.messages());
        assertFalse(run.messages().contains("WARNING"), run.messages());
    }

    @Test
    void twoThatStartAtOnceDoNotDisturbEachOther() throws Exception {
        Process a = Run.start(folder, with(QUICK, Run.BUNNY, "--frames", "2", "-o", "a.mkv"));
        Process b = Run.start(folder, with(QUICK, Run.BUNNY, "--frames", "2", "-o", "b.mkv"));
        assertEquals(0, a.waitFor());
        assertEquals(0, b.waitFor());
    }

    @Test
    void namesDoNotCommandTheTerminal() throws Exception {
        Path video = Files.copy(Path.of(Run.BUNNY), folder.resolve("<b>\u001b[31mred.mp4"));
        Run run = zvideo(video.getFileName().toString(), "--frames", "2");
        assertEquals(0, run.status(), run.messages());
        assertEquals("<b>?[31mred.zvideo.mp4", run.results().lines().findFirst().orElseThrow());
        assertTrue(Files.exists(folder.resolve("<b>\u001b[31mred.zvideo.mp4")));
        String report = Files.readString(folder.resolve("<b>\u001b[31mred.zvideo.report.json"));
        assertFalse(report.contains("\u001b"), report);
    }

    private void waitForFirstFrame() throws Exception {
        waitForFrame(0);
    }

    private void waitForFrame(int frame) throws Exception {
        Path result = folder.resolve(String.format("out.mkv.zvideo/frame-%06d.png", frame));
        for (int n = 0; n < 600 && !Files.exists(result); n++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(result), "it began");
    }

    private Run zvideo(String... arguments) throws Exception {
        return PROGRAM.of(with(QUICK, arguments));
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(more), Stream.of(options)).toArray(String[]::new);
    }
}

package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: the file that a run without interruption writes, byte by byte. Rows 56, 58, 62–64 of the reliability cases. */
class ResumeTest {
    private static final String[] JOB = Run.small(6, 10, "--codec", "ffv1", "-o");
    /** SIGKILLs; 20 in the nightly profile, which runs that test again. */
    private static final int KILLS = Integer.getInteger("zvideo.kills", 3);

    private static final long SEED = Long.getLong("zvideo.seed", System.nanoTime());

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @TempDir
    Path lists;

    /**
     * Everything that a frame leaves to later ones, and every stage after the model. One of the lines is drawn for each
     * run of this test, all are tried in the nightly one.
     */
    private static final List<String> KILLED = List.of(
            "", // carried along the motion
            "--temporal full --memory 100K",
            "--temporal full --every 2 --palette 0.7 --strokes 0.5 --detail 0.5",
            "--flow-parts attention,energy,carry,light --every 3 --stroke-size 2",
            "--temporal attention --mask MASK --mask-feather 4",
            "--cuts CUTS --palette-scope shot --every 2",
            "--precision bf16 --temporal paper",
            "--pre-filter crop=240:240 --post-filter hflip",
            "--motion MOTION --motion-window 4 --motion-overlap 2");

    static List<String> killed() {
        return KILLS > 3 ? KILLED : List.of(KILLED.get(new Random(SEED).nextInt(KILLED.size())));
    }

    @ParameterizedTest
    @MethodSource("killed")
    @Tag("kills")
    void killedAtAnyMomentItGoesOnToTheSameFile(String options) throws Exception {
        Path cuts = Files.writeString(lists.resolve("cuts.txt"), "4\n7\n");
        String[] more = options.isEmpty()
                ? new String[0]
                : options.replace("MASK", Run.STYLE)
                        .replace("CUTS", cuts.toString())
                        .replace(
                                "MOTION",
                                Run.TESTDATA
                                        .resolve("golden/models/tiny-motion-v3")
                                        .toString())
                        .split(" ");
        long begin = System.nanoTime();
        assertEquals(0, start("out.mkv", more).waitFor(), options);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        byte[] whole = Files.readAllBytes(folder.resolve("out.mkv"));
        String what = options + ", seed " + SEED;
        assertSame(whole, what);
        Random random = new Random(SEED);
        int kills = 0;
        while (kills < KILLS) {
            Process process = start("out.mkv", more);
            if (process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                assertEquals(0, process.exitValue(), what);
            } else {
                process.destroyForcibly().waitFor();
                kills++;
            }
            if (Files.exists(folder.resolve("out.mkv")) && !Files.exists(folder.resolve("out.mkv.zvideo"))) {
                assertSame(whole, what);
            }
        }
        if (Files.exists(folder.resolve("out.mkv.zvideo")) || !Files.exists(folder.resolve("out.mkv"))) {
            assertEquals(0, start("out.mkv", more).waitFor(), what);
        }
        assertSame(whole, what);
    }

    private void assertSame(byte[] whole, String what) throws IOException {
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.mkv")), what);
        assertEquals(List.of("out.mkv", "out.report.html", "out.report.json", "out.stats.jsonl"), names(), what);
        for (String name : names()) {
            Files.delete(folder.resolve(name));
        }
    }

    @Test
    void ctrlCKeepsTheFramesAndTheSameCommandGoesOn() throws Exception {
        byte[] whole = whole();
        interruptedAfter(3);
        Path work = folder.resolve("out.mkv.zvideo");
        assertEquals(List.of("out.mkv.zvideo"), names());

        Run other = run("out.mkv", "--steps", "5");
        other.assertFailed(78, "settings.method.steps");
        PROGRAM.of(command(
                        "out.mkv",
                        "--style",
                        Run.TESTDATA.resolve("styles/the-scream.jpg").toString()))
                .assertFailed(78, "styles");
        assertTrue(Files.exists(work.resolve("frame-000002.png")), "a refused job loses nothing");

        Path first = work.resolve("frame-000001.png");
        byte[] bytes = Files.readAllBytes(first);
        bytes[bytes.length / 2] ^= 1;
        Files.write(first, bytes);
        Files.delete(work.resolve("frame-000002.png"));
        Files.writeString(work.resolve("journal.jsonl"), "garbage\n{\"frame\":", StandardOpenOption.APPEND);
        Run resumed = run("out.mkv");
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertSame(whole, "after damage");
    }

    /** Oracle: the run that nothing interrupts, with a number of frames at a time of its own. */
    @Test
    void goesOnWithAnotherNumberOfThreads() throws Exception {
        Run all = run("out.mkv", "--threads", "1");
        assertEquals(0, all.status(), all.messages());
        byte[] whole = Files.readAllBytes(folder.resolve("out.mkv"));
        assertSame(whole, "the run itself");
        interruptedAfter(3, "--threads", "2");
        Run resumed = run("out.mkv", "--threads", "3");
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertSame(whole, "stopped with two and resumed with three");
    }

    /** Oracle: the model that the name stood for when the run began. */
    @Test
    void anotherModelUnderTheSameNamesIsRefused() throws Exception {
        Path first = Run.copy(Path.of(Run.TINY), folder.resolve("first"));
        Path second = Run.copy(Path.of(Run.TINY), folder.resolve("second"));
        Path config = second.resolve("vae/config.json");
        Files.writeString(config, Files.readString(config).replace("0.18215", "0.5"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), first);
        interruptedAfter(2, "--model", "link");
        Files.delete(link);
        Files.createSymbolicLink(link, second);
        run("out.mkv", "--model", "link").assertFailed(78, "model.vae/config.json (" + config.toRealPath() + ")");
        Files.delete(link);
        Files.createDirectory(link);
        for (String part : List.of("unet", "vae", "scheduler", "null_prompt.safetensors")) {
            Files.createSymbolicLink(link.resolve(part), first.resolve(part));
        }
        Files.writeString(first.resolve("README.md"), "read by people only");
        Files.write(first.resolve("unet/v1-5-pruned.ckpt"), new byte[100]);
        Run resumed = run("out.mkv", "--model", "link");
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        String report = Files.readString(folder.resolve("out.report.json"));
        assertTrue(
                report.contains(
                        first.resolve("null_prompt.safetensors").toRealPath().toString()),
                report);
        assertFalse(report.contains("README") || report.contains(".ckpt"), report);
    }

    /** Oracle: the configs with which the run began. */
    @Test
    void otherConfigsOfASingleFileAreRefused() throws Exception {
        Path models = Run.TESTDATA.resolve("golden/models");
        Path configs = Run.copy(models.resolve("tiny"), folder.resolve("configs"));
        String[] single = {"--model", models.resolve("tiny-ldm.safetensors").toString(), "--model-config", "configs"};
        interruptedAfter(2, single);
        Path config = configs.resolve("vae/config.json");
        String good = Files.readString(config);
        Files.writeString(config, good.replace("0.18215", "0.5"));
        run("out.mkv", single).assertFailed(78, "model.vae/config.json");
        Files.writeString(config, good);
        Path work = folder.resolve("out.mkv.zvideo/job.json");
        String job = Files.readString(work);
        assertTrue(job.contains("\"version\" : 3"), job);
        Files.writeString(work, job.replaceFirst("\"version\" : 3", "\"version\" : 1"));
        run("out.mkv", single).assertFailed(78, "--restart to start over");
    }

    /** A part from the middle, with its sound re-encoded. Oracle: the same without a stop. */
    @Test
    void aPartWithItsSoundIsTheSameAfterAStop() throws Exception {
        String[] part = {"--from", "0.36", "--frames", "8", "--codec", "vp9"};
        Run whole = run("out.webm", part);
        assertEquals(0, whole.status(), whole.messages());
        byte[] expected = Files.readAllBytes(folder.resolve("out.webm"));
        for (String name : names()) {
            Files.delete(folder.resolve(name));
        }
        interrupted("out.webm", 3, part);
        run("out.webm", "--from", "0.36", "--frames", "8", "--codec", "vp9", "--no-audio")
                .assertFailed(78, "audioTracks");
        Run resumed = run("out.webm", part);
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("out.webm")));
    }

    /** Oracle: the dump of the undisturbed run. */
    @Test
    void aDumpIsTheSameAfterAStop() throws Exception {
        Run whole = run("whole.mkv", "--dump", "whole", "--dump-frames", "0,4-9");
        assertEquals(0, whole.status(), whole.messages());
        interruptedAfter(5, "--dump", "d", "--dump-frames", "0,4-9");
        Run resumed = run("out.mkv", "--dump", "d", "--dump-frames", "0,4-9");
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        try (Stream<Path> files = Files.walk(folder.resolve("whole"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path same = folder.resolve("d")
                        .resolve(folder.resolve("whole").relativize(file).toString());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(same), same.toString());
            }
        }
    }

    @Test
    void aFolderInUseIsLeftAlone() throws Exception {
        Process process = start("out.mkv");
        waitForFrames("out.mkv", 1);
        run("out.mkv").assertFailed(73, "in use by process " + process.pid());
        process.destroyForcibly().waitFor();
        assertFalse(Files.exists(folder.resolve("out.mkv")));
        Run resumed = run("out.mkv", "--restart");
        assertEquals(0, resumed.status(), resumed.messages());
        assertFalse(resumed.messages().contains("going on"), resumed.messages());
    }

    private byte[] whole(String... more) throws Exception {
        Run run = run("out.mkv", more);
        assertEquals(0, run.status(), run.messages());
        byte[] whole = Files.readAllBytes(folder.resolve("out.mkv"));
        assertSame(whole, "the whole");
        return whole;
    }

    private void interruptedAfter(int frames, String... more) throws Exception {
        interrupted("out.mkv", frames, more);
    }

    private void interrupted(String output, int frames, String... more) throws Exception {
        Process process = Run.start(folder, command(output, more));
        waitForFrames(output, frames);
        long begin = System.nanoTime();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(6, TimeUnit.SECONDS), "it stops within 5 s");
        assertEquals(130, process.exitValue());
        String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(messages.contains("the same command resumes"), messages + (System.nanoTime() - begin));
    }

    private void waitForFrames(String output, int frames) throws Exception {
        Path result = folder.resolve(output + ".zvideo").resolve(String.format("frame-%06d.png", frames));
        for (int n = 0; n < 2400 && !Files.exists(result); n++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(result), "it began");
    }

    private Process start(String output, String... more) throws IOException {
        return Run.start(folder, command(output, more));
    }

    private Run run(String output, String... more) throws Exception {
        return PROGRAM.of(command(output, more));
    }

    /** Later options of the same name are errors, so they replace the former. */
    private static String[] command(String output, String... more) {
        List<String> command = new ArrayList<>(List.of(JOB));
        command.add(output);
        for (int n = 0; n < more.length; n++) {
            int at = command.indexOf(more[n]);
            if (at >= 0 && more[n].startsWith("--")) {
                command.set(at + 1, more[++n]);
            } else {
                command.add(more[n]);
            }
        }
        return command.toArray(String[]::new);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Numbered pictures and pipes, in and out. Oracle: the same frames as a file. */
class PipesTest {
    private static final String[] QUICK = {
        "--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "--steps", "2", "--temporal", "none"
    };

    @TempDir
    Path folder;

    @Test
    void numberedPicturesComeAndGo() throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Files.createDirectory(folder.resolve("out"));
        for (int n = 7; n < 10; n++) {
            RgbImage image = new RgbImage(96, 64);
            for (int at = 0; at < image.pixels().length; at++) {
                image.pixels()[at] = (byte) (at / 3 % 96 * 2 + 5 * n);
            }
            Path file = folder.resolve("in/" + n + ".png");
            Files.write(file, StillImage.encode(image, file));
        }
        Run run = zvideo("in/%d.png", "-o", "out/%03d.png", "--fps", "24000/1001");
        assertEquals(0, run.status(), run.messages());
        assertEquals(List.of("007.png", "008.png", "009.png"), names("out")); // the numbers of the source
        assertEquals(
                96, StillImage.read("result", folder.resolve("out/009.png")).width());
        Run again = zvideo("in/%d.png", "-o", "out/%03d.png");
        again.assertFailed(73, "exists");
        Run film = zvideo("in/%d.png");
        assertEquals(0, film.status(), film.messages());
        assertEquals(
                List.of(
                        "in",
                        "in.zvideo.mp4",
                        "in.zvideo.report.html",
                        "in.zvideo.report.json",
                        "in.zvideo.stats.jsonl",
                        "out",
                        "out.report.html",
                        "out.report.json",
                        "out.stats.jsonl"),
                names("."));
        zvideo("in/%04d.png", "-o", "x.mp4").assertFailed(66, "no such files");
    }

    /** A program does not wait for a writer that says nothing more. Oracle: the line, and an empty temporary folder. */
    @Test
    void aSignalEndsTheWaitForStandardInput(@TempDir Path temporary) throws Exception {
        Process process = reading(temporary);
        Run.signal(process.toHandle(), "INT");
        assertTrue(process.waitFor(4, TimeUnit.SECONDS), "before its time is up");
        Run run = Run.ended(process);
        assertEquals(130, run.status());
        assertEquals("zvideo: stopped; nothing was written", run.messages().strip());
        assertEquals(List.of(), names(temporary));
    }

    /** Nor for a reader that takes nothing. */
    @Test
    void aSignalEndsTheWaitForStandardOutput(@TempDir Path temporary) throws Exception {
        Process process = Run.startWithJava(
                List.of("-Djava.io.tmpdir=" + temporary),
                folder,
                with(Run.BUNNY, "-o", "-", "--frames", "3")); // 600 kB; a pipe holds 64
        for (int n = 0; n < 600 && !process.inputReader().ready(); n++) {
            Thread.sleep(50);
        }
        Run.signal(process.toHandle(), "TERM");
        assertTrue(process.waitFor(4, TimeUnit.SECONDS), "before its time is up");
        assertEquals(143, process.exitValue());
        assertEquals(List.of(), names(temporary));
    }

    /** Noise is refused while its writer still writes. */
    @Test
    void noiseIsRefusedBeforeItsEnd(@TempDir Path temporary) throws Exception {
        Process process =
                Run.startWithJava(List.of("-Djava.io.tmpdir=" + temporary), folder, with("-", "-o", "out.mkv"));
        byte[] noise = new byte[1 << 16];
        new Random(1).nextBytes(noise);
        process.getOutputStream().write(noise);
        process.getOutputStream().flush(); // and it stays open
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        Run.ended(process).assertFailed(65, "standard input: not a video");
        assertEquals(List.of(), names(temporary));
    }

    /** Oracle: what is left in the temporary folder by a process that was killed, and after the next one. */
    @Test
    void whatAKilledProcessLeftTheNextOneRemoves(@TempDir Path temporary) throws Exception {
        Process process = reading(temporary);
        process.destroyForcibly().waitFor();
        assertEquals(1, names(temporary).size());
        Path left = temporary.resolve(names(temporary).get(0));
        Process alive = reading(temporary);
        assertEquals(2, names(temporary).size(), "it is young: it might just have started");
        Files.setLastModifiedTime(
                left.resolve(".lock"), FileTime.from(Instant.now().minusSeconds(300)));
        Path other = names(temporary).stream()
                .map(temporary::resolve)
                .filter(folder -> !folder.equals(left))
                .findFirst()
                .orElseThrow();
        Files.setLastModifiedTime(
                other.resolve(".lock"), FileTime.from(Instant.now().minusSeconds(300)));
        Process next = reading(temporary);
        assertFalse(Files.exists(left), "its process is gone");
        assertTrue(Files.exists(other), "its process lives");
        for (Process one : List.of(alive, next)) {
            Run.signal(one.toHandle(), "INT");
            one.waitFor();
        }
        assertEquals(List.of(), names(temporary));
    }

    /** A process that has read the beginning of a video, and waits for more. */
    private Process reading(Path temporary) throws Exception {
        List<String> before = names(temporary);
        Process process =
                Run.startWithJava(List.of("-Djava.io.tmpdir=" + temporary), folder, with("-", "-o", "out.mkv"));
        byte[] begin = new byte[1 << 16];
        byte[] header = "YUV4MPEG2 W32 H32 F25:1 Ip A1:1 C420jpeg\nFRAME\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, begin, 0, header.length);
        process.getOutputStream().write(begin);
        process.getOutputStream().flush();
        for (int n = 0; n < 600; n++) {
            for (String name : names(temporary)) {
                if (!before.contains(name)
                        && Files.exists(temporary.resolve(name).resolve("stdin.y4m"))) {
                    return process;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it does not read");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("zvideo-"))
                    .sorted()
                    .toList();
        }
    }

    private static String[] with(String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new);
    }

    /** Meanwhile Ctrl-\ asks Java for its threads, with the launcher's option: what arrives is the video alone. */
    @Test
    void yuv4mpegFlowsThrough(@TempDir Path temporary) throws Exception {
        byte[] header = "YUV4MPEG2 W32 H32 F25:1 Ip A1:1 C420jpeg\n".getBytes(StandardCharsets.US_ASCII);
        byte[] frame = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
        Process process = Run.startWithJava(
                List.of("-XX:+DisplayVMOutputToStderr", "-Djava.io.tmpdir=" + temporary),
                folder,
                Stream.concat(Stream.of("-", "-o", "-"), Stream.of(QUICK)).toArray(String[]::new));
        try (var in = process.getOutputStream()) {
            in.write(header);
            for (int n = 0; n < 3; n++) {
                if (n == 2) {
                    in.flush();
                    awaitAFileIn(temporary); // before that, the signal could end it
                    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
                in.write(frame);
                byte[] planes = new byte[32 * 32 * 3 / 2];
                for (int at = 0; at < planes.length; at++) {
                    planes[at] = (byte) (at < 1024 ? at % 32 * 7 + n : 128);
                }
                in.write(planes);
            }
        }
        byte[] out = process.getInputStream().readAllBytes();
        String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), messages);
        String start = new String(out, 0, 300, StandardCharsets.ISO_8859_1);
        assertTrue(start.startsWith("YUV4MPEG2 W32 H32 F25:1"), start);
        int head = start.indexOf('\n') + 1;
        assertEquals(head + 3 * (frame.length + 32 * 32 * 3 / 2), out.length);
        assertTrue(messages.contains("3 frames"), messages);
        assertTrue(messages.contains("Full thread dump"), messages);
        assertEquals(List.of(), names("."));
        zvideo("-").assertFailed(64, "give an output");
    }

    @Test
    void aReaderThatLeavesHasSeenEnough() throws Exception {
        Run run = Run.withoutReader(folder, with(Run.BUNNY, "--frames", "2", "-o", "-"));
        assertEquals(0, run.status(), run.messages());
        assertFalse(run.messages().contains("zvideo: error"), run.messages());
    }

    /** Row 59, where the disk is the reader. */
    @Test
    void aFullDiskBehindThePipeIsAnError() throws Exception {
        Run run = Run.intoAFullDisk(
                folder,
                Stream.concat(Stream.of(Run.BUNNY, "--frames", "2", "-o", "-"), Stream.of(QUICK))
                        .toArray(String[]::new));
        assertEquals(74, run.status(), run.messages());
        assertTrue(run.messages().contains("standard output: "), run.messages());
    }

    private Run zvideo(String... arguments) throws Exception {
        return Run.of(
                folder, Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new));
    }

    private static void awaitAFileIn(Path folder) throws IOException, InterruptedException {
        while (true) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Thread.sleep(20);
        }
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

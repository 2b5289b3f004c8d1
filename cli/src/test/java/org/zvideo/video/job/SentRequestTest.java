package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.Main;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.Target;

/** A request goes to another process as JSON. Oracle: the file that the command line writes, byte by byte. */
class SentRequestTest {
    @TempDir
    Path folder;

    @Test
    void anotherProcessWritesTheSameFile() throws Exception {
        List<String> options = List.of(
                "--style",
                CommandLines.STYLE.toString(),
                "--model",
                CommandLines.TINY.toString(),
                "--size",
                "64",
                "--steps",
                "2",
                "--frames",
                "3",
                "--threads",
                "1",
                "--codec",
                "ffv1",
                "--color",
                "content");
        Path own = folder.resolve("own.mkv");
        run(
                Main.class,
                Stream.concat(Stream.of(CommandLines.BUNNY.toString(), "-o", own.toString()), options.stream())
                        .toList());
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path sent = elsewhere.resolve("sent.mkv");
        Path file = elsewhere.resolve("request.json");
        Files.writeString(
                file,
                RequestJson.write(
                        CommandLines.request(
                                        CommandLines.BUNNY,
                                        Stream.concat(Stream.of(CommandLines.BUNNY.toString()), options.stream())
                                                .toList())
                                .withTarget(Target.of(sent).withCodec(VideoCodec.FFV1)),
                        elsewhere));
        run(RequestRun.class, List.of(file.toString()));
        assertArrayEquals(Files.readAllBytes(own), Files.readAllBytes(sent));
    }

    private void run(Class<?> program, List<String> arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        program.getName()),
                                arguments.stream())
                        .toList())
                .redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}

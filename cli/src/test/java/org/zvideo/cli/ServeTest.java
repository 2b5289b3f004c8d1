package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.server.api.Controls;

/** The command {@code zvideo serve}. Oracle: what the process prints and how it ends, and the command's own options. */
class ServeTest {
    @TempDir
    Path folder;

    private Process start(String... more) throws Exception {
        String line = "serve --no-open --state state --out out --model " + Run.TINY + " ";
        return Run.start(folder, (line + String.join(" ", more)).strip().split(" +"));
    }

    /** Starts, is asked, refuses a second one on the same folder, and ends by a signal. */
    @Test
    void servesUntilItIsStopped() throws Exception {
        Process serve = start("--port", "0");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8))) {
            String link = out.readLine();
            assertTrue(link.matches("http://127\\.0\\.0\\.1:\\d+/#[0-9a-f]{64}"), link);
            String page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(link.replaceFirst("#.*", "")))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertTrue(page.startsWith("<!doctype html>"), page);
            Run.ended(start("--port", "0"))
                    .assertFailed(73, "another server (process " + serve.pid() + ") keeps its queue there");
            Run.signal(serve.toHandle(), "INT");
            assertEquals(130, serve.waitFor());
            String said = new String(serve.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.endsWith("zvideo: stopped; the queue is kept, and zvideo serve continues with it\n"), said);
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void aWatchedFolderIsStylizedWithoutAPage() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.copy(Path.of(Run.STYLE), in.resolve("photo.jpg"));
        Process serve = start("--watch in --headless --size 64 --steps 2 --style " + Run.STYLE);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(serve.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null && !line.contains("done")) {
                line = said.readLine();
            }
            assertNotNull(line);
            assertTrue(line.endsWith("photo.jpg: done, " + folder.toRealPath().resolve("out/photo.zvideo.jpg")), line);
            assertTrue(Files.size(folder.resolve("out/photo.zvideo.jpg")) > 1000);
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void wrongOptionsAreOneLine() throws Exception {
        Run.ended(start("nowhere")).assertFailed(66, "FOLDER nowhere: no such folder");
        Run.ended(start("--style", Run.STYLE)).assertFailed(64, "--style: only files of --watch need one");
        Run.ended(start("--palette", "0.1")).assertFailed(64, "--palette: only for files of --watch");
        Run.ended(start("--watch", ".")).assertFailed(64, "--watch needs --style");
        Run.ended(start("--watch . --style no.jpg")).assertFailed(66, "style no.jpg: no such file");
        Run.ended(start("--headless")).assertFailed(64, "--headless needs --watch");
        Run.ended(start("--port", "70000")).assertFailed(64, "expected 0 to 65535");
    }

    /** What the page offers has the help of an option that exists. */
    @Test
    void everyControlIsAnOption() {
        for (String name : Controls.options()) {
            assertTrue(CommandLines.options().contains("--" + name), name);
        }
    }
}

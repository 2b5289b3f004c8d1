package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Pages in a real browser, without a window and without a network. */
public final class Chromium {
    private Chromium() {}

    /**
     * Opens a page from the disk, runs a script in it a moment later and gives what the page is then. Fails if a script of
     * the page failed.
     */
    public static String afterScript(Path page, Path folder, String script) throws Exception {
        String text = Files.readString(page)
                .replace(
                        "<head>",
                        "<head><script>addEventListener('error', e =>"
                                + " document.documentElement.dataset.error = e.message || 'a file', true)</script>")
                .replace("</body>", "<script>setTimeout(() => {" + script + "}, 300)</script></body>");
        Path probe = Files.writeString(page.resolveSibling("probe.html"), text);
        Path dom = folder.resolve("dom.html");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=3000",
                        "--dump-dom",
                        probe.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(dom.toFile())
                .start();
        assertTrue(chromium.waitFor(60, TimeUnit.SECONDS));
        String shown = Files.readString(dom);
        assertFalse(shown.contains("data-error"), shown.substring(0, Math.min(300, shown.length())));
        return shown;
    }
}

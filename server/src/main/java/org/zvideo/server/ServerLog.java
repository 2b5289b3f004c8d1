package org.zvideo.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.zvideo.video.file.OwnFiles;

/** {@code log}, {@code log.1} and so on: what was asked and how it was answered, by patterns of routes. A full disk stops nothing. */
final class ServerLog {
    private static final int FILES = 5;
    private static final long MOST_BYTES = 1_000_000;

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    synchronized void line(String text, Optional<Throwable> fault) {
        StringWriter all = new StringWriter();
        PrintWriter out = new PrintWriter(all);
        out.print(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n");
        fault.ifPresent(why -> why.printStackTrace(out));
        out.flush();
        try {
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                turn();
            }
            try (FileChannel channel = OwnFiles.append(file)) {
                OwnFiles.writeAll(channel, all.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return; // nobody can be told
        }
    }

    private void turn() throws IOException {
        for (int n = FILES - 1; n > 0; n--) {
            Path older = n == 1 ? file : numbered(n - 1);
            if (Files.exists(older)) {
                OwnFiles.move(older, numbered(n));
            }
        }
    }

    private Path numbered(int n) {
        return file.resolveSibling(file.getFileName() + "." + n);
    }
}

package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * A job that its owner stops while the source is scanned, while the model works, and when only the finished frames are left
 * to write. Oracle: the file of a job that nobody stops, byte by byte.
 */
class StoppedJobTest {
    @TempDir
    Path folder;

    @Test
    void stopsInEveryPassAndLeavesNothingButItsWork() throws Exception {
        Stop never = new Stop(Integer.MAX_VALUE);
        new StyleTransferJob(request("whole.mkv")).run(never);
        byte[] whole = Files.readAllBytes(folder.resolve("whole.mkv"));
        List<Path> finished = names();
        int last = never.passed; // by a frame that the model has long finished
        for (int end : new int[] {1, last / 2, last}) {
            assertThrows(
                    CancellationException.class,
                    () -> new StyleTransferJob(request("out.mkv")).run(new Stop(end)),
                    "checkpoint " + end);
            List<Path> left = names();
            left.removeAll(finished);
            left.remove(folder.resolve("out.mkv.zvideo"));
            assertEquals(List.of(), left, "checkpoint " + end);
        }
        assertTrue(Files.exists(folder.resolve("out.mkv.zvideo/frame-000003.png")), "the model's last frame is kept");
        new StyleTransferJob(request("out.mkv")).run(JobListener.SILENT);
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.mkv")));
    }

    private StyleTransferRequest request(String output) {
        return CommandLines.small(folder.resolve(output), 4);
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** Stops at one of the places where a job may be stopped. */
    private static final class Stop implements JobListener {
        private final int end;
        private int passed;

        private Stop(int end) {
            this.end = end;
        }

        @Override
        public synchronized void checkpoint() {
            passed++;
            if (passed >= end) {
                throw new CancellationException();
            }
        }
    }
}

package org.zvideo.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobStore;
import org.zvideo.server.store.StateFolder;
import org.zvideo.video.request.StyleTransferRequest;

/** A watched folder, one look after the other. Oracle: exactly one job for each finished content. */
class WatchFolderTest {
    private static final Path CLIPS = Path.of(System.getProperty("zvideo.testdata"), "clips");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path in;
    private Path out;
    private StateFolder state;
    private JobQueue queue;
    private WatchFolder watch;
    private byte[] clip;

    @BeforeEach
    void start() throws Exception {
        in = Files.createDirectory(folder.resolve("in"));
        out = Files.createDirectory(folder.resolve("out"));
        state = StateFolder.take(folder.resolve("state"));
        queue = new JobQueue(new JobStore(state, said::add));
        clip = Files.readAllBytes(CLIPS.resolve("bunny.mp4"));
        watch = open(queue);
    }

    @AfterEach
    void end() {
        state.close();
    }

    private WatchFolder open(JobQueue jobs) throws Exception {
        Path any = Path.of("any.mp4");
        return new WatchFolder(
                new WatchFolder.Settings(
                        in,
                        false,
                        StyleTransferRequest.of(Path.of("/m"), any, Path.of("/s.jpg"), any),
                        Duration.ofMinutes(1)),
                out,
                jobs,
                folder.resolve("state/watch.json"),
                new WatchFolder.Texts(Throwable::getMessage, said::add));
    }

    private void look(int times) throws Exception {
        for (int n = 0; n < times; n++) {
            watch.look();
        }
    }

    private List<String> queued() {
        return queue.jobs().stream()
                .map(Job::output)
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void aFileThatGrowsIsTakenOnceWhenItIsWhole() throws Exception {
        Path growing = in.resolve("a.mp4");
        Files.createFile(growing);
        for (int piece = 0; piece < 20; piece++) {
            int from = clip.length * piece / 20;
            Files.write(
                    growing, Arrays.copyOfRange(clip, from, clip.length * (piece + 1) / 20), StandardOpenOption.APPEND);
            look(2);
            assertEquals(List.of(), queued(), "piece " + piece);
        }
        look(1);
        assertEquals(List.of("a.zvideo.mp4"), queued());
        look(10);
        assertEquals(1, queued().size());
        assertEquals(in.resolve("a.mp4"), queue.jobs().get(0).request().source().file());

        queue = new JobQueue(new JobStore(state, said::add)); // a new start
        watch = open(queue);
        look(10);
        assertEquals(1, queued().size(), "it is remembered");

        Files.write(growing, new byte[1000], StandardOpenOption.APPEND);
        look(3);
        assertEquals(List.of("a.zvideo.mp4", "a.zvideo-2.mp4"), queued(), "a file that was replaced is a new one");
        assertTrue(Files.exists(growing), "it stays where it is");
    }

    @Test
    void whatIsUnfinishedDamagedOrDoneIsLeftOut() throws Exception {
        for (String name : List.of(".a.mp4", "b.mp4.part", "c.tmp", "d.crdownload", "e.zvideo.mp4", "f.zvideo-2.mp4")) {
            Files.write(in.resolve(name), clip);
        }
        Files.createDirectory(in.resolve("below"));
        Files.write(in.resolve("below/g.mp4"), clip);
        Files.createSymbolicLink(in.resolve("h.mp4"), CLIPS.resolve("bunny.mp4"));
        Files.write(in.resolve("i.mp4"), new byte[5000]);
        Files.write(in.resolve("done.mp4"), clip);
        Files.write(out.resolve("done.zvideo.mp4"), clip);
        Files.write(in.resolve("notes.txt"), "notes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        look(10);
        assertEquals(List.of(), queued());
        assertEquals(3, said.size(), said.toString());
        assertTrue(said.get(0).equals("done.mp4: has the result done.zvideo.mp4, so it is left out"), said.toString());
        assertTrue(said.get(1).startsWith("error: ") && said.get(1).contains("i.mp4"), said.toString());
        look(10);
        assertEquals(3, said.size(), "once");
        Files.write(in.resolve("i.mp4"), clip);
        look(3);
        assertEquals(List.of("i.zvideo.mp4"), queued(), "it was mended");
    }

    /** The program ends between queueing and remembering: the list on the disk is that of before. */
    @Test
    void aStopBeforeItIsRememberedQueuesItOnce() throws Exception {
        Files.write(in.resolve("a.mp4"), clip);
        look(3);
        Files.delete(folder.resolve("state/watch.json"));
        watch = open(queue);
        look(5);
        assertEquals(1, queued().size());
    }
}

package org.zvideo.server.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.server.store.StateFolder;
import org.zvideo.video.request.StyleTransferRequest;

/** The queue without an engine. Oracle: a table written by hand, and what was answered before a stop without warning. */
class JobQueueTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private JobQueue open(StateFolder state) throws Exception {
        return new JobQueue(new JobStore(state, warnings::add));
    }

    private StyleTransferRequest request(String name) {
        return StyleTransferRequest.of(
                Path.of("/m"), Path.of("/in/" + name), Path.of("/s.jpg"), Path.of("/out/" + name));
    }

    private static final List<JobAction> ACTIONS = List.of(JobAction.values());

    /** What can be asked in each state, and what follows. */
    private static final Map<JobState, String> TABLE = Map.of(
            JobState.QUEUED, "pause:paused stop:stopped remove:gone",
            JobState.RUNNING, "pause:pausing stop:stopping",
            JobState.PAUSING, "resume:running stop:stopping",
            JobState.PAUSED, "resume:queued stop:stopped remove:gone",
            JobState.STOPPING, "",
            JobState.STOPPED, "resume:queued free:stopped remove:gone",
            JobState.DONE, "free:done adjust:adjusting remove:gone",
            JobState.ADJUSTING, "stop:done",
            JobState.FAILED, "retry:queued free:failed remove:gone");

    @Test
    void onlyWhatTheTableAllowsChangesAJob() throws Exception {
        Random random = new Random(1);
        try (StateFolder state = StateFolder.take(folder.resolve("state"))) {
            JobQueue queue = open(state);
            for (int walk = 0; walk < 20; walk++) {
                Job job = queue.add(request("a" + walk + ".mp4")).orElseThrow();
                for (int step = 0; step < 30; step++) {
                    JobState before = job.state();
                    JobAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
                    Optional<String> expected = List.of(TABLE.get(before).split(" ")).stream()
                            .filter(row -> row.startsWith(action.name().toLowerCase(java.util.Locale.ROOT) + ":"))
                            .map(row -> row.replaceFirst(".*:", ""))
                            .findFirst();
                    Optional<Job> after = action == JobAction.ADJUST
                            ? queue.adjust(job.id(), job.request().method())
                            : queue.act(job.id(), action);
                    assertEquals(expected.isPresent(), after.isPresent(), before + " " + action);
                    Optional<Job> now = queue.find(job.id());
                    if (expected.isPresent() && expected.get().equals("gone")) {
                        assertEquals(Optional.empty(), now);
                        break;
                    }
                    assertEquals(
                            expected.orElse(before.name().toLowerCase(java.util.Locale.ROOT)),
                            now.orElseThrow().state().name().toLowerCase(java.util.Locale.ROOT),
                            before + " " + action);
                    if (random.nextInt(3) == 0) {
                        engine(queue, random);
                    }
                    job = queue.find(job.id()).orElseThrow();
                }
                List.copyOf(queue.jobs()).forEach(left -> {
                    queue.letGo(left.id());
                    queue.act(left.id(), JobAction.STOP);
                    queue.act(left.id(), JobAction.REMOVE);
                });
            }
        }
    }

    /** What the engine may do at any time. */
    private static void engine(JobQueue queue, Random random) {
        Optional<Job> started =
                queue.jobs().stream().filter(job -> job.state().atWork()).findFirst();
        if (started.isEmpty()) {
            queue.start();
        } else if (random.nextBoolean()) {
            queue.letGo(started.get().id());
        } else {
            queue.ended(started.get().id(), new Outcome(random.nextBoolean(), "DONE", "", 1));
        }
    }

    /** The process ends at once, by whatever: what was answered is kept, and the job at work comes first. */
    @Test
    void aStopWithoutWarningLosesNothing() throws Exception {
        try (StateFolder state = StateFolder.take(folder.resolve("state"))) {
            JobQueue queue = open(state);
            List<String> ids = new ArrayList<>();
            for (String name : List.of("a.mp4", "b.mp4", "c.mp4", "d.mp4")) {
                ids.add(queue.add(request(name)).orElseThrow().id());
            }
            queue.act(ids.get(0), JobAction.PAUSE);
            assertTrue(queue.order(OptionalInt.of(queue.version()), List.of(ids.get(3), ids.get(2))));
            assertEquals(ids.get(3), queue.start().orElseThrow().id());
            queue.counted(ids.get(3), 12, 48, 1000);
            queue.act(ids.get(2), JobAction.STOP);
            assertTrue(queue.order(OptionalInt.empty(), List.of(ids.get(1), ids.get(3))));

            JobQueue again = open(state);
            assertEquals(
                    List.of(ids.get(3), ids.get(1), ids.get(2), ids.get(0)),
                    again.jobs().stream().map(Job::id).toList());
            assertEquals(
                    List.of(JobState.QUEUED, JobState.QUEUED, JobState.STOPPED, JobState.PAUSED),
                    again.jobs().stream().map(Job::state).toList());
            Job first = again.jobs().get(0);
            assertEquals(12, first.frames());
            assertEquals(request("d.mp4"), first.request());

            assertEquals(ids.get(3), again.start().orElseThrow().id());
            JobQueue third = open(state); // the second end without a frame in between
            Job failed = third.find(ids.get(3)).orElseThrow();
            assertEquals(JobState.FAILED, failed.state());
            assertEquals(
                    "zvideo ended twice while it worked on this, at frame 12; try again, or take another clip",
                    failed.outcome().orElseThrow().detail());
            assertEquals(ids.get(1), third.start().orElseThrow().id(), "the queue continues");
            third.attemptedWell(ids.get(1));
            JobQueue fourth = open(state);
            fourth.start();
            assertEquals(
                    JobState.QUEUED, open(state).find(ids.get(1)).orElseThrow().state(), "a frame was finished");
            assertEquals(List.of(), warnings);
        }
    }

    @Test
    void pausedStaysPausedAndDamageIsLeftOut() throws Exception {
        try (StateFolder state = StateFolder.take(folder.resolve("state"))) {
            JobQueue queue = open(state);
            Job bad = queue.add(request("a.mp4")).orElseThrow();
            Job good = queue.add(request("b.mp4")).orElseThrow();
            queue.pause(true);
            assertEquals(Optional.empty(), queue.start());
            assertTrue(open(state).paused());
            queue.pause(false);
            queue.goOn(false);
            assertTrue(open(state).paused(), "it waits for somebody");
            Files.writeString(folder.resolve("state/jobs/" + bad.id() + "/job.json"), "{\"state\": 1");
            Files.writeString(folder.resolve("state/queue.json"), "[");
            JobQueue left = open(state);
            assertEquals(
                    Set.of(good.id()),
                    Set.copyOf(left.jobs().stream().map(Job::id).toList()));
            assertEquals(2, warnings.size(), warnings.toString());
        }
    }
}

package org.zvideo.server.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * The jobs in their order. Every change is on the disk before anybody hears of it. Thread-safe: pages ask for changes, the
 * engine makes others.
 */
public final class JobQueue {
    private static final int MOST = 1000;
    private static final int ID_BYTES = 16;
    private static final int MOST_ATTEMPTS = 2;

    private final SecureRandom random = new SecureRandom();
    private final JobStore store;
    private final List<Job> jobs;
    private Listener listener = new Listener() {};
    private boolean paused;
    private boolean goOn;
    /** Counts changes of the order, so that two pages cannot undo each other's. */
    private int version;

    /** Is told of changes, while no other can happen; must not wait. */
    public interface Listener {
        default void changed(Job job) {}

        default void removed(Job job) {}

        /** The order, or whether jobs wait. */
        default void reordered() {}
    }

    /** The queue as the last server left it: what was at work then comes first. */
    public JobQueue(JobStore store) throws IOException {
        this.store = store;
        JobStore.Queue queue = store.read();
        this.paused = queue.paused();
        this.goOn = queue.goOn();
        this.jobs = new ArrayList<>();
        List<Job> later = new ArrayList<>();
        for (Job job : queue.jobs()) {
            Job now = afterStart(job);
            (job.state().atWork() && now.state() == JobState.QUEUED ? jobs : later).add(now);
        }
        jobs.addAll(later);
        if (!goOn && jobs.stream().anyMatch(job -> job.state() == JobState.QUEUED)) {
            paused = true;
        }
        jobs.forEach(job -> store.write(job, false));
        writeOrder();
    }

    private static Job afterStart(Job job) {
        return switch (job.state()) {
            case RUNNING ->
                job.attempts() < MOST_ATTEMPTS
                        ? job.in(JobState.QUEUED)
                        : job.ended(
                                JobState.FAILED,
                                new Outcome(
                                        false,
                                        "ENDED_TWICE",
                                        "zvideo ended twice while it worked on this, at frame " + job.frames()
                                                + "; try again, or take another clip",
                                        0));
            case PAUSING -> job.in(JobState.PAUSED);
            case STOPPING -> job.in(JobState.STOPPED);
            case ADJUSTING -> job.adjusted().isPresent() ? job : job.notAdjusted("");
            default -> job;
        };
    }

    public synchronized void listener(Listener told) {
        listener = told;
    }

    /** All jobs in their order. */
    public synchronized List<Job> jobs() {
        return List.copyOf(jobs);
    }

    public synchronized Optional<Job> find(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    public synchronized boolean paused() {
        return paused;
    }

    /** Whether a new start of the server begins at once with what waits. */
    public synchronized boolean goesOn() {
        return goOn;
    }

    public synchronized int version() {
        return version;
    }

    /** The first job whose result, or one that is to come, is this file. */
    public synchronized Optional<Job> ofOutput(Path file) {
        return jobs.stream().filter(job -> job.output().equals(file)).findFirst();
    }

    /**
     * Takes a request in, at the end.
     *
     * @return empty if the list is full
     */
    public synchronized Optional<Job> add(StyleTransferRequest request) {
        if (jobs.size() >= MOST) {
            return Optional.empty();
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Job job = Job.of(HexFormat.of().formatHex(bytes), request);
        store.write(job, true);
        jobs.add(job);
        writeOrder();
        listener.changed(job);
        listener.reordered();
        return Optional.of(job);
    }

    /**
     * Does what a page asks.
     *
     * @return the job as it is then; empty if its state does not allow that
     */
    public synchronized Optional<Job> act(String id, JobAction action) {
        Optional<Job> job = find(id);
        Optional<JobState> next = job.flatMap(one -> one.state().after(action));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        if (action == JobAction.REMOVE) {
            remove(job.get());
            return job;
        }
        if (action == JobAction.STOP && job.get().state() == JobState.ADJUSTING) {
            return Optional.of(put(job.get().notAdjusted(""), false));
        }
        Job changed = job.get().in(next.get());
        return Optional.of(put(action == JobAction.RETRY ? changed.attempted(0) : changed, false));
    }

    /** Asks for another look of a job that is done; empty if its state does not allow that. */
    public synchronized Optional<Job> adjust(String id, MethodRequest look) {
        return find(id).filter(job -> job.state().after(JobAction.ADJUST).isPresent())
                .map(job -> put(job.adjusting(look), false));
    }

    private void remove(Job job) {
        jobs.removeIf(other -> other.id().equals(job.id()));
        writeOrder();
        store.remove(job);
        listener.removed(job);
        listener.reordered();
    }

    /** Writes the order first, so that what is forgotten is in no list. */
    private void writeOrder() {
        version++;
        store.writeOrder(new JobStore.Queue(List.copyOf(jobs), paused, goOn));
    }

    private Job put(Job job, boolean requestToo) {
        store.write(job, requestToo);
        listener.changed(replaced(job));
        return job;
    }

    private Job replaced(Job job) {
        jobs.replaceAll(other -> other.id().equals(job.id()) ? job : other);
        return job;
    }

    private Optional<Job> change(String id, UnaryOperator<Job> change) {
        return find(id).map(job -> put(change.apply(job), false));
    }

    /**
     * Gives the jobs another order; those that are not named come last, as they were.
     *
     * @return whether the order was still the one of that version
     */
    public synchronized boolean order(OptionalInt known, List<String> ids) {
        if (known.isPresent() && known.getAsInt() != version) {
            return false;
        }
        List<Job> ordered = new ArrayList<>();
        ids.forEach(id -> find(id).filter(job -> !ordered.contains(job)).ifPresent(ordered::add));
        jobs.stream().filter(job -> !ordered.contains(job)).forEach(ordered::add);
        jobs.clear();
        jobs.addAll(ordered);
        writeOrder();
        listener.reordered();
        return true;
    }

    /** Whether jobs wait from now on, the one at work too. */
    public synchronized void pause(boolean wait) {
        paused = wait;
        writeOrder();
        listener.reordered();
    }

    /** Whether a new start of the server begins at once with what waits. */
    public synchronized void goOn(boolean atOnce) {
        goOn = atOnce;
        writeOrder();
        listener.reordered();
    }

    /** The next job to work on, marked as such; adjustments come first, since somebody looks at them. */
    public synchronized Optional<Job> start() {
        Optional<Job> adjusting =
                jobs.stream().filter(job -> job.state() == JobState.ADJUSTING).findFirst();
        if (adjusting.isPresent() || paused) {
            return adjusting;
        }
        return jobs.stream()
                .filter(job -> job.state() == JobState.QUEUED)
                .findFirst()
                .map(job -> put(job.in(JobState.RUNNING).attempted(job.attempts() + 1), false));
    }

    /** A frame of a job was finished, so the job does not end the program. */
    public synchronized void attemptedWell(String id) {
        find(id).filter(job -> job.attempts() > 0).ifPresent(job -> store.write(replaced(job.attempted(0)), false));
    }

    /** The program ends on purpose: the job at work is not to blame, however abruptly it ends. */
    public synchronized void ending() {
        List.copyOf(jobs).stream()
                .filter(job -> job.state().atWork())
                .forEach(job -> store.write(replaced(job.attempted(0)), false));
    }

    /** What of a job is done and kept. */
    public synchronized void counted(String id, long frames, long total, long bytes) {
        change(id, job -> job.counting(frames, total, bytes));
    }

    /** A job at work let go: it is what was asked of it, or waits for its turn again. */
    public synchronized void letGo(String id) {
        change(id, job -> switch (job.state()) {
            case PAUSING -> job.in(JobState.PAUSED);
            case STOPPING -> job.in(JobState.STOPPED);
            case RUNNING -> job.in(JobState.QUEUED).attempted(0);
            default -> job;
        });
    }

    /** A job came to its end. */
    public synchronized void ended(String id, Outcome outcome) {
        change(id, job -> job.ended(outcome.done() ? JobState.DONE : JobState.FAILED, outcome));
    }

    /** The result was made once more, of this request. */
    public synchronized void adjusted(String id, StyleTransferRequest made, Outcome outcome) {
        adjusting(id).ifPresent(job -> put(job.adjusted(made, outcome), true));
    }

    /** The result is the one of before, for this reason. */
    public synchronized void notAdjusted(String id, String problem) {
        adjusting(id).ifPresent(job -> put(job.notAdjusted(problem), false));
    }

    private Optional<Job> adjusting(String id) {
        return find(id).filter(job -> job.state() == JobState.ADJUSTING);
    }
}

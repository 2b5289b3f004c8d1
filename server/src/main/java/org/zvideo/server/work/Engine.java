package org.zvideo.server.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobState;
import org.zvideo.server.queue.Outcome;
import org.zvideo.video.job.IsolatedTrial;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.RestyleJob;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * The one thread that computes: jobs in their order, and short work between two runs of them. The number of LibTorch's threads
 * is one for the process, so nothing else may use the model; a job that makes room resumes to the same bits.
 */
public final class Engine implements AutoCloseable {
    /** Styles of the job, of a preview and of one before that. */
    private static final int STYLE_SETS = 3;

    private static final double BILLION = 1e9;

    private final JobQueue queue;
    private final Texts texts;
    private final Settings settings;
    private final Consumer<String> progressed;
    private final Queue<ShortWork> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, Live> lives = new ConcurrentHashMap<>();
    private final Delegate listener = new Delegate();
    /** Holds one ring, however often it is rung. */
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);

    private final Thread thread = new Thread(this::work, "engine");
    private final LoadedModel model = new LoadedModel(STYLE_SETS);
    private volatile boolean closing;

    /**
     * What the engine goes by.
     *
     * @param isolated    whether the files of a request are decoded in a process of its own first
     * @param keep        bytes of frames that jobs that are done may keep together
     * @param unloadAfter the time without work after which the model's memory is given back
     */
    public record Settings(Predicate<StyleTransferRequest> isolated, long keep, Duration unloadAfter) {}

    /** Work that a job makes room for. */
    interface ShortWork {
        /** Runs on the engine's thread. */
        void run(LoadedModel model, JobListener listener);

        /** Whether nobody waits for it any more. */
        boolean cancelled();
    }

    /** @param progressed told the id of a job of which something new shows; must not wait */
    public Engine(JobQueue queue, Texts texts, Settings settings, Consumer<String> progressed) {
        this.queue = queue;
        this.texts = texts;
        this.settings = settings;
        this.progressed = progressed;
    }

    /** Begins with what waits. */
    public void start() {
        thread.start();
    }

    /** What is known of a job while it runs. */
    public Live live(String id) {
        return lives.computeIfAbsent(id, key -> new Live());
    }

    /** A job is forgotten. */
    public void forget(String id) {
        lives.remove(id);
    }

    /** Has a look at what there is to do. */
    public void ring() {
        bell.offer(true);
    }

    /** Does this soon. */
    void soon(ShortWork work) {
        waiting.add(work);
        ring();
    }

    private void work() {
        while (!closing) {
            ShortWork next = waiting.poll();
            if (next != null) {
                runShort(next);
                continue;
            }
            Optional<Job> job = queue.start();
            if (job.isEmpty()) {
                rest();
            } else if (job.get().adjusted().isPresent()) {
                adjust(job.get());
            } else {
                run(job.get());
            }
        }
        model.close();
    }

    /** Waits for the bell; after a while the model goes. */
    private void rest() {
        try {
            if (bell.poll(settings.unloadAfter.toMillis(), TimeUnit.MILLISECONDS) == null) {
                model.close();
                bell.take();
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private void runShort(ShortWork work) {
        listener.set(new JobListener() {
            @Override
            public void checkpoint() {
                if (work.cancelled() || closing) {
                    throw new LetGo(false);
                }
            }
        });
        if (!work.cancelled()) {
            work.run(model, listener);
        }
    }

    private boolean stopped(String id) {
        return closing
                || queue.find(id).map(job -> job.state() != JobState.RUNNING).orElse(true)
                || queue.paused();
    }

    /** Whether somebody waits for something short. */
    private boolean wanted() {
        waiting.removeIf(ShortWork::cancelled);
        return !waiting.isEmpty();
    }

    private void run(Job job) {
        Live live = live(job.id());
        JobRun run = new JobRun(live, texts, () -> stopped(job.id()), this::wanted, new JobRun.Told() {
            @Override
            public void progressed() {
                progressed.accept(job.id());
            }

            @Override
            public void frameDone() {
                queue.attemptedWell(job.id());
            }
        });
        long start = System.nanoTime();
        try {
            listener.set(run);
            if (settings.isolated.test(job.request())) {
                new IsolatedTrial(job.request()).run(listener);
            }
            while (!finished(job.request(), run)) {
                for (ShortWork next = waiting.poll(); next != null; next = waiting.poll()) {
                    runShort(next);
                }
            }
            count(job, run);
            queue.ended(job.id(), new Outcome(true, "DONE", run.summary(), (System.nanoTime() - start) / BILLION));
            KeptWork.trim(queue, settings.keep);
        } catch (LetGo e) {
            count(job, run);
            queue.letGo(job.id());
        } catch (RuntimeException | Error e) {
            count(job, run);
            failed(job, e, (System.nanoTime() - start) / BILLION);
        } finally {
            live.rests();
            progressed.accept(job.id());
        }
    }

    /** Runs a job to its end, or to where it makes room; then it is not finished. */
    private boolean finished(StyleTransferRequest request, JobRun run) {
        listener.set(run);
        run.begins();
        try {
            new StyleTransferJob(request).run(model, listener);
            return true;
        } catch (LetGo e) {
            if (e.yielding()) {
                return false;
            }
            throw e;
        }
    }

    private void count(Job job, JobRun run) {
        long bytes = KeptWork.bytes(job.output());
        // a run that let go before it saw the frames of an earlier one does not know them
        long frames = run.kept() > 0 || bytes == 0 ? run.kept() : job.frames();
        queue.counted(job.id(), frames, Math.max(run.total(), job.total()), bytes);
    }

    private void failed(Job job, Throwable error, double seconds) {
        model.close(); // whatever state it is in, and the memory may be needed
        String line = texts.failure(error);
        live(job.id()).line("error: " + line);
        queue.ended(job.id(), new Outcome(false, texts.kind(error), line, seconds));
    }

    private void adjust(Job job) {
        Live live = live(job.id());
        JobRun run = new JobRun(
                live,
                texts,
                () -> closing
                        || queue.find(job.id())
                                .map(now -> now.adjusted().isEmpty())
                                .orElse(true),
                () -> false,
                new JobRun.Told() {
                    @Override
                    public void progressed() {
                        progressed.accept(job.id());
                    }

                    @Override
                    public void frameDone() {}
                });
        long start = System.nanoTime();
        listener.set(run);
        run.begins();
        try {
            restyled(job).run(listener);
            queue.adjusted(
                    job.id(),
                    job.request().withMethod(job.adjusted().orElseThrow()),
                    new Outcome(true, "DONE", run.summary(), (System.nanoTime() - start) / BILLION));
        } catch (LetGo e) {
            live.line("the look was left as it is");
        } catch (RuntimeException | Error e) {
            String line = texts.failure(e);
            live.line("error: " + line);
            queue.notAdjusted(job.id(), line);
        } finally {
            live.rests();
            progressed.accept(job.id());
        }
    }

    /** The result once more, into the same file, from the request whose frames are kept. */
    private static RestyleJob restyled(Job job) {
        Path folder = WorkFolder.of(job.output());
        MethodRequest look = job.adjusted().orElseThrow();
        StyleTransferRequest kept = RestyleJob.requestOf(folder);
        return new RestyleJob(
                folder,
                kept.withMethod(kept.method().withAfterModel(look.appearance(), look.strength(), look.contentColors()))
                        .withTarget(job.request().target().withOverwrite(Overwrite.REPLACE)));
    }

    /** Lets go of what is at work, and waits for that. */
    @Override
    public void close() {
        closing = true;
        queue.ending();
        ring();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

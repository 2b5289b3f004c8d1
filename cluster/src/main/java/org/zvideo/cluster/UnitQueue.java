package org.zvideo.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.job.JobListener;

/**
 * Has Spark compute the units of jobs, each as a job of Spark's own: one that fails then takes no other with it, and each result is
 * noted when it comes.
 */
final class UnitQueue {
    private static final long POLL_MILLIS = 20;
    private static final int MOST_AT_ONCE = 256;
    private static final int FOR_EACH_SLOT = 4;
    private static final Pattern EXIT = Pattern.compile("exited with code (\\d+)|[Ee]xit (?:status|code):? (\\d+)");
    private static final String KILLED = "137";
    /** What is wrong with one machine or with the settings is wrong for all units. */
    private static final Set<ErrorKind> OF_ALL = Set.of(
            ErrorKind.USAGE, ErrorKind.MISSING_INPUT, ErrorKind.UNAVAILABLE, ErrorKind.DEVICE, ErrorKind.WEIGHTS);

    private final JavaSparkContext spark;
    private final JobListener listener;
    private final Options options;
    private final List<FailedShot> failed = new ArrayList<>();
    private int done;
    private int all;
    private long lastNews = System.nanoTime();

    /**
     * How units are handed out.
     *
     * @param slots       units that are computed at a time, if that is known; 0 if not
     * @param inOrder     whether in the order of the film, not the longest first
     * @param processor   name of the processor that has to compute them; null for any
     * @param waitSeconds for the first executor
     */
    record Options(int slots, boolean inOrder, String processor, double waitSeconds) {}

    /** A unit that is to be computed. */
    private record Unit(ClusterJob job, int number) {
        long frames() {
            return job.list().frames(number);
        }

        int firstShot() {
            return job.list().units().get(number).get(0);
        }
    }

    /** A unit that Spark has. */
    private record Running(Unit unit, JavaFutureAction<List<String>> future) {}

    UnitQueue(JavaSparkContext spark, Options options, JobListener listener) {
        this.spark = spark;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Computes the units that are not done.
     *
     * @param jobs with the units of each
     * @return the shots that failed, in the order of the jobs and of the film
     * @throws MediaException if the cluster or the settings are such that none can be computed
     */
    List<FailedShot> run(List<ClusterJob> jobs, List<List<Integer>> units) {
        List<Unit> open = new ArrayList<>();
        for (int n = 0; n < jobs.size(); n++) {
            ClusterJob job = jobs.get(n);
            units.get(n).stream().map(unit -> new Unit(job, unit)).forEach(open::add);
        }
        open.sort(
                options.inOrder
                        ? Comparator.comparing((Unit unit) -> jobs.indexOf(unit.job))
                                .thenComparing(Unit::firstShot)
                        : Comparator.comparing(Unit::frames).reversed());
        all = open.size();
        try {
            work(new ArrayDeque<>(open));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException(ErrorKind.UNAVAILABLE, "interrupted");
        } finally {
            if (!spark.sc().isStopped()) {
                spark.cancelAllJobs();
            }
        }
        failed.sort(Comparator.comparing((FailedShot shot) -> jobs.indexOf(shot.job()))
                .thenComparing(FailedShot::shot));
        return failed;
    }

    private void work(Queue<Unit> open) throws InterruptedException {
        int most = options.slots == 0 ? MOST_AT_ONCE : Math.min(FOR_EACH_SLOT * options.slots, MOST_AT_ONCE);
        List<Running> running = new ArrayList<>();
        while (!open.isEmpty() || !running.isEmpty()) {
            requireApplication();
            while (!open.isEmpty() && running.size() < most) {
                running.add(submitted(open.remove()));
            }
            for (Iterator<Running> each = running.iterator(); each.hasNext(); ) {
                Running one = each.next();
                if (one.future.isDone()) {
                    each.remove();
                    take(one);
                }
            }
            listener.checkpoint();
            requireExecutors();
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private void requireApplication() {
        if (spark.sc().isStopped()) {
            throw new MediaException(
                    ErrorKind.UNAVAILABLE,
                    "master " + spark.master()
                            + ": has ended the application; the logs of its executors say why. A standalone"
                            + " master does so after spark.deploy.maxExecutorRetries executors that ended one after the other");
        }
    }

    private Running submitted(Unit unit) {
        spark.sc()
                .setJobDescription("zvideo unit " + unit.number + ": shots "
                        + unit.job.list().units().get(unit.number) + ", " + unit.frames() + " frames");
        return new Running(
                unit,
                spark.parallelize(List.of(Json.of(unit.job.order(unit.number, options.processor))), 1)
                        .map(new UnitTask())
                        .collectAsync());
    }

    /** The driver counts as an executor of its own. */
    private void requireExecutors() {
        if (spark.isLocal() || spark.sc().statusTracker().getExecutorInfos().length > 1) {
            lastNews = System.nanoTime();
        } else if ((System.nanoTime() - lastNews) / 1e9 > options.waitSeconds) {
            throw new MediaException(
                    ErrorKind.UNAVAILABLE,
                    "master " + spark.master() + ": no executor for "
                            + String.format(Locale.ROOT, "%.0f", options.waitSeconds)
                            + " s; look whether its workers have the cores and the memory that are asked for, or wait longer"
                            + " with --wait");
        }
    }

    private void take(Running one) throws InterruptedException {
        try {
            accept(one.unit, Json.read(one.future.get().get(0), UnitResult.class));
        } catch (ExecutionException e) {
            requireApplication();
            fail(
                    one.unit,
                    String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            fail(one.unit, "its result is damaged: " + e.getMessage());
        }
    }

    private void accept(Unit unit, UnitResult result) {
        if (result.version() != UnitResult.VERSION
                || result.unit() != unit.number
                || !result.job().equals(JobFolder.id(unit.job.list()))) {
            throw new IllegalArgumentException("it is of another job or version");
        }
        boolean whole = true;
        for (UnitResult.Shot shot : result.shots()) {
            if (shot.kind() == null) {
                continue;
            }
            whole = false;
            if (OF_ALL.contains(shot.kind())) {
                throw new MediaException(shot.kind(), shot.reason() + " (on " + result.host() + ")");
            }
            failed.add(new FailedShot(unit.job, shot.shot(), ExitCode.of(shot.kind()), shot.reason()));
        }
        if (whole) {
            unit.job.accept(result);
        }
        told(
                unit,
                whole ? "done" : "failed",
                String.format(Locale.ROOT, "on %s in %.1f s", result.host(), result.seconds()));
    }

    /** A unit that ended its executors, or that zvideo has a fault in. */
    private void fail(Unit unit, String message) {
        String reason = message.lines().findFirst().orElse("").replaceFirst("^Job aborted due to stage failure: ", "");
        Matcher exit = EXIT.matcher(reason);
        String status = exit.find() ? exit.group(1) == null ? exit.group(2) : exit.group(1) : "";
        boolean memory = status.equals(KILLED);
        for (int shot : unit.job.list().units().get(unit.number)) {
            failed.add(new FailedShot(
                    unit.job,
                    shot,
                    memory ? ExitCode.MEMORY : ExitCode.INTERNAL,
                    reason + (memory ? "; raise spark.executor.memoryOverhead with --conf" : "")));
        }
        told(unit, "failed", "on several executors");
    }

    private void told(Unit unit, String what, String where) {
        done++;
        listener.note("unit " + unit.number + " (shots "
                + unit.job.list().units().get(unit.number).toString().replaceAll("[\\[\\]]", "") + "; " + unit.frames()
                + " frames) " + what + " " + where + "; " + done + " of " + all + " units");
    }
}

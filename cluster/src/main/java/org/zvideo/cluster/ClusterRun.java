package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.core.os.Processor;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.job.ShotJoin;
import org.zvideo.video.job.ShotPlanning;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Plans requests, has their units computed by Spark and joins those that are whole. A request that fails does not stop the others,
 * nor does a shot.
 */
final class ClusterRun {
    private final SparkArguments arguments;
    private final RemoteFiles remote;
    private final Bounds bounds;
    private final Console console;
    private final Failures failures;
    private final Map<StyleTransferRequest, ExitCode> codes = new LinkedHashMap<>();

    /** @param bounds that each result has to meet */
    ClusterRun(SparkArguments arguments, RemoteFiles remote, Bounds bounds, Console console, Failures failures) {
        this.arguments = arguments;
        this.remote = remote;
        this.bounds = bounds;
        this.console = console;
        this.failures = failures;
    }

    /** Runs requests and returns the status of the first one that failed. */
    ExitCode run(List<StyleTransferRequest> requests) {
        arguments.settings(1); // what is wrong with them is wrong before hours of planning
        Map<StyleTransferRequest, ClusterJob> planned = new LinkedHashMap<>();
        for (StyleTransferRequest request : requests) {
            codes.put(request, ExitCode.OK);
            attempt(request, requests.size() > 1, () -> planned.put(request, plan(request)));
        }
        try {
            computeAndJoin(planned, requests.size() > 1);
        } catch (CancelledException e) {
            throw e.saying("stopped; the shots that were done are kept; the same command resumes after them");
        }
        return codes.values().stream()
                .filter(code -> code != ExitCode.OK)
                .findFirst()
                .orElse(ExitCode.OK);
    }

    private void computeAndJoin(Map<StyleTransferRequest, ClusterJob> planned, boolean several) {
        Map<ClusterJob, List<FailedShot>> failed = compute(planned);
        planned.forEach((request, job) -> {
            List<FailedShot> shots = failed.getOrDefault(job, List.of());
            if (shots.isEmpty()) {
                attempt(request, several, () -> codes.put(request, join(request, job)));
            } else {
                codes.put(request, shots.get(0).code());
                report(request, job, shots);
            }
        });
    }

    private void attempt(StyleTransferRequest request, boolean amongOthers, Runnable work) {
        try {
            work.run();
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!amongOthers) {
                throw e;
            }
            codes.put(request, failures.report(e));
        }
    }

    private ClusterJob plan(StyleTransferRequest request) {
        JobFolder folder = JobFolder.of(jobOf(request));
        ShotList list;
        try {
            list = new ShotPlanning(request, folder).run(arguments.groups(), console);
        } catch (RuntimeException | Error e) {
            removeEmpty(folder.base());
            throw e;
        }
        ClusterJob job = remote.place()
                .map(place -> remote.job(list, folder, place))
                .orElseGet(() -> ClusterJob.shared(list, folder));
        job.publish();
        return job;
    }

    /** A folder that was made for a job that is none stays only if something else is in it. */
    private static void removeEmpty(Path folder) {
        try {
            OwnFiles.removeEmptyFolder(folder);
        } catch (IOException e) {
            return; // what went wrong before is what matters
        }
    }

    private Path jobOf(StyleTransferRequest request) {
        if (remote.place().isPresent()) {
            return remote.stage().resolve(JobCopy.JOB);
        }
        Path output = request.target().file();
        return arguments.job() == null
                ? output.resolveSibling(output.getFileName() + ".job")
                : Path.of(arguments.job());
    }

    private Map<ClusterJob, List<FailedShot>> compute(Map<StyleTransferRequest, ClusterJob> planned) {
        Map<ClusterJob, List<FailedShot>> failed = new LinkedHashMap<>();
        List<ClusterJob> jobs = List.copyOf(planned.values());
        List<List<Integer>> open = new ArrayList<>();
        int units = 0;
        for (ClusterJob job : jobs) {
            open.add(job.open());
            units += open.get(open.size() - 1).size();
            int done = job.list().units().size() - open.get(open.size() - 1).size();
            if (done > 0) {
                console.note(job.folder().file() + ": " + done + " of "
                        + job.list().units().size() + " units are done already");
            }
        }
        if (units == 0) {
            return failed;
        }
        StyleTransferRequest first =
                jobs.get(0).list().request(jobs.get(0).folder().base());
        SparkSettings settings = arguments.settings(first.machine().threads().orElse(1));
        console.note(units + " units, " + settings.master() + ", " + settings.threads() + " thread(s) each");
        UnitQueue.Options options = new UnitQueue.Options(
                settings.isLocal() ? settings.localSlots() : settings.slots().orElse(0),
                arguments.inOrder(),
                arguments.sameCpu() ? Processor.here().model() : null,
                arguments.waitSeconds());
        new SparkRun(settings, options, arguments.ownJars(), console)
                .run(jobs, open, modelBytes(first))
                .forEach(shot -> failed.computeIfAbsent(shot.job(), job -> new ArrayList<>())
                        .add(shot));
        return failed;
    }

    private static long modelBytes(StyleTransferRequest request) {
        try (Stream<Path> files = Files.walk(request.machine().model())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return 0; // whoever opens it says what is wrong with it
        }
    }

    private ExitCode join(StyleTransferRequest request, ClusterJob job) {
        ConsistencyReport measured = new ShotJoin(job.list(), job.folder(), false)
                .run(request.target().overwrite(), console);
        remote.deliver(JobOutputs.names(request), console);
        job.clear(arguments.job() == null);
        return bounds.judge(measured, console::result) ? ExitCode.OK : ExitCode.BOUND_NOT_MET;
    }

    private static void report(StyleTransferRequest request, ClusterJob job, List<FailedShot> shots) {
        for (FailedShot shot : shots) {
            System.err.println("zvideo: error: " + shot.line());
        }
        System.err.println("zvideo: error: " + request.target().file() + ": not made, since " + shots.size() + " of "
                + job.list().shots().size()
                + " shots failed; the others are kept, and the same command computes these alone");
    }
}

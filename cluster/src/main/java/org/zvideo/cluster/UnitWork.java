package org.zvideo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.os.Processor;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotOutcome;
import org.zvideo.video.file.TemporaryFolder;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.ShotRun;

/**
 * A unit that an executor computes. Whatever is the fault of an input or of the settings is told as a result: an exception would
 * make Spark try it again.
 *
 * @param settings of Spark
 * @param host     name of this machine
 */
record UnitWork(
        UnitOrder order, ExecutorResources resources, Map<String, String> settings, String host, JobListener listener) {
    /** Computes it. */
    UnitResult run() throws InterruptedException, IOException {
        long start = System.nanoTime();
        Path file = Path.of(order.job());
        boolean shared = order.place() == null;
        Place place = shared ? new LocalPlace(file.getParent()) : new HadoopPlace(URI.create(order.place()), settings);
        JobFolder folder = shared
                ? JobFolder.of(file)
                : resources
                        .copy(
                                order.place() + " " + order.job(),
                                file.getParent().getParent(),
                                place)
                        .folder();
        ShotList list = folder.read();
        List<UnitResult.Shot> shots = new ArrayList<>();
        for (int shot : list.units().get(order.unit())) {
            shots.add(resources.withModel("zvideo shot " + shot, model -> shot(shot, list, folder, place, model)));
        }
        return new UnitResult(
                UnitResult.VERSION, JobFolder.id(list), order.unit(), shots, host, (System.nanoTime() - start) / 1e9);
    }

    private UnitResult.Shot shot(int shot, ShotList list, JobFolder folder, Place place, LoadedModel model) {
        String here = Processor.here().model();
        if (order.processor() != null && !order.processor().equals(here)) {
            return UnitResult.Shot.failed(
                    shot,
                    ErrorKind.UNAVAILABLE,
                    "the processor is " + here + ", not " + order.processor() + " as where the job was planned");
        }
        try {
            ShotOutcome outcome = new ShotRun(list, folder).outcome(shot, model, listener);
            if (outcome instanceof ShotOutcome.Failed failed
                    && failed.kind() == ErrorKind.CANNOT_CREATE
                    && order.place() == null) {
                return apart(shot, list, folder, place, model);
            }
            return told(outcome, list, folder, order.place() == null ? null : new ResultFiles(folder, place));
        } catch (IOException e) {
            return UnitResult.Shot.failed(
                    shot, ErrorKind.IO, "results of " + order.job() + " on " + host + ": " + FileReason.of(e));
        }
    }

    /**
     * Computes a shot whose work folder cannot be taken, on the disk of this machine: another attempt at the shot may still have
     * the folder, on a machine that is slow or was given up too early.
     */
    private UnitResult.Shot apart(int shot, ShotList list, JobFolder folder, Place place, LoadedModel model)
            throws IOException {
        try (TemporaryFolder own = Scratch.folder()) {
            JobFolder elsewhere = folder.withResults(own.path().resolve("shots"));
            ShotOutcome outcome = new ShotRun(list, elsewhere).outcome(shot, model, listener);
            return told(outcome, list, elsewhere, new ResultFiles(folder, place));
        }
    }

    /** @param to where the files of a shot that is done are brought; null if they lie where they belong */
    private static UnitResult.Shot told(ShotOutcome outcome, ShotList list, JobFolder folder, ResultFiles to)
            throws IOException {
        if (outcome instanceof ShotOutcome.Failed failed) {
            return UnitResult.Shot.failed(failed.shot(), failed.kind(), failed.message());
        }
        ShotOutcome.Done done = (ShotOutcome.Done) outcome;
        Path attempt = folder.attemptAt(list, done.shot())
                .orElseThrow(() -> new UncheckedIOException(new IOException("shot " + done.shot() + " has vanished")));
        if (to != null) {
            to.deliver(done.shot(), attempt);
        }
        return UnitResult.Shot.done(done.shot(), attempt.getFileName().toString(), done.machine());
    }
}

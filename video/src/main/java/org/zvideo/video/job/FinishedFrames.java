package org.zvideo.video.job;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.FilledWork;
import org.zvideo.video.farm.FrameSums;
import org.zvideo.video.report.SummedMeter;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * Gives each frame of the film the result that was computed elsewhere. What was measured on it waits for the thread that writes.
 */
final class FinishedFrames implements Stage<StyledFrame> {
    private final FilledWork work;
    private final Queue<SummedMeter.Taken> measured = new ConcurrentLinkedQueue<>();

    FinishedFrames(FilledWork work) {
        this.work = work;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<StyledFrame> out) {
        FilledWork.Finished finished = work.take(frame.number());
        if (finished.shot().knows(frame.number())
                && !finished.shot().admits(frame.number(), FrameSums.of(frame.image()))) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "frame " + frame.number() + " of the source is not the one that the job was planned with",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
        measured.add(new SummedMeter.Taken(
                Optional.ofNullable(finished.record().measured()),
                finished.record().seconds()));
        out.accept(new StyledFrame(
                frame.inShot(finished.shot().first()),
                finished.image(),
                finished.record().model()));
    }

    /** What was measured on the next frame that is written. */
    SummedMeter.Taken next() {
        SummedMeter.Taken next = measured.poll();
        if (next == null) {
            throw new NoSuchElementException("a frame was written that no stage delivered");
        }
        return next;
    }

    @Override
    public void end(Consumer<StyledFrame> out) {}

    @Override
    public void close() {
        measured.clear();
    }
}

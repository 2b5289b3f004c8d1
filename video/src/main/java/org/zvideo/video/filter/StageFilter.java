package org.zvideo.video.filter;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.Frame;
import org.zvideo.video.QueuedFilter;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * Stages as a JavaCV filter: each 8-bit BGR frame that is pushed can be pulled once, as the stages made it, with its
 * timestamp. Here frames get their numbers, and here alone they are copied from JavaCV's form and back into it.
 *
 * <p>{@code push(null)} asks for the results that are still due. The filter closes the stages when it stops.
 */
public class StageFilter extends QueuedFilter {
    private final Stage<StyledFrame> stages;
    private final long first;
    private Consumer<StyledFrame> listener = result -> {};
    /** Number of the next frame. */
    private long number;

    private long shotStart;

    public StageFilter(Stage<StyledFrame> stages) {
        this(stages, 0);
    }

    /** @param first number of the first frame that is pushed, which begins a shot */
    public StageFilter(Stage<StyledFrame> stages, long first) {
        this.stages = stages;
        this.first = first;
        number = first;
        shotStart = first;
        setPixelFormat(avutil.AV_PIX_FMT_BGR24);
    }

    /** Sets who is told each result, in order, just before it can be pulled; by the thread that pushes. */
    public final void onResult(Consumer<StyledFrame> told) {
        listener = told;
    }

    @Override
    public final void start() {
        stop();
    }

    /** The next frame that is pushed begins a shot. */
    protected final void beginShot() {
        shotStart = number;
    }

    /** @param frame null for the end: what is still under way is finished */
    @Override
    public final void push(Frame frame) {
        if (frame == null) {
            stages.end(this::deliver);
            return;
        }
        ShotFrame next = new ShotFrame(number, frame.timestamp, shotStart, RgbFrames.toImage(frame));
        number++;
        stages.accept(next, this::deliver);
    }

    private void deliver(StyledFrame result) {
        listener.accept(result);
        emit(RgbFrames.toFrame(result.image(), result.source().timestamp()));
    }

    @Override
    public final void stop() {
        super.stop();
        stages.close();
        number = first;
        shotStart = first;
    }
}

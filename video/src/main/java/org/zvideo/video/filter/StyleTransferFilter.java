package org.zvideo.video.filter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.PreparedFrame;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.Preparation;
import org.zvideo.video.stage.Schedule;

/**
 * Stylizes frames as a JavaCV filter: each 8-bit BGR frame that is pushed can be pulled once, stylized, with its
 * timestamp. All frames are one shot until {@link #cut}. One thread uses it; model and styles stay the caller's.
 *
 * <p>With {@link Schedule#LOOKAHEAD} a frame is prepared on a second thread while the one before it is stylized. Results
 * then come a frame later: pull gives null after the first push, and {@code push(null)} at the end asks for the last.
 */
public final class StyleTransferFilter extends ShotFilter implements ShotState {
    private final StyleTransfer transfer;
    private final Supplier<List<Style>> styles;
    private final Masks masks;
    private final Observers observers;
    private final Schedule schedule;
    private final Queue<Pending> pending = new ArrayDeque<>();
    private final Queue<Frame> results = new ArrayDeque<>();
    private Preparation preparation;
    private Shot shot;
    /** Of the next frame. */
    private long number;

    /** What watches a frame. */
    @FunctionalInterface
    public interface Observers {
        /**
         * @param frame     its number in the video, from 0 on
         * @param timestamp as pushed
         */
        FrameObserver of(long frame, long timestamp, RgbImage source);

        /** The result of a frame was there already; those after it look at it as at any other. */
        default void passed(long frame, Frame source) {}

        /** The next frame begins a shot. */
        default void cut() {}
    }

    private record Pending(long index, RgbImage source, long timestamp, Preparation.Result prepared) {}

    /**
     * @param styles asked for at every start and cut: they may be prepared as late as that
     * @param masks  where they act
     */
    public StyleTransferFilter(
            StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers, Schedule schedule) {
        this.transfer = transfer;
        this.styles = styles;
        this.masks = masks;
        this.observers = observers;
        this.schedule = schedule;
        setPixelFormat(avutil.AV_PIX_FMT_BGR24);
    }

    @Override
    public void start() {
        stop();
        open();
    }

    private void open() {
        shot = transfer.shot(styles.get());
        preparation = preparation == null ? new Preparation() : preparation;
    }

    @Override
    public void cut() {
        endShot();
        observers.cut();
        open();
    }

    private void endShot() {
        finish(0);
        if (shot != null) {
            shot.close();
        }
    }

    @Override
    public boolean save(Path file) throws IOException {
        return shot.save(file);
    }

    @Override
    public void restore(Path ofFirst, Path ofPrevious) {
        endShot();
        open();
        shot.restore(ofFirst, ofPrevious);
    }

    @Override
    public void skip() {
        number++;
    }

    @Override
    public void pass(Frame frame, boolean first) {
        if (first) {
            observers.cut();
        }
        observers.passed(number++, frame);
    }

    /** @param frame null for the end: what is still under way is finished */
    @Override
    public void push(Frame frame) {
        if (frame == null) {
            finish(0);
            return;
        }
        if (shot == null) {
            open();
        }
        RgbImage source = RgbFrames.toImage(frame);
        boolean ahead = schedule == Schedule.LOOKAHEAD;
        pending.add(new Pending(number++, source, frame.timestamp, ahead ? preparation.begin(shot, source) : null));
        finish(ahead ? 1 : 0);
    }

    /** Stylizes until no more than so many frames are under way. */
    private void finish(int left) {
        while (pending.size() > left) {
            Pending next = pending.remove();
            try {
                results.add(RgbFrames.toFrame(stylized(next), next.timestamp()));
            } catch (NonFiniteException e) {
                throw new NonFiniteException("frame " + next.index() + ", " + e.getMessage());
            }
        }
    }

    private RgbImage stylized(Pending frame) {
        List<Mask> here = masks.at(frame.timestamp());
        FrameObserver observer = observers.of(frame.index(), frame.timestamp(), frame.source());
        if (frame.prepared() == null) {
            return shot.next(frame.source(), here, observer);
        }
        try (PreparedFrame prepared = frame.prepared().get()) {
            return shot.next(prepared, here, observer);
        }
    }

    /** The next stylized frame, which the caller closes; null if there is none yet. */
    @Override
    public Frame pull() {
        return results.poll();
    }

    @Override
    public void stop() {
        if (preparation != null) {
            preparation.close();
            preparation = null;
        }
        pending.clear();
        results.forEach(Frame::close);
        results.clear();
        if (shot != null) {
            shot.close();
            shot = null;
        }
        number = 0;
    }

    @Override
    public void release() {
        stop();
    }
}

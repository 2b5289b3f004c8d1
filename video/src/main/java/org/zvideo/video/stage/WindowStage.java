package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.MotionShot;
import org.zvideo.core.MotionShot.Frame;
import org.zvideo.core.MotionTransfer;
import org.zvideo.core.Style;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.NonFiniteException;

/**
 * The innermost stage where a motion module ties frames together: it holds the frames of a shot until a stretch of whole windows is
 * there, or the shot ends, and gives all of their results then.
 *
 * <p>A frame that is handed ahead is passed over: no frame looks at another one but within its windows.
 *
 * <p>Model and styles stay the caller's.
 */
public final class WindowStage implements FrameModel {
    private final MotionTransfer transfer;
    private final Supplier<List<Style>> styles;
    private final Masks masks;
    private final Observers observers;
    private final Object telling = new Object();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private Set<ModelPicture.Part> wanted = Set.of();
    private @Nullable MotionShot shot;
    private long shotStart;

    /** A frame without a result. */
    private record Waiting(ShotFrame source, List<Mask> masks, ObservedFrame observed) {
        private Frame frame() {
            return new Frame(source.image(), masks, observed);
        }
    }

    /**
     * A stage without a shot.
     *
     * @param styles asked for when frames are stylized
     * @param masks  where the styles act
     */
    public WindowStage(MotionTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers) {
        this.transfer = transfer;
        this.styles = styles;
        this.masks = masks;
        this.observers = observers;
    }

    @Override
    public void make(Collection<Slot> slots) {
        wanted = Slot.parts(slots);
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        MotionShot current = shot;
        if (current == null || frame.shotStart() != shotStart) {
            end(out);
            current = open(frame.shotStart());
        }
        if (frame.ahead()) {
            return;
        }
        waiting.add(new Waiting(
                frame, masks.at(frame.timestamp()), new ObservedFrame(frame.number(), observers.of(frame), telling)));
        if (waiting.size() == current.stretch()) {
            stylize(current, out);
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        if (shot != null && !waiting.isEmpty()) {
            stylize(shot, out);
        }
    }

    private MotionShot open(long start) {
        if (shot != null) {
            shot.close();
        }
        MotionShot opened = transfer.shot(styles);
        shot = opened;
        shotStart = start;
        return opened;
    }

    private void stylize(MotionShot current, Consumer<ModelFrame> out) {
        List<ModelPicture> pictures;
        try {
            pictures = current.next(waiting.stream().map(Waiting::frame).toList(), wanted);
        } catch (NonFiniteException e) {
            throw new NonFiniteException(
                    "frames from " + waiting.element().source().number() + " on, " + e.getMessage());
        }
        for (ModelPicture picture : pictures) {
            Waiting done = waiting.remove();
            out.accept(new ModelFrame(
                    done.source(), picture.rounded(), done.observed().measures()));
        }
    }

    @Override
    public boolean save(Path file) throws IOException {
        return shot != null && shot.save(file);
    }

    @Override
    public boolean atRest() {
        return waiting.isEmpty();
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public void restore(long start, Path ofFirst, Path ofPrevious) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(waiting.size() + " frames are under way");
        }
        open(start).restore(ofPrevious);
    }

    @Override
    public void close() {
        waiting.clear();
        if (shot != null) {
            shot.close();
            shot = null;
        }
    }
}

package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.zvideo.core.FrameRole;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.PreparedFrame;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.ForwardingObserver;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.video.report.FrameMeasures;

/**
 * The innermost stage: the model works on each frame that comes. With {@link Schedule#LOOKAHEAD} a frame is prepared on a
 * second thread while the one before it is stylized.
 *
 * <p>A frame that is handed ahead is worked on at once and becomes what the frames of its shot see as their first one.
 *
 * <p>Model and styles stay the caller's. Close this stage before them: until then a thread may be at work.
 */
public final class ModelStage implements FrameModel {
    private final StyleTransfer transfer;
    private final Supplier<List<Style>> styles;
    private final Masks masks;
    private final Observers observers;
    private final Schedule schedule;
    private final Queue<Pending> pending = new ArrayDeque<>();
    private Set<ModelPicture.Part> wanted = Set.of();
    private Preparation preparation;
    private Shot shot;
    private long shotStart;

    /** A frame whose preparation is under way. */
    private record Pending(ShotFrame frame, Preparation.Result prepared) {}

    /** Remembers what the model says about a frame. */
    private static final class Measured extends ForwardingObserver {
        private final long frame;
        private final List<String> notes = new ArrayList<>();
        private FrameMeasures measures = FrameMeasures.NONE;

        private Measured(long frame, FrameObserver next) {
            super(next);
            this.frame = frame;
        }

        @Override
        public void retried(String why) {
            super.retried(note(why));
        }

        @Override
        public void noted(String what) {
            super.noted(note(what));
        }

        private String note(String what) {
            String line = "frame " + frame + ": " + what;
            notes.add(line);
            return line;
        }

        @Override
        public void measured(double energy, double styleDifference) {
            measures = FrameMeasures.of(energy, styleDifference);
            super.measured(energy, styleDifference);
        }
    }

    /**
     * @param styles asked for at the first frame of each shot: they may be prepared as late as that
     * @param masks  where the styles act
     */
    public ModelStage(
            StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers, Schedule schedule) {
        this.transfer = transfer;
        this.styles = styles;
        this.masks = masks;
        this.observers = observers;
        this.schedule = schedule;
    }

    @Override
    public void make(Collection<Slot> slots) {
        wanted = Slot.parts(slots);
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (shot == null || frame.shotStart() != shotStart) {
            finish(0, out);
            open(frame.shotStart());
        }
        if (frame.ahead()) {
            finish(0, out);
            modeled(new Pending(frame, null));
        } else if (schedule == Schedule.LOOKAHEAD) {
            pending.add(new Pending(frame, preparation.start(shot, frame.image())));
            finish(1, out);
        } else {
            out.accept(modeled(new Pending(frame, null)));
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        finish(0, out);
    }

    private void open(long start) {
        if (shot != null) {
            shot.close();
        }
        shot = transfer.shot(styles.get());
        shotStart = start;
        preparation = preparation == null ? new Preparation() : preparation;
    }

    /** Works until no more than the given number of frames are under way. */
    private void finish(int left, Consumer<ModelFrame> out) {
        while (pending.size() > left) {
            out.accept(modeled(pending.remove()));
        }
    }

    private ModelFrame modeled(Pending next) {
        ShotFrame frame = next.frame();
        List<Mask> here = masks.at(frame.timestamp());
        Measured observer = new Measured(frame.number(), observers.of(frame));
        try {
            ModelPicture picture = picture(next, here, observer).rounded();
            return new ModelFrame(frame, picture, observer.measures.withNotes(observer.notes));
        } catch (NonFiniteException e) {
            throw new NonFiniteException("frame " + frame.number() + ", " + e.getMessage());
        }
    }

    private ModelPicture picture(Pending next, List<Mask> here, FrameObserver observer) {
        if (next.prepared() == null) {
            return shot.picture(next.frame().image(), here, role(next.frame()), wanted, observer);
        }
        try (PreparedFrame prepared = next.prepared().get()) {
            return shot.picture(prepared, here, role(next.frame()), wanted, observer);
        }
    }

    private static FrameRole role(ShotFrame frame) {
        FrameRole role = switch (frame.role()) {
            case ORDINARY -> FrameRole.USUAL;
            case ANCHOR, AHEAD -> new FrameRole(true, true, false);
            case ALONE -> new FrameRole(false, false, true);
        };
        return frame.motion().map(role::along).orElse(role);
    }

    @Override
    public boolean save(Path file) throws IOException {
        return shot.save(file);
    }

    @Override
    public void restore(long start, Path ofFirst, Path ofPrevious) {
        if (!pending.isEmpty()) {
            throw new IllegalStateException(pending.size() + " frames are under way");
        }
        open(start);
        shot.restore(ofFirst, ofPrevious);
    }

    @Override
    public void close() {
        if (preparation != null) {
            preparation.close();
            preparation = null;
        }
        pending.clear();
        if (shot != null) {
            shot.close();
            shot = null;
        }
    }
}

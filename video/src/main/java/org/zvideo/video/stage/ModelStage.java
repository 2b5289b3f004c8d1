package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.zvideo.core.FrameInFlight;
import org.zvideo.core.FrameRole;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.torch.NonFiniteException;

/**
 * The innermost stage: the model works on each frame that comes, and on several at a time if the schedule says so. The
 * results of a frame then come with a later one. They have the same bits for any number of frames at a time.
 *
 * <p>A frame that is handed ahead is worked on at once and becomes what the frames of its shot see as their first one.
 *
 * <p>Model and styles stay the caller's. Close this stage before them: until then threads may be at work.
 */
public final class ModelStage implements FrameModel {
    private final StyleTransfer transfer;
    private final Supplier<List<Style>> styles;
    private final Masks masks;
    private final StyleMixes mixes;
    private final Observers observers;
    private final Schedule schedule;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private final Object telling = new Object();
    private Set<ModelPicture.Part> wanted = Set.of();
    private Crew crew;
    private Shot shot;
    private StylePreparation preparation;
    private long shotStart;

    /** A frame under way. */
    private record Flight(ShotFrame source, FrameInFlight frame, ObservedFrame observed, Crew.Task task) {
        private Flight(ShotFrame source, FrameInFlight frame, ObservedFrame observed) {
            this(source, frame, observed, new Crew.Task(frame::compute));
        }
    }

    /**
     * @param styles asked for at the first frame of each shot, by whatever thread: they may be prepared as late as that
     * @param masks  where the styles act
     */
    public ModelStage(
            StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers, Schedule schedule) {
        this(transfer, styles, masks, StyleMixes.FULL, observers, schedule);
    }

    /**
     * The same with styles that move in time.
     *
     * @param styles asked for at the first frame of each shot, by whatever thread: they may be prepared as late as that
     * @param masks  where the styles act
     * @param mixes  how far each style is reached
     */
    public ModelStage(
            StyleTransfer transfer,
            Supplier<List<Style>> styles,
            Masks masks,
            StyleMixes mixes,
            Observers observers,
            Schedule schedule) {
        this.transfer = transfer;
        this.styles = styles;
        this.masks = masks;
        this.mixes = mixes;
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
        begin(frame);
        // While the caller works on one frame, each other thread needs one to go on with and may finish that too.
        finish(frame.ahead() || schedule.frames() == 1 ? 0 : 2 * schedule.frames() - 1, out);
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        finish(0, out);
    }

    private void open(long start) {
        if (shot != null) {
            shot.close();
        }
        preparation = new StylePreparation(styles);
        shot = transfer.shot(preparation);
        shotStart = start;
        crew = crew == null ? new Crew(schedule.frames()) : crew;
        crew.give(preparation.task());
    }

    private void begin(ShotFrame source) {
        ObservedFrame observed = new ObservedFrame(source.number(), observers.of(source), telling);
        FrameInFlight frame = shot.begin(
                source.image(), masks.at(source.timestamp()), mixes.of(source), role(source), wanted, observed);
        Flight flight = new Flight(source, frame, observed);
        flights.add(flight);
        crew.give(flight.task());
    }

    /** Works until no more than the given number of frames are under way. */
    private void finish(int left, Consumer<ModelFrame> out) {
        while (flights.size() > left) {
            Flight oldest = flights.element();
            ModelFrame result = landed(oldest);
            flights.remove();
            if (!oldest.source().ahead()) {
                out.accept(result);
            }
        }
    }

    private ModelFrame landed(Flight flight) {
        crew.finish(preparation.task());
        preparation.get(); // what went wrong with a style is not the fault of a frame
        try {
            crew.finish(flight.task());
            Optional<ModelPicture> picture = shot.land(flight.frame());
            while (picture.isEmpty()) {
                again(flight);
                picture = shot.land(flight.frame());
            }
            return new ModelFrame(
                    flight.source(), picture.get().rounded(), flight.observed().measures());
        } catch (NonFiniteException e) {
            throw new NonFiniteException("frame " + flight.source().number() + ", " + e.getMessage());
        }
    }

    /** Computes the oldest frame once more, and with it those that may have looked at it. */
    private void again(Flight oldest) {
        List<Flight> later =
                oldest.frame().lookedAt() ? flights.stream().skip(1).toList() : List.of();
        later.forEach(flight -> flight.frame().stop());
        crew.recall(later.stream().map(Flight::task).toList());
        oldest.frame().restart();
        later.forEach(flight -> flight.frame().restart());
        crew.give(oldest.task());
        later.forEach(flight -> crew.give(flight.task()));
        crew.finish(oldest.task());
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
        if (!flights.isEmpty()) {
            throw new IllegalStateException(flights.size() + " frames are under way");
        }
        open(start);
        shot.restore(ofFirst, ofPrevious);
    }

    @Override
    public void close() {
        flights.forEach(flight -> flight.frame().stop());
        flights.clear();
        if (crew != null) {
            crew.close();
            crew = null;
        }
        if (shot != null) {
            shot.close();
            shot = null;
        }
    }
}

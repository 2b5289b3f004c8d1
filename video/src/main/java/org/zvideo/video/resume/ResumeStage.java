package org.zvideo.video.resume;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Consumer;
import org.zvideo.video.resume.Journal.Entry;
import org.zvideo.video.resume.StoredFrames.Place;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.ShotFrame.Role;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StageState;

/**
 * Keeps in a work folder what the stage inside makes of each frame, and takes from there what an earlier run has kept. The
 * stage inside sees only frames that are still to be done, and those that it has to remember for them where no stored state
 * stands for them.
 *
 * <p>The folder knows a frame by its place among the frames that come here, which are not all where only key frames do.
 */
public final class ResumeStage implements Stage<ModelFrame> {
    /** A state is written when the time since the last one is this many times what writing took. */
    private static final int STATE_COST_RATIO = 20;

    private final Stage<ModelFrame> inner;
    private final StageState state;
    private final StoredFrames stored;
    private final Consumer<ShotFrame> taken;
    /** Places of the frames that the stage inside has and has not given back. */
    private final Queue<Place> inside = new ArrayDeque<>();

    private ShotFrame ahead;
    private long shotStart = -1;
    private long shot;
    /** Place of the frame that those after it look at as their shot's first one; empty where that is the shot's own. */
    private OptionalLong anchor = OptionalLong.empty();

    private long next;
    /** Whether the stage inside has seen, or remembers, all frames of the shot so far. */
    private boolean live;
    /** Whether every frame of the job is kept. */
    private boolean whole;

    private long takenFrames;
    private long stateNanos;
    private long lastState = System.nanoTime();

    /**
     * @param state what the stage inside, or one inside that, remembers
     * @param taken told each frame whose result is taken from the folder
     */
    public ResumeStage(Stage<ModelFrame> inner, StageState state, WorkFolder work, Consumer<ShotFrame> taken) {
        this.inner = inner;
        this.state = state;
        this.stored = work.frames();
        this.taken = taken;
    }

    /** Says what is needed of each frame besides its picture: one that was kept without it is done again. */
    public void need(Collection<Slot> slots) {
        stored.need(slots);
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (frame.shotStart() != shotStart) {
            end(out);
            live = false;
            shotStart = frame.shotStart();
            shot = next;
            anchor = OptionalLong.empty();
            ahead = null;
        }
        if (frame.ahead()) {
            ahead = frame;
            return;
        }
        long place = next++;
        if (frame.role() == Role.ANCHOR) {
            anchor = OptionalLong.of(place);
        }
        // frames that are worked on together are made together again, even if some of them were kept
        Optional<ModelFrame> known = state.atRest() && canSkip(place) ? stored.result(place, frame) : Optional.empty();
        if (known.isPresent()) {
            end(out);
            live = false; // it does not see this frame
            takenFrames++;
            taken.accept(frame);
            out.accept(known.get());
        } else {
            activate(place);
            inside.add(new Place(place, shot, anchor));
            inner.accept(frame, result -> keep(result, out));
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(result -> keep(result, out));
    }

    /** Whether nobody needs the stage inside to see a frame. */
    private boolean canSkip(long place) {
        if (next == 1) {
            whole = stored.hasAll();
        }
        if (whole) {
            return true;
        }
        for (long n = place; stored.hasResult(n) && stored.entries().get(n).shot() == shot; n++) {
            Entry after = stored.entries().get(n + 1);
            if (stored.hasState(n, handedAhead()) || after != null && after.shot() == n + 1) {
                return true;
            }
        }
        return false;
    }

    private OptionalLong handedAhead() {
        return ahead == null ? OptionalLong.empty() : OptionalLong.of(ahead.number());
    }

    /** Brings the stage inside to where the shot stands before a frame. */
    private void activate(long place) {
        if (live) {
            return;
        }
        live = true;
        if (place == shot) {
            if (ahead != null) {
                lookAhead();
            }
        } else if (!stored.leavesNothing(place - 1)) {
            state.restore(shotStart, stored.firstState(place - 1, handedAhead()), stored.stateFile(place - 1));
        }
    }

    /** Lets the stage inside see the frame that was handed ahead, or restores what it left. */
    private void lookAhead() {
        if (stored.hasAhead(shot, ahead.number())) {
            state.restore(shotStart, stored.aheadFile(shot), stored.aheadFile(shot));
        } else {
            inner.accept(ahead, result -> {
                throw new IllegalStateException("a frame that was handed ahead has a result");
            });
            stored.keepAhead(shot, ahead.number(), state);
        }
    }

    private void keep(ModelFrame result, Consumer<ModelFrame> out) {
        Place removed = inside.remove();
        long place = removed.frame();
        Place kept = state.standsAlone() ? new Place(place, removed.shot(), OptionalLong.of(place)) : removed;
        if (!stored.hasResult(place) || !stored.hasState(place, handedAhead())) {
            long now = System.nanoTime();
            boolean first = place == kept.shot() || kept.anchor().equals(OptionalLong.of(place));
            boolean worth = state.atRest() && (first || now - lastState > STATE_COST_RATIO * stateNanos);
            stored.keep(kept, result, worth ? Optional.of(state) : Optional.empty());
            if (worth) {
                lastState = System.nanoTime();
                stateNanos = lastState - now;
            }
        }
        out.accept(result);
    }

    /** Number of frames whose results were taken from the work folder since this stage was made. */
    public long taken() {
        return takenFrames;
    }

    @Override
    public void close() {
        inner.close();
        inside.clear();
        live = false;
        ahead = null;
        anchor = OptionalLong.empty();
        shotStart = -1;
        shot = 0;
        next = 0;
    }
}

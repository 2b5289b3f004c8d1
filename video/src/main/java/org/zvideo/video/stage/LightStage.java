package org.zvideo.video.stage;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.LightChange;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.shot.Brightness;
import org.zvideo.video.stage.FadeIn.Held;
import org.zvideo.video.stage.ShotFrame.Role;

/**
 * Lets the light of the results follow the film's. The stages inside see frames in even light, divided by a gain γ, and what they
 * make is multiplied by it again; so fades go to black, and flickering light disturbs nothing that holds frames together.
 * <ul>
 * <li>γ follows the change of light from frame to frame where light alone explains it. Where it does not, γ returns toward 1
 * within a second: a slow change is the model's to show.
 * <li>A shot that fades in is held back until its light is steady; the model sees the first steady frame before all others,
 * and γ is followed backward from there.
 * <li>Nearly black frames fade over to the film's own, and frames of one color pass as they are.
 * <li>A frame in quite another light than its neighbors, a flash, stands alone. After three of them the shot begins again for
 * the stages inside: what came is here to stay.
 * <li>When nothing is left in the picture of the frame that the shot's frames look at as their first one, the present frame
 * takes its place.
 * </ul>
 *
 * <p>All of it depends on the film's frames alone. Results carry the film's own frame as their source.
 */
public final class LightStage implements Stage<StyledFrame> {
    /** The short side of the frames in which light is compared, at most. */
    private static final int LINES = 256;
    /** A mean below which a frame is dark, in levels. */
    private static final double DARK = 40;
    /** The change of light that counts from a frame to the next, and in a fade. */
    private static final double LEAST_CHANGE = 0.7;

    private static final double LEAST_FADING = 0.45;
    /** The exponent that takes γ back toward 1. */
    private static final double RETURN = 0.96;
    /** Below γ = BLACK the film's frame is shown, above twice that the result. */
    private static final double BLACK = 0.1;

    private static final double LEAST_GAIN = 0.05;
    private static final double MOST_GAIN = 4;
    /** {@link org.zvideo.video.flow.Trust#sameLight} below which a frame is in another light. */
    private static final double SAME_LIGHT = 0.5;
    /** The number of frames that may stand apart before the shot begins again. */
    private static final int MOST_APART = 3;
    /** How often the anchor is looked for, in frames, and the mean trust below which it is gone. */
    private static final int ANCHOR_INTERVAL = 10;

    private static final double ANCHOR_GONE = 0.1;

    private final Stage<StyledFrame> inner;
    private final SharedMotion motions;
    /** Frames without a result, in their order. */
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    /** A fade-in that is not over; null where there is none. */
    private FadeIn fading;

    private long shotStart = -1;
    /** Where the shot begins for the stages inside. */
    private long innerStart;
    /** The newest frame that others may be tied to; null before a shot's first. */
    private ShotFrame last;

    private ShotFrame anchor;
    private long anchorSeen;
    /** Frames since the last one that stand apart. */
    private int apart;
    /** Whether the shot began with frames of one color. */
    private boolean fromFlat;

    /**
     * A frame of the film.
     *
     * @param passes whether it is its own result
     */
    private record Waiting(ShotFrame film, boolean passes) {}

    /** Evens out light for a stage. */
    public LightStage(Stage<StyledFrame> inner, SharedMotion motions) {
        this.inner = inner;
        this.motions = motions;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<StyledFrame> out) {
        if (frame.shotStart() != shotStart) {
            release(out);
            shotStart = frame.shotStart();
            forget();
            fromFlat = false;
        }
        Brightness brightness = Brightness.of(frame.image());
        if (fading != null) {
            fading.add(frame, brightness);
            if (fading.isOver()) {
                release(out);
            }
        } else if (brightness.flat()) {
            pass(frame, out);
        } else if (last != null) {
            follow(frame, brightness, out);
        } else if (fromFlat || brightness.mean() < DARK) {
            fading = new FadeIn(fromFlat);
            fading.add(frame, brightness);
        } else {
            begin(frame, brightness, out);
        }
    }

    /** The shot begins, for the stages inside at least. */
    private void begin(ShotFrame frame, Brightness brightness, Consumer<StyledFrame> out) {
        innerStart = frame.number();
        anchor = lit(frame, 1, brightness);
        anchorSeen = frame.number();
        last = anchor;
        apart = 0;
        give(last, frame, out);
    }

    /** A frame with others before it. */
    private void follow(ShotFrame frame, Brightness brightness, Consumer<StyledFrame> out) {
        double change = change(frame, last, LEAST_CHANGE);
        boolean dark = brightness.mean() < DARK; // on its way to black, or from there
        double before = last.exposure().gain();
        double gain = change != 1 ? before * change : dark ? before : Math.pow(before, RETURN);
        ShotFrame lit = lit(frame, gain, brightness);
        FrameGeometry size = size(frame);
        boolean same = change != 1
                || motions.trust(lit, last, size.width(), size.height()).sameLight() >= SAME_LIGHT;
        if (same) {
            apart = 0;
            last = withAnchor(lit, size);
            give(last, frame, out);
        } else if (++apart > MOST_APART) {
            forget();
            begin(frame, brightness, out);
        } else {
            give(lit(frame, before, brightness).as(Role.ALONE), frame, out);
        }
    }

    /** The frame, as the new anchor if the old one is gone. */
    private ShotFrame withAnchor(ShotFrame frame, FrameGeometry size) {
        if (frame.number() - anchorSeen < ANCHOR_INTERVAL) {
            return frame;
        }
        anchorSeen = frame.number();
        if (motions.trust(frame, anchor, size.width(), size.height()).mean() >= ANCHOR_GONE) {
            return frame;
        }
        anchor = frame.as(Role.ANCHOR);
        return anchor;
    }

    /** Gives the frames of a fade-in to the stages inside, its first steady frame ahead of them. */
    private void release(Consumer<StyledFrame> out) {
        if (fading == null) {
            return;
        }
        List<Held> frames = fading.frames();
        int steady = fading.steady();
        fading = null;
        int next = 1;
        if (steady > 1 && !frames.get(steady).brightness().flat()) {
            next = steady + 1;
            fadeIn(frames.subList(0, next), out);
        } else {
            begin(frames.get(0).frame(), frames.get(0).brightness(), out);
        }
        for (Held held : frames.subList(next, frames.size())) {
            if (held.brightness().flat()) {
                pass(held.frame(), out);
            } else {
                follow(held.frame(), held.brightness(), out);
            }
        }
    }

    /** The last frame is the one to which γ counts. */
    private void fadeIn(List<Held> frames, Consumer<StyledFrame> out) {
        int steady = frames.size() - 1;
        double[] gains = new double[frames.size()];
        gains[steady] = 1;
        for (int n = steady - 1; n >= 0; n--) {
            gains[n] = gains[n + 1]
                    * change(frames.get(n).frame(), frames.get(n + 1).frame(), LEAST_FADING);
        }
        innerStart = frames.get(0).frame().number();
        ShotFrame reference = lit(frames.get(steady), 1);
        inner.accept(reference.handedAhead(), result -> deliver(result, out));
        for (int n = 0; n <= steady; n++) {
            Held held = frames.get(n);
            if (held.brightness().flat() && n > 0) {
                pass(held.frame(), out);
            } else {
                last = lit(held, gains[n]);
                give(last, held.frame(), out);
            }
        }
        anchor = reference;
        anchorSeen = reference.number();
        apart = 0;
    }

    private ShotFrame lit(Held held, double gain) {
        return lit(held.frame(), gain, held.brightness());
    }

    private double change(ShotFrame frame, ShotFrame other, double least) {
        FrameGeometry size = size(frame);
        FlowWarp motion = motions.between(frame, other, size.width(), size.height());
        return LightChange.between(
                motion,
                motions.film(frame, size.width(), size.height()),
                motions.film(other, size.width(), size.height()),
                least,
                1 / least);
    }

    private static FrameGeometry size(ShotFrame frame) {
        int width = frame.image().width();
        int height = frame.image().height();
        return FrameGeometry.of(width, height, Math.min(LINES, Math.min(width, height)), 1);
    }

    private ShotFrame lit(ShotFrame frame, double gain, Brightness brightness) {
        double bounded = Math.max(LEAST_GAIN, Math.min(MOST_GAIN, gain));
        double styled = Math.min(share(gain / BLACK - 1), share(brightness.deviation() / Brightness.FLAT - 1));
        return frame.inShot(innerStart).exposed(bounded, styled);
    }

    private static double share(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private void give(ShotFrame lit, ShotFrame film, Consumer<StyledFrame> out) {
        waiting.add(new Waiting(film, false));
        inner.accept(lit, result -> deliver(result, out));
    }

    /** The film's frame is the result. */
    private void pass(ShotFrame film, Consumer<StyledFrame> out) {
        if (last == null || ++apart > MOST_APART) {
            forget();
            fromFlat = true;
        }
        waiting.add(new Waiting(film, true));
        deliverPassing(out);
    }

    private void deliver(StyledFrame result, Consumer<StyledFrame> out) {
        ShotFrame film = waiting.remove().film;
        if (film.number() != result.source().number()) {
            throw new IllegalStateException("frame " + result.source().number() + " in place of " + film.number());
        }
        out.accept(new StyledFrame(film, result.image(), result.measures()));
        deliverPassing(out);
    }

    private void deliverPassing(Consumer<StyledFrame> out) {
        while (!waiting.isEmpty() && waiting.peek().passes) {
            ShotFrame film = waiting.remove().film;
            out.accept(new StyledFrame(film, film.image(), FrameMeasures.NONE));
        }
    }

    /** The next frame begins a shot for the stages inside. */
    private void forget() {
        last = null;
        anchor = null;
        apart = 0;
    }

    @Override
    public void end(Consumer<StyledFrame> out) {
        release(out);
        inner.end(result -> deliver(result, out));
    }

    @Override
    public void close() {
        fading = null;
        waiting.clear();
        forget();
        shotStart = -1;
        fromFlat = false;
        motions.close();
        inner.close();
    }
}

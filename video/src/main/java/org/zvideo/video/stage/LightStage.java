package org.zvideo.video.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.LightChange;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.shot.Brightness;
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
    /** The short side of the frames in which light is compared. */
    private static final int LINES = 256;
    /** A mean below which a frame is dark, in levels. */
    private static final double DARK = 40;
    /** How steady light is that has stopped rising. */
    private static final double STEADY = 0.02;
    /** The number of steady frames that end a fade. */
    private static final int STEADY_FRAMES = 3;
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
    /** Frames of a fade-in that is not over. */
    private final List<ShotFrame> fading = new ArrayList<>();

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
        if (!fading.isEmpty()) {
            fading.add(frame);
            if (isSteady()
                    || fading.size()
                            >= PaletteStage.mostHeld(
                                    frame.image().width(), frame.image().height())) {
                release(out);
            }
        } else if (brightness.flat()) {
            pass(frame, out);
        } else if (last != null) {
            follow(frame, brightness, out);
        } else if (fromFlat || brightness.mean() < DARK) {
            fading.add(frame);
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

    /** Whether the newest frames of a fade are steady. */
    private boolean isSteady() {
        int frames = fading.size();
        if (frames <= STEADY_FRAMES) {
            return false;
        }
        for (int n = frames - STEADY_FRAMES; n < frames; n++) {
            Brightness now = brightness(n);
            double rise = now.mean() / Math.max(1, brightness(n - 1).mean()) - 1;
            if (now.flat() || (fromFlat ? Math.abs(rise) : rise) >= STEADY) {
                return false;
            }
        }
        return true;
    }

    private Brightness brightness(int ofFading) {
        return Brightness.of(fading.get(ofFading).image());
    }

    /** Gives the frames of a fade-in to the stages inside, its first steady frame ahead of them. */
    private void release(Consumer<StyledFrame> out) {
        if (fading.isEmpty()) {
            return;
        }
        List<ShotFrame> frames = new ArrayList<>(fading);
        int steady = isSteady() ? frames.size() - STEADY_FRAMES : frames.size() - 1;
        List<Brightness> brightness = new ArrayList<>();
        for (int n = 0; n < frames.size(); n++) {
            brightness.add(brightness(n));
        }
        fading.clear();
        int next = 0;
        if (steady > 1 && !brightness.get(steady).flat()) {
            next = steady + 1;
            fadeIn(frames.subList(0, next), brightness, out);
        } else {
            begin(frames.get(0), brightness.get(0), out);
            next = 1;
        }
        for (; next < frames.size(); next++) {
            if (brightness.get(next).flat()) {
                pass(frames.get(next), out);
            } else {
                follow(frames.get(next), brightness.get(next), out);
            }
        }
    }

    /** The last frame is the one to which γ counts. */
    private void fadeIn(List<ShotFrame> frames, List<Brightness> brightness, Consumer<StyledFrame> out) {
        int steady = frames.size() - 1;
        double[] gains = new double[frames.size()];
        gains[steady] = 1;
        for (int n = steady - 1; n >= 0; n--) {
            gains[n] = gains[n + 1] * change(frames.get(n), frames.get(n + 1), LEAST_FADING);
        }
        innerStart = frames.get(0).number();
        ShotFrame reference = lit(frames.get(steady), 1, brightness.get(steady));
        inner.accept(reference.handedAhead(), result -> deliver(result, out));
        for (int n = 0; n <= steady; n++) {
            ShotFrame frame = frames.get(n);
            if (brightness.get(n).flat() && n > 0) {
                pass(frame, out);
            } else {
                last = lit(frame, gains[n], brightness.get(n));
                give(last, frame, out);
            }
        }
        anchor = reference;
        anchorSeen = reference.number();
        apart = 0;
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
        return FrameGeometry.of(frame.image().width(), frame.image().height(), LINES, 1);
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
        fading.clear();
        waiting.clear();
        forget();
        shotStart = -1;
        fromFlat = false;
        motions.close();
        inner.close();
    }
}

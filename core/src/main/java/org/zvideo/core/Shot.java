package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.NonFiniteException;

/**
 * Stylizes the frames of one shot, in order. It holds what frame i needs of frames 0 and i−1, one number for each frame, and
 * nothing else, however long the shot is. At a cut it is closed and a new one begins.
 *
 * <p>Several frames may be under way at once: one thread {@linkplain #begin begins} and {@linkplain #land lands} them in
 * their order, while others compute them. The results have the same bits for any number of frames under way.
 *
 * <p>Attention across frames feeds back. From the fourth frame on, one whose style difference is more than 3 times the
 * median of those before it in the shot is computed again and attends to itself alone; the paper's own method leaves it and
 * says so.
 */
public final class Shot implements AutoCloseable {
    private final ShotSettings settings;
    private final Supplier<Optional<LatentDiffusion>> fallback;
    private final FrameCodec codec;
    private final ShotMemory memory;
    private final Deque<FrameInFlight> flying = new ArrayDeque<>();
    private @Nullable FrameGeometry geometry;

    /** @param fallback the same model in float32, where this one computes in less */
    Shot(ShotSettings settings, Supplier<Optional<LatentDiffusion>> fallback) {
        this.settings = settings;
        this.fallback = fallback;
        this.codec = new FrameCodec(settings.options());
        this.memory = new ShotMemory(ties(), settings.options().memory());
    }

    private FrameTies ties() {
        return settings.options().method().ties();
    }

    /** Stylizes the next frame; every style acts everywhere. */
    public RgbImage next(RgbImage frame) {
        return next(frame, FrameObserver.NONE);
    }

    /** Stylizes the next frame; every style acts everywhere. */
    public RgbImage next(RgbImage frame, FrameObserver observer) {
        return next(frame, List.of(), observer);
    }

    /**
     * Stylizes the next frame.
     *
     * @param masks where each style acts, one per style in their order; none for everywhere
     * @return a picture of the frame's own size
     * @throws NonFiniteException if the computation did not stay finite
     */
    public RgbImage next(RgbImage frame, List<Mask> masks, FrameObserver observer) {
        return codec.finish(picture(frame, masks, FrameRole.USUAL, Set.of(), observer), frame);
    }

    /**
     * Computes the next frame as the model gives it, while no other is under way: {@link FrameCodec#finish} makes the result
     * of it.
     *
     * @param masks  where each style acts, one per style in their order; none for everywhere
     * @param role   what the frame is to those after it
     * @param wanted what is made besides the stylized picture
     * @throws NonFiniteException if the computation did not stay finite
     */
    public ModelPicture picture(
            RgbImage frame, List<Mask> masks, FrameRole role, Set<ModelPicture.Part> wanted, FrameObserver observer) {
        FrameInFlight flight = begin(frame, masks, role, wanted, observer);
        flight.compute();
        Optional<ModelPicture> picture = land(flight);
        while (picture.isEmpty()) {
            flight.restart();
            flight.compute();
            picture = land(flight);
        }
        return picture.get();
    }

    /** Begins the next frame of the shot, on which all styles act in full. */
    public FrameInFlight begin(
            RgbImage frame, List<Mask> masks, FrameRole role, Set<ModelPicture.Part> wanted, FrameObserver observer) {
        return begin(frame, masks, StyleMix.FULL, role, wanted, observer);
    }

    /**
     * Begins the next frame of the shot, which does no work yet.
     *
     * @param masks    where each style acts, one per style in their order; none for everywhere, and where the mix is not full
     * @param mix      how far each style is reached
     * @param role     what the frame is to those after it
     * @param wanted   what is made besides the stylized picture
     * @param observer told by the thread that computes the frame, and by the one that lands it
     */
    public FrameInFlight begin(
            RgbImage frame,
            List<Mask> masks,
            StyleMix mix,
            FrameRole role,
            Set<ModelPicture.Part> wanted,
            FrameObserver observer) {
        if (!masks.isEmpty() && !mix.full()) {
            throw new IllegalArgumentException("styles that move in time act everywhere: give no masks");
        }
        check(settings.size().geometry(frame.width(), frame.height()));
        FrameInFlight flight =
                new FrameInFlight(settings, frame, masks, mix, role, wanted, observer, memory.begin(role));
        flying.add(flight);
        return flight;
    }

    /** All frames need the same size, because they attend to each other. */
    private void check(FrameGeometry frame) {
        if (ties().any() && geometry != null && !geometry.equals(frame)) {
            throw new IllegalArgumentException("frame of " + frame.sourceWidth() + "x" + frame.sourceHeight()
                    + " in a shot of " + geometry.sourceWidth() + "x" + geometry.sourceHeight() + ": begin a new shot");
        }
        geometry = frame;
    }

    /**
     * Takes the oldest frame under way, which has been computed, as the model gives it.
     *
     * @return empty if it has to be {@linkplain FrameInFlight#restart computed once more}, in float32 or without the others.
     *     If it is {@linkplain FrameInFlight#lookedAt looked at}, those that began after it have to be stopped before that,
     *     and computed once more after it
     * @throws NonFiniteException if the computation did not stay finite
     */
    public Optional<ModelPicture> land(FrameInFlight frame) {
        if (flying.peek() != frame) {
            throw new IllegalStateException("frames land in their order");
        }
        FrameInFlight.Outcome outcome;
        try {
            outcome = frame.outcome();
        } catch (NonFiniteException e) {
            LatentDiffusion exact = Optional.of(frame)
                    .filter(FrameInFlight::reduced)
                    .flatMap(reduced -> fallback.get())
                    .orElseThrow(() -> e);
            frame.observer().retried(e.getMessage() + NonFiniteException.REMEDY);
            frame.computeBy(exact);
            return Optional.empty();
        }
        if (!frame.alone() && runsAway(outcome.measure(), frame.observer())) {
            frame.computeAlone();
            return Optional.empty();
        }
        flying.remove();
        memory.done(
                frame.role(),
                frame.links(),
                outcome.measure(),
                flying.stream().map(FrameInFlight::links).toList());
        frame.close();
        outcome.listener().finished();
        return Optional.of(outcome.picture());
    }

    /** Whether a frame runs away from those before it and has to be computed again for that. */
    private boolean runsAway(double measure, FrameObserver observer) {
        RunawayGuard guard = memory.guard();
        if (!ties().toOthers() || !guard.runsAway(measure)) {
            return false;
        }
        String finding = String.format(
                Locale.ROOT,
                "it runs away from the frames before it, %.3g against their median of %.3g",
                measure,
                guard.median());
        if (ties().runaway() == FrameTies.Runaway.NAMED) {
            observer.noted(finding);
            return false;
        }
        observer.retried(finding + "; computed again without them");
        return true;
    }

    /**
     * Writes what the frames to come need of the newest one that has landed, and waits until the disk has it. Where they
     * look at the anchor alone, that is little after any other frame.
     *
     * @return false if frames leave nothing behind
     */
    public boolean save(Path file) throws IOException {
        return memory.save(file);
    }

    /**
     * Continues where another shot with the same model, options and styles stopped.
     *
     * @param ofFirst    what {@link #save} wrote after the newest anchor, which is frame 0 if no other was named
     * @param ofPrevious what it wrote after the last frame that is done
     */
    public void restore(Path ofFirst, Path ofPrevious) {
        memory.restore(ofFirst, ofPrevious, settings.model().placement());
    }

    /** Bytes that the shot keeps for the frames to come. */
    long bytes() {
        return memory.bytes();
    }

    /** Frees what frames hold; no thread may be at work on one. */
    @Override
    public void close() {
        flying.forEach(FrameInFlight::close);
        flying.clear();
        memory.close();
    }
}

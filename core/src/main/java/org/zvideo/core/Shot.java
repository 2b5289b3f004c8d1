package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.error.Closing;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * Stylizes the frames of one shot, in order. It holds what frame i needs of frames 0 and i−1, one number for each frame, and
 * nothing else, however long the shot is. At a cut it is closed and a new one begins.
 *
 * <p>Attention across frames feeds back. From the fourth frame on, one whose style difference is more than 3 times the
 * median of those before it in the shot is computed again and attends to itself alone; the paper's own method leaves it and
 * says so.
 */
public final class Shot implements AutoCloseable {
    private final LatentDiffusion model;
    private final Supplier<Optional<LatentDiffusion>> fallback;
    private final ModelSize modelSize;
    private final StyleTransferOptions options;
    private final List<Style> styles;
    private final FrameCodec codec;
    private final ShotMemory memory;
    private FrameGeometry geometry;

    /** @param fallback the same model in float32, where this one computes in less */
    Shot(
            LatentDiffusion model,
            Supplier<Optional<LatentDiffusion>> fallback,
            ModelSize modelSize,
            StyleTransferOptions options,
            List<Style> styles) {
        this.model = model;
        this.fallback = fallback;
        this.modelSize = modelSize;
        this.options = options;
        this.styles = List.copyOf(styles);
        this.codec = new FrameCodec(options);
        this.memory = new ShotMemory(options.method().ties(), options.memory());
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
     * Computes the part of a frame that needs no other frame. Another thread may do so for the next frame while this shot
     * stylizes one.
     *
     * @param progress run after each of T runs of the U-Net
     */
    public PreparedFrame prepare(RgbImage frame, Runnable progress) {
        return prepare(model, frame, progress);
    }

    /** Reports the first half of a frame's runs. */
    private Runnable counting(FrameObserver observer) {
        AtomicInteger done = new AtomicInteger();
        return () ->
                observer.progress(done.incrementAndGet(), 2 * options.method().steps());
    }

    private PreparedFrame prepare(LatentDiffusion with, RgbImage frame, Runnable progress) {
        FrameGeometry size = modelSize.geometry(frame.width(), frame.height());
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("preparation")) {
            Tensor content = with.vae().encode(with.placement().toLatentFormat(FrameCodec.content(frame, size)));
            return new PreparedFrame(frame, size, path(with).invert(content, progress));
        }
    }

    /**
     * Stylizes the next frame.
     *
     * @param masks where each style acts, one per style in their order; none for everywhere
     * @return a picture of the frame's own size
     * @throws NonFiniteException if the computation did not stay finite
     */
    public RgbImage next(PreparedFrame frame, List<Mask> masks, FrameObserver observer) {
        return codec.finish(picture(frame, masks, FrameRole.USUAL, Set.of(), observer), frame.source());
    }

    /**
     * Computes the next frame as the model gives it: {@link FrameCodec#finish} makes the result of it.
     *
     * @param masks  where each style acts, one per style in their order; none for everywhere
     * @param role   what the frame is to those after it
     * @param wanted what is made besides the stylized picture
     * @throws NonFiniteException if the computation did not stay finite
     */
    public ModelPicture picture(
            RgbImage frame, List<Mask> masks, FrameRole role, Set<ModelPicture.Part> wanted, FrameObserver observer) {
        check(masks);
        try (PreparedFrame prepared = prepare(frame, counting(observer))) {
            return picture(prepared, masks, role, wanted, observer);
        }
    }

    /**
     * Computes the next frame, whose first half is done, as the model gives it.
     *
     * @param masks  where each style acts, one per style in their order; none for everywhere
     * @param role   what the frame is to those after it
     * @param wanted what is made besides the stylized picture
     * @throws NonFiniteException if the computation did not stay finite
     */
    public ModelPicture picture(
            PreparedFrame frame,
            List<Mask> masks,
            FrameRole role,
            Set<ModelPicture.Part> wanted,
            FrameObserver observer) {
        check(masks);
        check(frame.size());
        try {
            return picture(model, frame, masks, role, wanted, observer);
        } catch (NonFiniteException e) {
            LatentDiffusion exact = fallback.get().orElseThrow(() -> e);
            observer.retried(e.getMessage() + NonFiniteException.REMEDY);
            try (PreparedFrame again = prepare(exact, frame.source(), counting(observer))) {
                return picture(exact, again, masks, role, wanted, observer);
            }
        }
    }

    private DualPath path(LatentDiffusion with) {
        return new DualPath(with, options.method(), options.memory());
    }

    private ModelPicture picture(
            LatentDiffusion with,
            PreparedFrame frame,
            List<Mask> masks,
            FrameRole role,
            Set<ModelPicture.Part> wanted,
            FrameObserver observer) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("frame");
                TensorOwner owner = new TensorOwner("stylized latent")) {
            FrameRun run = new FrameRun(
                    with,
                    frame,
                    styles,
                    masks,
                    references(masks, frame.size()),
                    memory.earlierFrames(
                            role, role.motion().map(motion -> FrameCodec.alignment(motion, frame.size(), with))),
                    wanted,
                    observer,
                    owner);
            FrameRun.Result first = run.stylize(path(with), memory.room(role));
            FrameRun.Result result = Closing.onFailure(first, () -> guarded(first, run, role));
            return Closing.onFailure(result, () -> {
                ModelPicture picture = run.picture(result);
                memory.add(role, result.features(), result.measure());
                result.listener().finished();
                return picture;
            });
        }
    }

    /** The result itself, or what takes its place if it runs away from the frames before it. */
    private FrameRun.Result guarded(FrameRun.Result result, FrameRun run, FrameRole role) {
        FrameTies ties = options.method().ties();
        RunawayGuard guard = memory.guard();
        if (!ties.toOthers() || !guard.runsAway(result.measure())) {
            return result;
        }
        String finding = String.format(
                Locale.ROOT,
                "it runs away from the frames before it, %.3g against their median of %.3g",
                result.measure(),
                guard.median());
        if (ties.runaway() == FrameTies.Runaway.NAMED) {
            run.observer().noted(finding);
            return result;
        }
        result.close();
        run.observer().retried(finding + "; computed again without them");
        DualPath alone = new DualPath(
                run.model(), options.method().withTies(ties.withAttend(List.of(Source.SELF))), options.memory());
        return run.stylize(alone, memory.room(role));
    }

    private void check(List<Mask> masks) {
        if (!masks.isEmpty() && masks.size() != styles.size()) {
            throw new IllegalArgumentException(
                    masks.size() + " masks for " + styles.size() + " styles: expected one per style");
        }
    }

    /** All frames need the same size, because they attend to each other. */
    private void check(FrameGeometry frame) {
        if (options.method().ties().any() && geometry != null && !geometry.equals(frame)) {
            throw new IllegalArgumentException("frame of " + frame.sourceWidth() + "x" + frame.sourceHeight()
                    + " in a shot of " + geometry.sourceWidth() + "x" + geometry.sourceHeight() + ": begin a new shot");
        }
        geometry = frame;
    }

    /** The styles with their masks on the grids of a frame. */
    private List<StyleReference> references(List<Mask> masks, FrameGeometry size) {
        return IntStream.range(0, styles.size())
                .mapToObj(n -> StyleReference.of(
                        styles.get(n).features(),
                        styles.get(n).lambda(),
                        masks.isEmpty() ? Optional.empty() : Optional.of(FrameCodec.region(masks.get(n), size, model))))
                .toList();
    }

    /**
     * Writes what the frames to come need of the newest one, and waits until the disk has it. Where they look at the anchor
     * alone, that is little after any other frame.
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
        memory.restore(ofFirst, ofPrevious, model.placement());
    }

    /** Bytes that the shot keeps for the frames to come. */
    long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        memory.close();
    }
}

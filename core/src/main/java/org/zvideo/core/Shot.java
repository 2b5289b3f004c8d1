package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * The frames of one shot, in order. Holds what frame i needs of frames 0 and i−1, no more, however long the shot; a cut
 * closes it and begins another.
 */
public final class Shot implements AutoCloseable {
    private final Computation computation;
    private final Supplier<Optional<Computation>> fallback;
    private final Sizes sizes;
    private final StyleTransferOptions options;
    private final List<Style> styles;
    private FrameGeometry geometry;
    private FrameFeatures first;
    private FrameFeatures previous;

    /** The sizes of frames of a source inside the model. */
    @FunctionalInterface
    interface Sizes {
        FrameGeometry of(int width, int height);
    }

    /** @param exactly the same in float32, where the computation is in less */
    Shot(
            Computation computation,
            Supplier<Optional<Computation>> fallback,
            Sizes sizes,
            StyleTransferOptions options,
            List<Style> styles) {
        this.computation = computation;
        this.fallback = fallback;
        this.sizes = sizes;
        this.options = options;
        this.styles = List.copyOf(styles);
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
        check(masks);
        try (PreparedFrame prepared = prepare(frame, counting(observer))) {
            return next(prepared, masks, observer);
        }
    }

    /**
     * Does the part of a frame that needs no other frame. Another thread may do it for the next frame while this shot
     * stylizes one.
     *
     * @param progress run after each of T runs of the U-Net
     */
    public PreparedFrame prepare(RgbImage frame, Runnable progress) {
        return prepare(computation, frame, progress);
    }

    /** Tells of the first half of a frame's runs. */
    private Runnable counting(FrameObserver observer) {
        AtomicInteger done = new AtomicInteger();
        return () ->
                observer.progress(done.incrementAndGet(), 2 * options.method().steps());
    }

    private PreparedFrame prepare(Computation with, RgbImage frame, Runnable progress) {
        FrameGeometry size = sizes.of(frame.width(), frame.height());
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("preparation")) {
            Tensor scaled = Images.resize(Pictures.toTensor(frame), size.height(), size.width());
            Tensor content = with.model()
                    .vae()
                    .encode(with.model()
                            .placement()
                            .toLatentFormat(Images.padded(scaled, size.paddedHeight(), size.paddedWidth())));
            return new PreparedFrame(frame, size, with.path().invert(content, progress));
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
        check(masks);
        check(frame.size());
        try {
            return next(computation, frame, masks, observer);
        } catch (NonFiniteException e) {
            Computation again = fallback.get().orElseThrow(() -> e);
            observer.retried(e.getMessage());
            try (PreparedFrame anew = prepare(again, frame.source(), counting(observer))) {
                return next(again, anew, masks, observer);
            }
        }
    }

    private RgbImage next(Computation with, PreparedFrame frame, List<Mask> masks, FrameObserver observer) {
        FrameGeometry size = frame.size();
        DualPath path = with.path();
        boolean remembers = path.options().ties().any();
        FrameFeatures features = new FrameFeatures(options.memory());
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("frame");
                TensorOwner owner = new TensorOwner("stylized latent")) {
            Optional<EarlierFrames> past =
                    first == null ? Optional.empty() : Optional.of(new EarlierFrames(first, previous));
            List<StyleReference> references = references(masks, size);
            Tensor content = frame.inversion().at(0);
            FrameListener listener = new FrameListener(
                    with,
                    options,
                    styles,
                    observer,
                    size,
                    content,
                    past.isPresent() && !options.method().ties().attend().isEmpty(),
                    path.runs(content, references));
            Stylized stylized = path.stylize(
                    frame.inversion(),
                    references,
                    past,
                    remembers ? Optional.of(features) : Optional.empty(),
                    owner,
                    listener);
            RgbImage result = Pictures.toImage(
                    finished(picture(with.model(), stylized, size), Pictures.toTensor(frame.source())));
            if (remembers) {
                remember(features);
            } else {
                features.close();
            }
            listener.finished();
            return result;
        } catch (RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    private void check(List<Mask> masks) {
        if (!masks.isEmpty() && masks.size() != styles.size()) {
            throw new IllegalArgumentException(
                    masks.size() + " masks for " + styles.size() + " styles: expected one per style");
        }
    }

    /** Frames look at each other: they have one size. */
    private void check(FrameGeometry frame) {
        if (options.method().ties().any() && geometry != null && !geometry.equals(frame)) {
            throw new IllegalArgumentException("frame of " + frame.sourceWidth() + "x" + frame.sourceHeight()
                    + " in a shot of " + geometry.sourceWidth() + "x" + geometry.sourceHeight() + ": begin a new shot");
        }
        geometry = frame;
    }

    private void remember(FrameFeatures features) {
        if (first == null) {
            first = features;
        } else if (previous != first) {
            previous.close();
        }
        previous = features;
    }

    /** The picture [1, 3, H, W] of the source's size. */
    private static Tensor picture(LatentDiffusion model, Stylized stylized, FrameGeometry size) {
        Tensor picture = model.vae().decode(stylized.latent());
        return scaled(
                stylized.unstyled()
                        .map(region -> region.kept(picture, model.vae().decode(region.reconstructed())))
                        .orElse(picture),
                size);
    }

    static Tensor scaled(Tensor picture, FrameGeometry size) {
        if (!Ops.finite(picture)) {
            throw new NonFiniteException("the picture holds NaN or infinite values");
        }
        Tensor cropped = Images.cropped(picture, size.height(), size.width());
        return Images.resize(cropped, size.sourceHeight(), size.sourceWidth())
                .cpu()
                .to(ScalarType.Float);
    }

    /** Colors and strength are made of this frame and its result alone: they add no flicker of their own. */
    private Tensor finished(Tensor decoded, Tensor source) {
        Tensor picture = Images.clamped(decoded);
        Tensor colored = options.contentColors() == 0
                ? picture
                : Ops.combine(
                        1 - options.contentColors(),
                        picture,
                        options.contentColors(),
                        Images.recolored(picture, source));
        return options.strength() == 1
                ? colored
                : Ops.combine(1 - options.strength(), source, options.strength(), colored);
    }

    /** The styles with their masks on the grids of a frame. */
    private List<StyleReference> references(List<Mask> masks, FrameGeometry size) {
        return IntStream.range(0, styles.size())
                .mapToObj(n -> StyleReference.of(
                        styles.get(n).features(),
                        styles.get(n).lambda(),
                        masks.isEmpty() ? Optional.empty() : Optional.of(region(masks.get(n), size))))
                .toList();
    }

    /** Feathered in the frame's pixels, then on the frame's way into the model. */
    private RegionMask region(Mask mask, FrameGeometry size) {
        LatentDiffusion model = computation.model();
        int factor = model.vae().config().factor();
        Tensor wide = Images.resizeLinear(Pictures.toTensor(mask), size.sourceHeight(), size.sourceWidth());
        Tensor soft = RegionMask.feathered(wide.squeeze(0).squeeze(0), mask.feather())
                .unsqueeze(0)
                .unsqueeze(0);
        Tensor padded = Images.padded(
                Images.resizeLinear(soft, size.height(), size.width()), size.paddedHeight(), size.paddedWidth());
        return new RegionMask(
                model.placement().toLatentFormat(padded.squeeze(0).squeeze(0)),
                size.paddedHeight() / factor,
                size.paddedWidth() / factor,
                model.unetConfig().levels());
    }

    /**
     * Writes what the newest frame leaves for those to come, and waits until the disk has it.
     *
     * @return false if frames leave nothing behind
     */
    public boolean save(Path file) throws IOException {
        if (previous == null) {
            return false;
        }
        previous.write(file);
        return true;
    }

    /**
     * Goes on where another shot with the same model, options and styles stopped.
     *
     * @param ofFirst    what {@link #save} wrote after frame 0
     * @param ofPrevious what it wrote after the last frame that is done
     */
    public void restore(Path ofFirst, Path ofPrevious) {
        close();
        first = FrameFeatures.read(
                ofFirst, options.memory(), computation.model().placement());
        previous = ofFirst.equals(ofPrevious)
                ? first
                : FrameFeatures.read(
                        ofPrevious, options.memory(), computation.model().placement());
    }

    /** Bytes that the shot keeps for the frames to come. */
    long bytes() {
        return first == null ? 0 : first.bytes() + (previous == first ? 0 : previous.bytes());
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            previous.close();
        }
    }
}

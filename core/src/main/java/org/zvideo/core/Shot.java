package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.StyleReference;
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
 * The frames of one shot, in order. Holds what frame i needs of frames 0 and i−1, no more, however long the shot; a cut
 * closes it and begins another.
 */
public final class Shot implements AutoCloseable {
    private final Computation computation;
    private final Supplier<Optional<Computation>> fallback;
    private final Sizes sizes;
    private final StyleTransferOptions options;
    private final List<Style> styles;
    private final FrameCodec codec;
    private FrameGeometry geometry;
    private FrameFeatures first;
    private FrameFeatures previous;

    /** The sizes of frames of a source inside the model. */
    @FunctionalInterface
    interface Sizes {
        FrameGeometry of(int width, int height);
    }

    /** @param fallback the same computation in float32, where this one has less precision */
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
        this.codec = new FrameCodec(options);
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
        return codec.finish(picture(frame, masks, Set.of(), observer), frame);
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
            Tensor content =
                    with.model().vae().encode(with.model().placement().toLatentFormat(FrameCodec.content(frame, size)));
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
        return codec.finish(picture(frame, masks, Set.of(), observer), frame.source());
    }

    /**
     * Computes the next frame as the model gives it: {@link FrameCodec#finish} makes the result of it.
     *
     * @param masks  where each style acts, one per style in their order; none for everywhere
     * @param wanted what is made besides the stylized picture
     * @throws NonFiniteException if the computation did not stay finite
     */
    public ModelPicture picture(
            RgbImage frame, List<Mask> masks, Set<ModelPicture.Part> wanted, FrameObserver observer) {
        check(masks);
        try (PreparedFrame prepared = prepare(frame, counting(observer))) {
            return picture(prepared, masks, wanted, observer);
        }
    }

    /**
     * The same of a frame whose first half is done.
     *
     * @param masks  where each style acts, one per style in their order; none for everywhere
     * @param wanted what is made besides the stylized picture
     * @throws NonFiniteException if the computation did not stay finite
     */
    public ModelPicture picture(
            PreparedFrame frame, List<Mask> masks, Set<ModelPicture.Part> wanted, FrameObserver observer) {
        check(masks);
        check(frame.size());
        try {
            return picture(computation, frame, masks, wanted, observer);
        } catch (NonFiniteException e) {
            Computation again = fallback.get().orElseThrow(() -> e);
            observer.retried(e.getMessage());
            try (PreparedFrame anew = prepare(again, frame.source(), counting(observer))) {
                return picture(again, anew, masks, wanted, observer);
            }
        }
    }

    private ModelPicture picture(
            Computation with,
            PreparedFrame frame,
            List<Mask> masks,
            Set<ModelPicture.Part> wanted,
            FrameObserver observer) {
        FrameGeometry size = frame.size();
        DualPath path = with.path();
        boolean remembers = path.options().ties().any();
        FrameFeatures features = new FrameFeatures(options.memory());
        return Closing.onFailure(features, () -> {
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
                ModelPicture picture = FrameCodec.picture(with.model().vae()::decode, stylized, content, size, wanted);
                if (remembers) {
                    remember(features);
                } else {
                    features.close();
                }
                listener.finished();
                return picture;
            }
        });
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

    /** The styles with their masks on the grids of a frame. */
    private List<StyleReference> references(List<Mask> masks, FrameGeometry size) {
        return IntStream.range(0, styles.size())
                .mapToObj(n -> StyleReference.of(
                        styles.get(n).features(),
                        styles.get(n).lambda(),
                        masks.isEmpty()
                                ? Optional.empty()
                                : Optional.of(FrameCodec.region(masks.get(n), size, computation.model()))))
                .toList();
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

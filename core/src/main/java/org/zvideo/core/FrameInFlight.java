package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.image.ForwardingObserver;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * A frame of a shot on its way through the model. {@link Shot#begin} makes it, {@link #compute} does all of its work on
 * whatever thread, and {@link Shot#land} takes the result. Several frames of a shot may be computed at once: each step of a
 * frame waits until the frames that it looks at have done theirs, so they have to be started in their order.
 */
public final class FrameInFlight {
    private final ShotSettings settings;
    private final RgbImage source;
    private final FrameGeometry size;
    private final List<Mask> masks;
    private final StyleMix mix;
    private final FrameRole role;
    private final Set<ModelPicture.Part> wanted;
    private final FrameObserver observer;
    private final ShotMemory.Links links;

    private LatentDiffusion model;
    private boolean alone;
    private @Nullable Trajectory inversion;
    private @Nullable Outcome outcome;
    private @Nullable Throwable failure;
    private volatile boolean stopped;

    /**
     * What became of it.
     *
     * @param measure of the result, for {@link RunawayGuard}
     */
    record Outcome(ModelPicture picture, FrameListener listener, double measure) {}

    FrameInFlight(
            ShotSettings settings,
            RgbImage source,
            List<Mask> masks,
            StyleMix mix,
            FrameRole role,
            Set<ModelPicture.Part> wanted,
            FrameObserver observer,
            ShotMemory.Links links) {
        this.settings = settings;
        this.source = source;
        this.size = settings.size().geometry(source.width(), source.height());
        this.masks = masks;
        this.mix = mix;
        this.role = role;
        this.wanted = wanted;
        this.observer = new ForwardingObserver(observer) {
            @Override
            public void progress(int done, int total) {
                if (stopped) {
                    throw new CancellationException("the work on a frame was stopped");
                }
                super.progress(done, total);
            }
        };
        this.links = links;
        this.model = settings.model();
    }

    /** Does all of its work. What goes wrong, {@link Shot#land} throws. */
    public void compute() {
        try {
            outcome = computed();
        } catch (RuntimeException | Error e) {
            failure = e;
            links.own().ifPresent(FrameFeatures::abandon);
        }
    }

    private Outcome computed() {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("frame");
                TensorOwner owner = new TensorOwner("stylized latent")) {
            DualPath path = new DualPath(model, method(), settings.options().memory());
            if (inversion == null) {
                inversion = inverted(path);
            }
            List<Style> all = settings.styles().get();
            List<Style> styles = mix.acting(all);
            List<Double> weights = mix.weights(all.size());
            FrameRun run = new FrameRun(
                    model,
                    inversion,
                    size,
                    styles,
                    mix,
                    weights,
                    masks,
                    references(styles, weights),
                    earlierFrames(),
                    wanted,
                    observer,
                    owner);
            FrameRun.Result result = run.stylize(path, links.own());
            return new Outcome(run.picture(result), result.listener(), result.measure());
        }
    }

    private Trajectory inverted(DualPath path) {
        AtomicInteger done = new AtomicInteger();
        try (TensorScope scope = TensorScope.open("preparation")) {
            Tensor content = model.vae().encode(model.placement().toLatentFormat(FrameCodec.content(source, size)));
            return path.invert(
                    content,
                    () -> observer.progress(
                            done.incrementAndGet(),
                            path.options().inversionSteps() + path.options().steps()));
        }
    }

    private DualPathOptions method() {
        DualPathOptions usual = settings.options().method();
        return alone ? usual.withTies(usual.ties().withAttend(List.of(Source.SELF))) : usual;
    }

    /** The styles with their masks on the grids of the frame. */
    private List<StyleReference> references(List<Style> styles, List<Double> weights) {
        if (!masks.isEmpty() && masks.size() != styles.size()) {
            throw new IllegalArgumentException(
                    masks.size() + " masks for " + styles.size() + " styles: expected one per style");
        }
        return IntStream.range(0, styles.size())
                .mapToObj(n -> StyleReference.of(
                        styles.get(n).features(),
                        styles.get(n).lambda(),
                        weights.get(n),
                        masks.isEmpty() ? Optional.empty() : Optional.of(FrameCodec.region(masks.get(n), size, model))))
                .toList();
    }

    private Optional<EarlierFrames> earlierFrames() {
        return links.first()
                .flatMap(first -> links.previous()
                        .map(previous -> new EarlierFrames(
                                first,
                                previous,
                                !role.ownNoise(),
                                role.motion().map(motion -> FrameCodec.alignment(motion, size, model)))));
    }

    /**
     * Lets the thread that computes it end after the current run of the U-Net; to be followed by {@link #restart}, or by
     * closing the shot.
     */
    public void stop() {
        stopped = true;
    }

    /** Forgets what was computed of it, so that it can be computed again. No thread may be at work on it or wait for it. */
    public void restart() {
        stopped = false;
        outcome = null;
        failure = null;
        links.own().ifPresent(FrameFeatures::restart);
    }

    /** Whether frames that began after it may look at it, so that they are void if it is computed again. */
    public boolean lookedAt() {
        return links.own().isPresent();
    }

    /** The next time it is computed by another model. */
    void computeBy(LatentDiffusion other) {
        close();
        model = other;
        alone = false;
    }

    /** The next time it attends to nothing but itself. */
    void computeAlone() {
        alone = true;
    }

    /** Whether it attends to nothing but itself because it ran away. */
    boolean alone() {
        return alone;
    }

    /** Whether it is computed by the model of its shot and may be by a more exact one. */
    boolean reduced() {
        return model == settings.model();
    }

    /**
     * What became of it.
     *
     * @throws NonFiniteException if the computation did not stay finite; anything else that {@link #compute} met, too
     */
    Outcome outcome() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (outcome == null) {
            throw new IllegalStateException("the frame has not been computed");
        }
        return outcome;
    }

    FrameGeometry size() {
        return size;
    }

    FrameRole role() {
        return role;
    }

    FrameObserver observer() {
        return observer;
    }

    ShotMemory.Links links() {
        return links;
    }

    /** Frees what only this frame needs. */
    void close() {
        if (inversion != null) {
            inversion.close();
            inversion = null;
        }
    }
}

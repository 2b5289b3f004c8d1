package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionListener;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.edit.EditedAttention;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.core.edit.KeyValueRecorder;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.error.Closing;
import org.zvideo.core.guidance.Alignment;
import org.zvideo.core.guidance.EnergyGuidance;
import org.zvideo.core.guidance.EnergyGuidance.Correction;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.guidance.Sain.StyleNoise;
import org.zvideo.core.metrics.StyleDifference;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.CoarseFeatures;
import org.zvideo.core.unet.UNetRun;

/**
 * The method, in one place: the style path once per style, and per frame
 * <ol>
 * <li>DDIM inversion of the content (METHOD.md §3),
 * <li>SAIN at the initial noise (§5),
 * <li>and for each step: the noise predicted with the edited attention (§4, §7),
 * <li>the energy's gradient (§7),
 * <li>the DDIM step (§3).
 * </ol>
 * The thread's gradient mode must be off on entry ({@link Gradients#off}).
 */
public record DualPath(
        Networks networks, NoiseSchedule schedule, TimestepGrid grid, DualPathOptions options, MemorySaving memory) {
    /** The method with the networks and the schedule of a model. */
    public DualPath(LatentDiffusion model, DualPathOptions options, MemorySaving memory) {
        this(
                model.networks(),
                model.schedule(),
                TimestepGrid.of(
                        model.schedule(), options.steps(), options.beyond().timesteps()),
                options,
                memory);
    }

    /** The same where memory is not short. */
    public DualPath(LatentDiffusion model, DualPathOptions options) {
        this(model, options, MemorySaving.NONE);
    }

    /**
     * What frame i of a shot needs of those before it. Other threads may still be filling it: step j of frame i waits for
     * step j of these.
     *
     * @param first     features of frame 0, or of the one that took its place
     * @param previous  features of frame i−1
     * @param heldNoise whether w and μ_c of SAIN are those of frame 0, where it kept them, instead of the frame's own
     * @param motion    of frame i since frame i−1; empty if the energy does not look at it
     */
    public record EarlierFrames(
            FrameFeatures first, FrameFeatures previous, boolean heldNoise, Optional<Alignment> motion) {
        private Optional<Sain.Content> noise() {
            if (!heldNoise) {
                return Optional.empty();
            }
            first.await(FrameFeatures.NOISE);
            return first.noise();
        }

        private void await(int step) {
            first.await(step);
            previous.await(step);
        }
    }

    /**
     * What a frame became.
     *
     * @param latent   [1, C, h, w]
     * @param unstyled what belongs to no style; empty where all belongs to some
     */
    public record Stylized(Tensor latent, Optional<UnstyledRegion> unstyled) {}

    /**
     * The style path: inversion, of which no step is held, then an unedited run on traj_s[T−j] for every step in which the style acts.
     *
     * @param listener receives the outputs of the layers
     * @param progress run after each step of the inversion and each of T steps
     */
    public StyleFeatures style(Tensor latent, AttentionListener listener, Runnable progress) {
        int steps = options.steps();
        try (TensorScope scope = TensorScope.open("style path");
                PathPredictor path = pathPredictor();
                Trajectory trajectory = invertExactly(latent, progress)) {
            StyleFeatures style = new StyleFeatures(trajectory.noise(), memory);
            return Closing.onFailure(style, () -> {
                AttentionProcessor recorder = new KeyValueRecorder(
                        AttentionProcessor.plain(describing(style, listener)),
                        options.edit().layers(),
                        style.keyValues());
                for (int j = 0; j < steps; j++) {
                    if (options.edit().mixing().isPresent()
                            && options.edit().steps().contains(j)) {
                        try (TensorScope step = TensorScope.open("style step")) {
                            path.predict(trajectory.at(steps - j), grid.timestep(j), j, recorder);
                            style.keyValues().verify(j);
                        }
                    }
                    progress.run();
                }
                return style;
            });
        }
    }

    private AttentionListener describing(StyleFeatures style, AttentionListener listener) {
        return new AttentionListener() {
            @Override
            public void attentionOutput(AttentionSite site, Tensor output) {
                if (site.equals(lastStyled())) {
                    style.keepGram(StyleDifference.gram(output));
                }
                listener.attentionOutput(site, output);
            }
        };
    }

    /** The last edited layer where it last runs while styles act: there a result is compared with its style. */
    public AttentionSite lastStyled() {
        StepRange acts = options.edit().steps().clippedTo(options.steps());
        int never = options.steps();
        int layer = options.edit().layers().last();
        boolean reused = networks.denoising().unet().config().level(layer) >= CoarseFeatures.FINE_LEVELS;
        int last = reused
                ? (acts.end() - 1)
                        / options.beyond().coarseInterval()
                        * options.beyond().coarseInterval()
                : acts.end() - 1;
        return new AttentionSite(layer, acts.contains(last) ? last : never);
    }

    /** The content path of one frame with its clean latent [1, C, h, w]: {@link #invert}, then the rest. */
    public Stylized stylize(
            Tensor content,
            List<StyleReference> styles,
            Optional<EarlierFrames> earlier,
            Optional<FrameFeatures> features,
            TensorOwner owner,
            DenoisingListener listener) {
        try (Trajectory inversion = invert(content, listener::prepared)) {
            return stylize(inversion, styles, earlier, features, owner, listener);
        }
    }

    /**
     * The part that needs neither styles nor other frames, so it may run beside the frame before.
     *
     * @param content  clean latent [1, C, h, w]
     * @param progress run after each step of the inversion
     */
    public Trajectory invert(Tensor content, Runnable progress) {
        return invert(content, options.beyond()::holds, progress); // 1
    }

    /** An inversion of which no step is held, as a style's. */
    public Trajectory invertExactly(Tensor latent, Runnable progress) {
        return invert(latent, step -> false, progress);
    }

    private Trajectory invert(Tensor latent, IntPredicate held, Runnable progress) {
        try (PathPredictor path = pathPredictor(networks.inverting())) {
            return Trajectory.invert(path, schedule.prediction(), grid, inversionGrid(), latent, held, progress);
        }
    }

    /** The grid of the steps of an inversion, which contains that of the denoising steps. */
    TimestepGrid inversionGrid() {
        return grid.refined(schedule, options.inversionSteps());
    }

    private PathPredictor pathPredictor() {
        return pathPredictor(networks.denoising());
    }

    private PathPredictor pathPredictor(NoisePredictor predictor) {
        return new PathPredictor(predictor, options.beyond().coarseInterval());
    }

    /**
     * The content path of one frame after its inversion.
     *
     * @param inversion of its clean latent
     * @param earlier  the frames before it in its shot; empty for frame 0 and for still pictures
     * @param features filled with what the frames after it need; empty when nothing will ask
     * @param owner    keeps the result
     */
    public Stylized stylize(
            Trajectory inversion,
            List<StyleReference> styles,
            Optional<EarlierFrames> earlier,
            Optional<FrameFeatures> features,
            TensorOwner owner,
            DenoisingListener listener) {
        Tensor content = inversion.at(0);
        try (TensorScope scope = TensorScope.open("frame");
                PathPredictor path = pathPredictor();
                TensorOwner latents = new TensorOwner("latents of a frame")) {
            listener.inverted(inversion.noise());
            Optional<UnstyledRegion> unstyled = covered(content, styles)
                    .map(covered -> new UnstyledRegion(covered, reconstruction(inversion.noise(), latents, listener)));
            Tensor x = latents.keep(
                    adjusted( // 2
                            inversion.noise(),
                            styles.stream()
                                    .map(style -> style.noiseFor(content))
                                    .toList(),
                            earlier.flatMap(EarlierFrames::noise),
                            features.filter(FrameFeatures::wantsNoise)));
            features.ifPresent(store -> store.publish(FrameFeatures.NOISE));
            listener.start(x);
            Processors processors = new Processors(
                    processor(styles, earlier, features, listener),
                    processor(styles, earlier, Optional.empty(), DenoisingListener.NONE));
            for (int j = 0; j < options.steps(); j++) {
                int now = j;
                earlier.ifPresent(frames -> frames.await(now));
                try (TensorScope step = TensorScope.open("step")) {
                    Tensor next = anchored(
                            step(path, j, x, processors, earlier, features, listener), // 3, 4, 5
                            inversion.at(options.steps() - j - 1));
                    x = latents.keep(unstyled.isPresent() ? unstyled.get().kept(next, j) : next);
                }
                features.ifPresent(store -> store.publish(now));
            }
            unstyled.ifPresent(region -> {
                owner.keep(region.covered());
                owner.keep(region.reconstructed());
            });
            return new Stylized(owner.keep(x), unstyled);
        }
    }

    /** The noise after SAIN, with what was held of another frame or the frame's own. */
    private Tensor adjusted(
            Tensor noise, List<StyleNoise> styles, Optional<Sain.Content> held, Optional<FrameFeatures> features) {
        Sain sain = options.edit().sain();
        if (features.isEmpty() && held.isPresent()) {
            return sain.apply(noise, styles, held.get());
        }
        Sain.Content own = sain.of(noise, styles);
        features.ifPresent(store -> store.keepNoise(own));
        return sain.apply(noise, styles, held.orElse(own));
    }

    /** Number of U-Net runs that a frame takes, those of its inversion included. */
    public int runs(Tensor content, List<StyleReference> styles) {
        return options.inversionSteps() + (covered(content, styles).isPresent() ? 2 : 1) * options.steps();
    }

    private Optional<Tensor> covered(Tensor content, List<StyleReference> styles) {
        return options.beyond().keepUnstyled() ? UnstyledRegion.covered(content, styles) : Optional.empty();
    }

    /** The latent after each step of the unedited path. */
    private List<Tensor> reconstruction(Tensor noise, TensorOwner latents, DenoisingListener listener) {
        List<Tensor> steps = new ArrayList<>();
        Tensor x = noise;
        try (PathPredictor path = pathPredictor()) {
            for (int j = 0; j < options.steps(); j++) {
                try (TensorScope step = TensorScope.open("reconstruction step")) {
                    x = latents.keep(step(
                            path, j, x, Processors.PLAIN, Optional.empty(), Optional.empty(), DenoisingListener.NONE));
                    steps.add(x);
                }
                listener.prepared();
            }
        }
        return steps;
    }

    /** Draws the latent to where the inversion passed at the same noise level, as far as the options say. */
    Tensor anchored(Tensor latent, Tensor inverted) {
        double share = options.beyond().contentAnchor();
        return share == 0 ? latent : Ops.combine(1 - share, latent, share, inverted);
    }

    private Tensor step(
            PathPredictor path,
            int j,
            Tensor latent,
            Processors processors,
            Optional<EarlierFrames> earlier,
            Optional<FrameFeatures> features,
            DenoisingListener listener) {
        double nextAlpha = grid.nextAlpha(j);
        boolean guided = earlier.isPresent() && options.ties().energy().acts(j);
        try (Prediction prediction = predict(path, j, latent, guided, processors)) { // 3
            Tensor original = prediction.estimate().original();
            Correction correction = guided // 4
                    ? new EnergyGuidance(options.ties().energy())
                            .correction(
                                    original,
                                    prediction.jacobian(),
                                    earlier.get().previous().predictedOriginal(j, original),
                                    earlier.get().motion(),
                                    nextAlpha)
                    : Correction.NONE;
            Tensor next = correction.applyTo(
                    Ddim.noised(original, prediction.estimate().noise(), nextAlpha)); // 5
            boolean strong = earlier.flatMap(EarlierFrames::motion).isPresent()
                    && options.ties().energy().reach() * options.steps() > 1;
            // A strong pull toward what the previous frame was before its own would make frames chase each other.
            features.ifPresent(
                    store -> store.addPredictedOriginal(strong ? correction.original(original, nextAlpha) : original));
            listener.step(j, next, original, correction.energy());
            return next;
        }
    }

    private Prediction predict(PathPredictor path, int j, Tensor latent, boolean guided, Processors processors) {
        UNetRun run = path.run(grid.timestep(j), j, processors.recording());
        return Prediction.of(
                path.predictor(),
                schedule.prediction(),
                latent,
                run,
                grid.alpha(j),
                guided && options.ties().energy().differentiatesModel()
                        ? Optional.of(processors.silent())
                        : Optional.empty(),
                memory.checkpoints());
    }

    /**
     * The content path's attention.
     *
     * @param recording records keys and values and calls the listener
     * @param silent    computes the same and does nothing else
     */
    private record Processors(AttentionProcessor recording, AttentionProcessor silent) {
        private static final Processors PLAIN = new Processors(AttentionProcessor.PLAIN, AttentionProcessor.PLAIN);
    }

    AttentionProcessor processor(
            List<StyleReference> styles,
            Optional<EarlierFrames> earlier,
            Optional<FrameFeatures> features,
            DenoisingListener listener) {
        AttentionProcessor edited = new EditedAttention(
                options.edit().layers(),
                options.edit().steps(),
                options.edit().mixing(),
                styles.stream().map(StyleReference::source).toList(),
                earlier.filter(frames -> !options.ties().attend().isEmpty())
                        .map(frames -> new InterFrameAttention(
                                options.ties().attend(),
                                frames.first().keyValues(),
                                frames.previous().keyValues(),
                                options.ties().balance())),
                listener);
        return features.filter(store ->
                        store.wantsKeyValues() && !options.ties().attend().isEmpty())
                .<AttentionProcessor>map(
                        store -> new KeyValueRecorder(edited, options.edit().layers(), store.keyValues()))
                .orElse(edited);
    }
}

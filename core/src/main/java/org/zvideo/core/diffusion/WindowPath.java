package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.MotionModules;

/**
 * The content path of frames of a shot that motion modules tie together. They are inverted together, step by step, and denoised
 * together, and ε of each is the mean over the windows that hold it. The frames of the shot before them, which are done, are
 * looked at by the first window, as they were at each step, and change no more. SAIN takes w and μ_c from all frames of a window
 * (METHOD.md §9).
 */
public final class WindowPath {
    private final DualPath path;
    private final NoisePredictor predictor;
    private final MotionModules motion;
    private final List<FrameTrack> tracks;
    private final List<List<StyleReference>> styles;
    private final int first;
    private final List<Window> windows;

    /**
     * Frames of a shot.
     *
     * @param path   the method; without ties to other frames
     * @param tracks the frames that are done and that windows may look at, then those that are not
     * @param styles of each of these frames, with its masks
     * @param first  the first one that is not done
     */
    public WindowPath(
            DualPath path,
            MotionModules motion,
            List<FrameTrack> tracks,
            List<List<StyleReference>> styles,
            int first,
            WindowSize size) {
        this.path = path;
        this.predictor = path.predictor();
        this.motion = motion;
        this.tracks = tracks;
        this.styles = styles;
        this.first = first;
        this.windows = Window.over(first, tracks.size(), size);
    }

    private DualPathOptions options() {
        return path.options();
    }

    private int end() {
        return tracks.size();
    }

    private WindowPredictor windowPredictor() {
        return new WindowPredictor(
                predictor, motion, windows, options().beyond().coarseInterval());
    }

    /**
     * Inverts the frames.
     *
     * @param progress run after each of T steps
     */
    public void invert(Runnable progress) {
        NoiseSchedule schedule = path.schedule();
        int[] timesteps = schedule.timesteps(options().steps());
        for (FrameTrack track : tracks.subList(first, end())) {
            track.inversion().add(track.clean());
        }
        try (WindowPredictor predicted = windowPredictor();
                TensorOwner held = new TensorOwner("noise of an inversion")) {
            List<Tensor> before = List.of();
            for (int k = 0; k < timesteps.length; k++) {
                int now = k;
                int t = timesteps[k];
                double from = schedule.alpha(t - schedule.stride(timesteps.length));
                double to = schedule.alpha(t);
                try (TensorScope scope = TensorScope.open("inversion step")) {
                    if (from == to) {
                        before = List.of();
                    } else if (before.isEmpty() || !options().beyond().holds(k)) {
                        before = predicted.predict(
                                frame -> tracks.get(frame).inversion().at(now),
                                first,
                                end(),
                                t,
                                AttentionSite.INVERSION,
                                (frame, window) -> AttentionProcessor.PLAIN);
                        held.clear();
                        before.forEach(held::keep);
                    }
                    for (int frame = first; frame < end(); frame++) {
                        LatentPath latents = tracks.get(frame).inversion();
                        latents.add(
                                from == to
                                        ? latents.last()
                                        : inverted(latents.last(), before.get(frame - first), from, to));
                    }
                }
                progress.run();
            }
        }
    }

    private static Tensor inverted(Tensor x, Tensor noise, double from, double to) {
        return Ddim.noised(Ddim.predictedOriginal(x, noise, from), noise, to);
    }

    /**
     * Stylizes the frames after {@link #invert}.
     *
     * @param listeners of each frame
     * @param owner     keeps the results
     */
    public List<Stylized> stylize(List<? extends DenoisingListener> listeners, TensorOwner owner) {
        try (TensorScope scope = TensorScope.open("window")) {
            List<Optional<Tensor>> covered = covered();
            if (keepsUnstyled()) {
                reconstruct(listeners);
            }
            start(listeners);
            denoise(listeners, covered);
            return IntStream.range(first, end())
                    .mapToObj(frame -> stylized(tracks.get(frame), covered.get(frame - first), owner))
                    .toList();
        }
    }

    private static Stylized stylized(FrameTrack track, Optional<Tensor> covered, TensorOwner owner) {
        return new Stylized(
                owner.keep(track.denoising().last()),
                covered.map(share -> new UnstyledRegion(
                        owner.keep(share),
                        List.of(owner.keep(track.reconstruction().last())))));
    }

    /** Whether some frames may follow the unedited path somewhere; all do it, since they are tied together. */
    private boolean keepsUnstyled() {
        return options().beyond().keepUnstyled()
                && tracks.get(end() - 1).masked()
                && styles.get(end() - 1).stream()
                        .allMatch(style -> style.source().mask().isPresent());
    }

    private List<Optional<Tensor>> covered() {
        return IntStream.range(first, end())
                .mapToObj(frame -> keepsUnstyled()
                        ? UnstyledRegion.covered(tracks.get(frame).clean(), styles.get(frame))
                        : Optional.<Tensor>empty())
                .toList();
    }

    /** Number of U-Net runs that a frame of one window takes, the T of its inversion included. */
    public int runs() {
        return (keepsUnstyled() ? 3 : 2) * options().steps();
    }

    private void start(List<? extends DenoisingListener> listeners) {
        List<Sain.Content> contents = windows.stream().map(this::content).toList();
        Sain sain = options().edit().sain();
        for (int frame = first; frame < end(); frame++) {
            FrameTrack track = tracks.get(frame);
            DenoisingListener listener = listeners.get(frame - first);
            Tensor noise = track.inversion().last();
            listener.inverted(noise);
            List<Sain.StyleNoise> noises = noises(frame);
            Tensor adjusted = Ops.times(noise, 0);
            for (int w = 0; w < windows.size(); w++) {
                double share = WindowPredictor.share(windows, windows.get(w), frame);
                if (share > 0) {
                    adjusted = adjusted.add(Ops.times(sain.apply(noise, noises, contents.get(w)), share));
                }
            }
            track.denoising().add(adjusted);
            listener.start(adjusted);
        }
    }

    private List<Sain.StyleNoise> noises(int frame) {
        Tensor clean = tracks.get(frame).clean();
        return styles.get(frame).stream().map(style -> style.noiseFor(clean)).toList();
    }

    /** w and μ_c of all frames of a window. */
    private Sain.Content content(Window window) {
        List<Tensor> noise = IntStream.range(window.begin(), window.end())
                .mapToObj(frame -> tracks.get(frame).inversion().at(options().steps()))
                .toList();
        return options().edit().sain().of(Ops.cat(2, noise), noises(window.end() - 1));
    }

    /** The unedited path of all frames. */
    private void reconstruct(List<? extends DenoisingListener> listeners) {
        for (FrameTrack track : tracks.subList(first, end())) {
            track.reconstruction().add(track.inversion().last());
        }
        try (WindowPredictor predicted = windowPredictor()) {
            for (int j = 0; j < options().steps(); j++) {
                int now = j;
                try (TensorScope scope = TensorScope.open("reconstruction step")) {
                    List<Tensor> noise = predicted.predict(
                            frame -> tracks.get(frame).reconstruction().at(now),
                            first,
                            end(),
                            path.schedule().timestep(j, options().steps()),
                            j,
                            (frame, window) -> AttentionProcessor.PLAIN);
                    for (int frame = first; frame < end(); frame++) {
                        LatentPath latents = tracks.get(frame).reconstruction();
                        latents.add(step(j, latents.last(), noise.get(frame - first))
                                .next());
                    }
                }
                listeners.forEach(DenoisingListener::prepared);
            }
        }
    }

    private void denoise(List<? extends DenoisingListener> listeners, List<Optional<Tensor>> covered) {
        List<AttentionProcessor> silent = IntStream.range(0, end())
                .mapToObj(frame ->
                        path.processor(styles.get(frame), Optional.empty(), Optional.empty(), DenoisingListener.NONE))
                .toList();
        List<AttentionProcessor> telling = new ArrayList<>();
        for (int frame = first; frame < end(); frame++) {
            telling.add(path.processor(
                    styles.get(frame), Optional.empty(), Optional.empty(), listeners.get(frame - first)));
        }
        try (WindowPredictor predicted = windowPredictor()) {
            for (int j = 0; j < options().steps(); j++) {
                int now = j;
                try (TensorScope scope = TensorScope.open("step")) {
                    List<Tensor> noise = predicted.predict(
                            frame -> tracks.get(frame).denoising().at(now),
                            first,
                            end(),
                            path.schedule().timestep(j, options().steps()),
                            j,
                            (frame, window) -> frame >= first
                                            && Window.chief(windows, frame).equals(window)
                                    ? telling.get(frame - first)
                                    : silent.get(frame));
                    for (int frame = first; frame < end(); frame++) {
                        advance(
                                j,
                                frame,
                                noise.get(frame - first),
                                covered.get(frame - first),
                                listeners.get(frame - first));
                    }
                }
            }
        }
    }

    private void advance(int j, int frame, Tensor noise, Optional<Tensor> covered, DenoisingListener listener) {
        FrameTrack track = tracks.get(frame);
        Step step = step(j, track.denoising().last(), noise);
        listener.step(j, step.next(), step.original(), 0);
        Tensor anchored = anchored(step.next(), track, j);
        track.denoising()
                .add(covered.map(share -> UnstyledRegion.merged(
                                anchored, track.reconstruction().at(j + 1), share))
                        .orElse(anchored));
    }

    /** A denoising step: x̂₀ and the next latent. */
    private record Step(Tensor original, Tensor next) {}

    private Step step(int j, Tensor x, Tensor noise) {
        NoiseSchedule schedule = path.schedule();
        int t = schedule.timestep(j, options().steps());
        Tensor original = Ddim.predictedOriginal(x, noise, schedule.alpha(t));
        return new Step(
                original,
                Ddim.noised(
                        original,
                        noise,
                        schedule.alpha(t - schedule.stride(options().steps()))));
    }

    private Tensor anchored(Tensor latent, FrameTrack track, int j) {
        return options().beyond().contentAnchor() == 0
                ? latent
                : path.anchored(latent, track.inversion().at(options().steps() - j - 1));
    }
}

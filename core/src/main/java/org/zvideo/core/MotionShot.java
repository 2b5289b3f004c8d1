package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.FrameTrack;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.TrackFile;
import org.zvideo.core.diffusion.WindowPath;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/**
 * Stylizes the frames of one shot with motion modules, in stretches of several windows. It remembers the last frames of the
 * stretch before, which the first window of the next one looks at. At a cut it is closed and a new one begins; a shot of one
 * frame has no motion and takes the model without motion modules.
 */
public final class MotionShot implements AutoCloseable {
    private final ShotSettings settings;
    private final WindowSize windows;
    private final Supplier<Optional<LatentDiffusion>> fallback;
    /** The newest frames that are done. */
    private List<FrameTrack> known = List.of();

    /**
     * A frame of a stretch.
     *
     * @param masks    where each style acts, one per style in their order; none for everywhere
     * @param observer told of it
     */
    public record Frame(RgbImage image, List<Mask> masks, FrameObserver observer) {}

    /** @param fallback the same model in float32, where this one computes in less */
    MotionShot(ShotSettings settings, WindowSize windows, Supplier<Optional<LatentDiffusion>> fallback) {
        this.settings = settings;
        this.windows = windows;
        this.fallback = fallback;
    }

    /** How many frames the next stretch has, unless the shot ends before that. */
    public int stretch() {
        return windows.stretch(!known.isEmpty());
    }

    /**
     * Stylizes the next frames of the shot, as the model gives them.
     *
     * @param frames at least one, all of one size; as many as {@link #stretch} says, fewer at the end
     * @param wanted what is made besides the stylized pictures
     * @throws NonFiniteException if the computation did not stay finite
     */
    public List<ModelPicture> next(List<Frame> frames, Set<ModelPicture.Part> wanted) {
        FrameGeometry size = size(frames.get(0));
        frames.forEach(frame -> {
            if (!size(frame).equals(size)) {
                throw new IllegalArgumentException("frames of different sizes in a shot: begin a new shot");
            }
        });
        try {
            return next(settings.model(), frames, wanted);
        } catch (NonFiniteException e) {
            LatentDiffusion exact = fallback.get().orElseThrow(() -> e);
            frames.get(0).observer().retried(e.getMessage() + NonFiniteException.REMEDY);
            return next(exact, frames, wanted);
        }
    }

    private FrameGeometry size(Frame frame) {
        return settings.size().geometry(frame.image().width(), frame.image().height());
    }

    private List<ModelPicture> next(LatentDiffusion model, List<Frame> frames, Set<ModelPicture.Part> wanted) {
        List<FrameTrack> added = new ArrayList<>();
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("stretch");
                TensorOwner results = new TensorOwner("stylized latents")) {
            for (int n = 0; n < frames.size(); n++) {
                boolean later = frames.size() - n <= windows.known()
                        || settings.options().method().beyond().contentAnchor() > 0;
                added.add(track(model, frames.get(n), later));
            }
            List<ModelPicture> pictures = pictures(model, frames, added, wanted, results);
            remember(added);
            return pictures;
        } catch (RuntimeException | Error e) {
            added.forEach(FrameTrack::close);
            throw e;
        }
    }

    private FrameTrack track(LatentDiffusion model, Frame frame, boolean later) {
        try (TensorScope scope = TensorScope.open("preparation")) {
            FrameGeometry size = size(frame);
            return new FrameTrack(
                    model.vae().encode(model.placement().toLatentFormat(FrameCodec.content(frame.image(), size))),
                    frame.masks().stream()
                            .map(mask -> FrameCodec.padded(mask, size, model))
                            .toList(),
                    later);
        }
    }

    private List<ModelPicture> pictures(
            LatentDiffusion model,
            List<Frame> frames,
            List<FrameTrack> added,
            Set<ModelPicture.Part> wanted,
            TensorOwner results) {
        List<FrameTrack> tracks = new ArrayList<>(known);
        tracks.addAll(added);
        List<Style> styles = settings.styles().get();
        DualPath path = new DualPath(
                model, settings.options().method(), settings.options().memory());
        WindowPath window = new WindowPath(
                path,
                model.motion().orElseThrow(() -> new IllegalStateException("the model has no motion module")),
                tracks,
                tracks.stream().map(track -> references(model, track, styles)).toList(),
                known.size(),
                windows);
        List<StyleShares> shares = frames.stream()
                .map(frame -> new StyleShares(StyleMix.FULL.weights(styles.size()), frame.masks(), size(frame)))
                .toList();
        List<FrameListener> listeners = IntStream.range(0, frames.size())
                .mapToObj(n -> new FrameListener(
                        model,
                        path,
                        styles,
                        StyleMix.FULL.weights(styles.size()),
                        wanted.contains(ModelPicture.Part.SHARES) ? Optional.of(shares.get(n)) : Optional.empty(),
                        frames.get(n).observer(),
                        size(frames.get(n)),
                        added.get(n).clean(),
                        false,
                        window.runs()))
                .toList();
        window.invert(new Progress(frames, window.runs()));
        List<Stylized> stylized = window.stylize(listeners, results);
        List<ModelPicture> pictures = new ArrayList<>();
        for (int n = 0; n < frames.size(); n++) {
            try (TensorScope scope = TensorScope.open("picture")) {
                pictures.add(FrameCodec.picture(
                        model.vae()::decode,
                        stylized.get(n),
                        added.get(n).clean(),
                        size(frames.get(n)),
                        wanted,
                        shares.get(n)::planes));
            }
            listeners.get(n).finished();
        }
        return pictures;
    }

    /** Tells all frames of a stretch of a step of their inversion. */
    private static final class Progress implements Runnable {
        private final List<Frame> frames;
        private final int runs;
        private int done;

        private Progress(List<Frame> frames, int runs) {
            this.frames = frames;
            this.runs = runs;
        }

        @Override
        public void run() {
            done++;
            frames.forEach(frame -> frame.observer().progress(done, runs));
        }
    }

    private static List<StyleReference> references(LatentDiffusion model, FrameTrack track, List<Style> styles) {
        int levels = model.unetConfig().levels();
        return IntStream.range(0, styles.size())
                .mapToObj(n -> StyleReference.of(
                        styles.get(n).features(),
                        styles.get(n).lambda(),
                        track.masked() ? Optional.of(track.region(n, levels)) : Optional.empty()))
                .toList();
    }

    /** Keeps the newest frames for the windows to come. */
    private void remember(List<FrameTrack> added) {
        List<FrameTrack> all = new ArrayList<>(known);
        all.addAll(added);
        int from = Math.max(0, all.size() - windows.known());
        all.subList(0, from).forEach(FrameTrack::close);
        known = List.copyOf(all.subList(from, all.size()));
    }

    /**
     * Writes what the windows to come need of the frames that are done, and waits until the disk has it.
     *
     * @return false if there are none
     */
    public boolean save(Path file) throws IOException {
        if (known.isEmpty()) {
            return false;
        }
        try (TensorScope scope = TensorScope.open("writing frames")) {
            SafetensorsWriter.write(
                    file, TrackFile.tensors(known, settings.options().method()));
        }
        return true;
    }

    /** Continues where another shot with the same model, options and styles stopped: what {@link #save} wrote last. */
    public void restore(Path file) {
        close();
        try (Safetensors tensors = Safetensors.open(file)) {
            known = TrackFile.read(
                    tensors, settings.options().method(), settings.model().placement());
        }
    }

    /** Frees what frames hold. */
    @Override
    public void close() {
        known.forEach(FrameTrack::close);
        known = List.of();
    }
}

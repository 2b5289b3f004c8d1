package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.Past;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * The frames of one shot, in order. Holds what frame i needs of frames 0 and i−1, no more, however long the shot; a cut
 * closes it and begins another.
 */
public final class Shot implements AutoCloseable {
    private final LatentDiffusion model;
    private final DualPath path;
    private final Sizes sizes;
    private final List<StyleReference> styles;
    private FrameFeatures first;
    private FrameFeatures previous;

    /** The sizes of frames of a source inside the model. */
    @FunctionalInterface
    interface Sizes {
        FrameGeometry of(int width, int height);
    }

    Shot(LatentDiffusion model, DualPath path, Sizes sizes, List<Style> styles) {
        this.model = model;
        this.path = path;
        this.sizes = sizes;
        this.styles = styles.stream()
                .map(style -> new StyleReference(style.features(), style.lambda(), Optional.empty())).toList();
    }

    /**
     * Stylises the next frame.
     *
     * @return a picture of the frame's own size
     * @throws NonFiniteException if the computation did not stay finite
     */
    public RgbImage next(RgbImage frame, FrameObserver observer) {
        FrameGeometry size = sizes.of(frame.width(), frame.height());
        boolean remembers = path.options().temporal();
        FrameFeatures features = new FrameFeatures();
        try (Gradients mode = Gradients.off(); TensorScope scope = TensorScope.open("frame");
                TensorOwner owner = new TensorOwner("stylised latent")) {
            Tensor scaled = Images.resize(Images.toTensor(frame), size.height(), size.width());
            Tensor content = model.vae().encode(model.placement().accumulate(
                    Images.padded(scaled, size.paddedHeight(), size.paddedWidth())));
            Optional<Past> past = first == null ? Optional.empty() : Optional.of(new Past(first, previous));
            Tensor latent = path.stylise(content, styles, past, remembers ? Optional.of(features) : Optional.empty(),
                    owner, new Listener(observer, size));
            RgbImage result = decode(latent, size);
            if (remembers) {
                remember(features);
            } else {
                features.close();
            }
            return result;
        } catch (RuntimeException e) {
            features.close();
            throw e;
        }
    }

    private void remember(FrameFeatures features) {
        if (first == null) {
            first = features;
        } else if (previous != first) {
            previous.close();
        }
        previous = features;
    }

    private RgbImage decode(Tensor latent, FrameGeometry size) {
        Tensor picture = model.vae().decode(latent);
        if (!Ops.finite(picture)) {
            throw new NonFiniteException("the picture holds NaN or infinite values; use --precision f32");
        }
        Tensor cropped = Images.cropped(picture, size.height(), size.width());
        return Images.toImage(Images.resize(cropped, size.sourceHeight(), size.sourceWidth()));
    }

    /** Bytes that the shot keeps for the frames to come. */
    public long bytes() {
        return first == null ? 0 : first.bytes() + (previous == first ? 0 : previous.bytes());
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            previous.close();
        }
    }

    /** Turns what the dual path tells in tensors into what an observer reads. */
    private final class Listener implements DenoisingListener {
        private final FrameObserver observer;
        private final FrameGeometry size;
        private int done;

        private Listener(FrameObserver observer, FrameGeometry size) {
            this.observer = observer;
            this.size = size;
        }

        @Override
        public void inversionStep() {
            observer.progress(++done, 2 * path.options().steps());
        }

        @Override
        public void inverted(Tensor noise) {
            if (observer.wantsDetails()) {
                observer.invertedNoise((int) noise.size(1), (int) noise.size(2), (int) noise.size(3), Ops.floats(noise));
            }
        }

        @Override
        public void step(int step, Tensor latent, Tensor original, double energy) {
            if (observer.wantsDetails()) {
                observer.step(step, decode(original, size), energy);
            }
            observer.progress(++done, 2 * path.options().steps());
        }

        @Override
        public boolean wantsStyleMass() {
            return observer.wantsDetails();
        }

        @Override
        public void styleMass(AttentionSite site, double share) {
            observer.styleMass(site.layer(), site.step(), share);
        }
    }
}

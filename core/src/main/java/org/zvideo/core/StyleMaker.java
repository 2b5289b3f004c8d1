package org.zvideo.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * Prepares style pictures.
 *
 * @param exact the same model in float32; empty where this one is in float32
 */
record StyleMaker(
        LatentDiffusion model,
        ModelSize size,
        StyleTransferOptions options,
        Supplier<Optional<LatentDiffusion>> exact) {
    /** As {@link StyleTransfer#style(RgbImage, double, FrameObserver)} says. */
    Style style(RgbImage picture, double lambda, FrameObserver observer) {
        if (!(lambda > 0) || Double.isInfinite(lambda)) {
            throw new ZvideoException(ErrorKind.USAGE, "lambda " + lambda + ": expected more than 0");
        }
        RgbImage used = FrameGeometry.usedOf(picture);
        if (used.width() != picture.width() || used.height() != picture.height()) {
            observer.noted("a style of " + picture.width() + "x" + picture.height() + ": only its middle, "
                    + used.width() + "x" + used.height() + ", is used: it is more than " + FrameGeometry.LONGEST_STYLE
                    + " times as long as wide");
        }
        try {
            return new Style(features(model, picture, observer), lambda);
        } catch (NonFiniteException e) {
            LatentDiffusion wider = exact.get().orElseThrow(() -> e);
            observer.retried("the style: " + e.getMessage() + NonFiniteException.REMEDY);
            return new Style(features(wider, picture, observer), lambda);
        }
    }

    /** As {@link StyleTransfer#painting} says. */
    Painting painting(RgbImage style, double scale) {
        try {
            return painting(model, style, scale);
        } catch (NonFiniteException e) {
            return painting(exact.get().orElseThrow(() -> e), style, scale);
        }
    }

    private Painting painting(LatentDiffusion with, RgbImage style, double scale) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("painting")) {
            ModelSize scaled = size.scaled(scale);
            Tensor picture = FrameCodec.style(style, scaled);
            return FrameCodec.painting(
                            style,
                            scaled,
                            with.vae().decode(with.vae().encode(with.placement().toLatentFormat(picture))))
                    .rounded();
        }
    }

    private StyleFeatures features(LatentDiffusion with, RgbImage picture, FrameObserver observer) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("style")) {
            Tensor cropped = FrameCodec.style(picture, size);
            AtomicInteger done = new AtomicInteger();
            StyleFeatures features = new DualPath(with, options.method(), options.memory())
                    .style(
                            with.vae().encode(with.placement().toLatentFormat(cropped)),
                            DenoisingListener.NONE,
                            () -> observer.progress(
                                    done.incrementAndGet(),
                                    options.method().inversionSteps()
                                            + options.method().steps()));
            if (!Ops.finite(features.noise())) {
                features.close();
                throw new NonFiniteException("its inverted noise holds NaN or infinite values");
            }
            return features;
        }
    }
}

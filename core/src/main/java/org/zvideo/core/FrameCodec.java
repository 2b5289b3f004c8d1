package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.UnstyledRegion;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.Alignment;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * How pictures enter and leave the model. {@link #finish} makes the result of a frame from what the model decoded and from
 * the frame itself; it needs no model, so it can run anywhere and at any later time.
 *
 * <p>What it makes depends on this frame and its result alone, so it adds no flicker of its own.
 *
 * @param strength      0…1: how far the result is faded in over the frame
 * @param contentColors 0…1: how far the result takes the frame's own colors
 */
public record FrameCodec(double strength, double contentColors) {
    /** The codec that does what the options of a style transfer say. */
    public FrameCodec(StyleTransferOptions options) {
        this(options.strength(), options.contentColors());
    }

    /**
     * Makes the result of a frame: enlarges the picture to the frame's size (bicubic), clamps it to −1…1, takes over the frame's
     * colors, fades it in over the frame, and rounds it to 8 bits.
     *
     * @param source the frame of which the model made it
     * @return a picture of the frame's own size
     */
    public RgbImage finish(ModelPicture picture, RgbImage source) {
        return finish(picture, source, Restoration.NONE);
    }

    /**
     * The same with something added in the frame's own size, before the clamp. With a share S of the detail, what lies outside
     * the styles becomes the frame itself:
     *
     * <pre>  O ← O + S · (1 − Σ shares) · (frame − O)</pre>
     *
     * <p>Any number of threads of the common pool make the same bits.
     *
     * @param source the frame of which the model made it
     * @return a picture of the frame's own size
     * @throws IllegalArgumentException if detail is to be added and the picture has no round trip
     */
    public RgbImage finish(ModelPicture picture, RgbImage source, Restoration restoration) {
        return finish(picture, source, restoration, Exposure.asIs(source));
    }

    /**
     * The same of a frame whose light was evened out. The picture is multiplied by the gain after the clamp; colors, strength
     * and what lies outside the styles come from the film's own frame.
     *
     * @param source the frame of which the model made it, in even light
     */
    public RgbImage finish(ModelPicture picture, RgbImage source, Restoration restoration, Exposure exposure) {
        return new Composition(picture, source, restoration, exposure, strength, contentColors).image();
    }

    /** A picture [1, 3, H, W] in the size inside the model, without padding. */
    static Tensor scaled(RgbImage picture, FrameGeometry size) {
        return Images.resize(Pictures.toTensor(picture), size.height(), size.width());
    }

    /** A frame [1, 3, H, W] in the size inside the model, with its padding. */
    static Tensor content(RgbImage frame, FrameGeometry size) {
        return Images.padded(scaled(frame, size), size.paddedHeight(), size.paddedWidth());
    }

    /**
     * A style picture [1, 3, H, W] in the size inside the model, center-cropped to the model's multiple. Of a picture that
     * is very long for its width only the middle is used.
     *
     * @throws IllegalArgumentException if the size inside is smaller than the multiple
     */
    static Tensor style(RgbImage whole, ModelSize model) {
        if (model.shortSide() < model.multiple()) {
            throw new ZvideoException(
                    ErrorKind.USAGE, "size " + model.shortSide() + ": this model needs at least " + model.multiple());
        }
        return style(whole, model, 1);
    }

    /** The same crop of a style picture, a number of times as large on each side. */
    private static Tensor style(RgbImage whole, ModelSize model, int times) {
        RgbImage picture = FrameGeometry.usedOf(whole);
        FrameGeometry size = model.geometry(picture.width(), picture.height());
        int height = size.height() - size.height() % model.multiple();
        int width = size.width() - size.width() % model.multiple();
        return Images.resize(Pictures.toTensor(picture), (long) times * size.height(), (long) times * size.width())
                .narrow(2, (long) times * ((size.height() - height) / 2), (long) times * height)
                .narrow(3, (long) times * ((size.width() - width) / 2), (long) times * width);
    }

    /**
     * A style picture with its round trip.
     *
     * @param roundTrip of {@link #style}, as the decoder gives it, [1, 3, H, W]
     * @throws NonFiniteException if the round trip holds NaN or infinite values
     */
    static Painting painting(RgbImage whole, ModelSize model, Tensor roundTrip) {
        requireFinite(roundTrip);
        return new Painting(
                Pictures.toFloatImage(style(whole, model, Painting.FINENESS)),
                Pictures.toFloatImage(roundTrip.cpu().to(ScalarType.Float)));
    }

    /** A mask, feathered in the frame's pixels and then put on the frame's way into the model. */
    static RegionMask region(Mask mask, FrameGeometry size, LatentDiffusion model) {
        int factor = model.vae().factor();
        return new RegionMask(
                padded(mask, size, model),
                size.paddedHeight() / factor,
                size.paddedWidth() / factor,
                model.unetConfig().levels());
    }

    /** A mask on the padded frame [H, W], feathered in the frame's pixels. */
    static Tensor padded(Mask mask, FrameGeometry size, LatentDiffusion model) {
        Tensor padded = Images.padded(scaled(mask, size), size.paddedHeight(), size.paddedWidth());
        return model.placement().toLatentFormat(padded.squeeze(0).squeeze(0));
    }

    /**
     * A motion on the grid of the latent.
     *
     * @throws IllegalArgumentException unless it has the size inside the model
     */
    static Alignment alignment(Displacement motion, FrameGeometry size, LatentDiffusion model) {
        if (motion.dx().width() != size.width() || motion.dx().height() != size.height()) {
            throw new IllegalArgumentException("motion of " + motion.dx().width() + "x"
                    + motion.dx().height() + ": expected " + size.width() + "x" + size.height());
        }
        Tensor planes = Ops.cat(
                1,
                Stream.of(motion.dx(), motion.dy(), motion.trust())
                        .map(plane -> Ops.tensor(plane.values(), 1, 1, plane.height(), plane.width()))
                        .toList());
        int factor = model.vae().factor();
        return Alignment.of(
                model.placement().toLatentFormat(Images.padded(planes, size.paddedHeight(), size.paddedWidth())),
                size.paddedHeight() / factor,
                size.paddedWidth() / factor);
    }

    /**
     * What the model makes of a frame.
     *
     * @param decoder  latents [1, C, h, w] to pictures [1, 3, H, W]; run once, once more for what no style covers, and once
     *                 more for the round trip
     * @param stylized what the frame became
     * @param content  its own clean latent
     * @param shares   how far each style acts; asked for where it is wanted
     * @throws NonFiniteException if a picture holds NaN or infinite values
     */
    static ModelPicture picture(
            UnaryOperator<Tensor> decoder,
            Stylized stylized,
            Tensor content,
            FrameGeometry size,
            Set<ModelPicture.Part> wanted,
            Supplier<List<FloatPlane>> shares) {
        Tensor picture = decoder.apply(stylized.latent());
        Optional<UnstyledRegion> unstyled = stylized.unstyled();
        Tensor merged = unstyled.map(region -> region.kept(picture, decoder.apply(region.reconstructed())))
                .orElse(picture);
        return new ModelPicture(
                decoded(merged, size),
                wanted.contains(ModelPicture.Part.ROUND_TRIP)
                        ? Optional.of(decoded(decoder.apply(content), size))
                        : Optional.empty(),
                wanted.contains(ModelPicture.Part.SHARES) ? shares.get() : List.of());
    }

    /** The decoder's picture [1, 3, H, W] without its padding, as {@link ModelPicture#decoded} describes it. */
    static FloatImage decoded(Tensor picture, FrameGeometry size) {
        return Pictures.toFloatImage(cropped(picture, size).cpu().to(ScalarType.Float));
    }

    /** A mask, feathered in the frame's pixels, in the size inside the model. */
    static FloatPlane plane(Mask mask, FrameGeometry size) {
        try (TensorScope scope = TensorScope.open("mask")) {
            return new FloatPlane(size.width(), size.height(), Ops.floats(scaled(mask, size)));
        }
    }

    /** A mask [1, 1, H, W], feathered in the frame's pixels, in the size inside the model, without padding. */
    private static Tensor scaled(Mask mask, FrameGeometry size) {
        Tensor wide = Images.resizeLinear(Pictures.toTensor(mask), size.sourceHeight(), size.sourceWidth());
        Tensor soft = RegionMask.feathered(wide.squeeze(0).squeeze(0), mask.feather())
                .unsqueeze(0)
                .unsqueeze(0);
        return Images.resizeLinear(soft, size.height(), size.width());
    }

    /** The decoder's picture [1, 3, H, W] in the source's size, in float32 on the CPU. */
    static Tensor enlarged(Tensor picture, FrameGeometry size) {
        return Images.resize(cropped(picture, size), size.sourceHeight(), size.sourceWidth())
                .cpu()
                .to(ScalarType.Float);
    }

    private static void requireFinite(Tensor picture) {
        if (!Ops.finite(picture)) {
            throw new NonFiniteException("the picture holds NaN or infinite values");
        }
    }

    private static Tensor cropped(Tensor picture, FrameGeometry size) {
        requireFinite(picture);
        return Images.cropped(picture, size.height(), size.width());
    }
}

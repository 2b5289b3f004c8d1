package org.zvideo.core.torch;

import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kBicubic;
import org.bytedeco.pytorch.kBilinear;
import org.zvideo.core.Mask;
import org.zvideo.core.RgbImage;

/** Pictures to tensors [1, 3, H, W] in [−1, 1] and back: one copy each way. */
public final class Images {
    private static final double HALF_RANGE = 127.5;
    private static final float[] LUMA = {0.2126f, 0.7152f, 0.0722f};

    private Images() {
    }

    /** A picture as a float32 tensor on the CPU. */
    public static Tensor toTensor(RgbImage image) {
        Tensor bytes = torch.empty(new long[] {image.height(), image.width(), 3}, new TensorOptions(ScalarType.Byte), null);
        bytes.data_ptr_byte().put(image.pixels());
        return bytes.permute(2, 0, 1).unsqueeze(0).to(ScalarType.Float).div(new Scalar(HALF_RANGE)).sub(new Scalar(1.0));
    }

    /** A mask as a float32 tensor [1, 1, H, W] on the CPU. */
    public static Tensor toTensor(Mask mask) {
        return Ops.tensor(mask.values(), 1, 1, mask.height(), mask.width());
    }

    /**
     * A picture with another's colours: its lightness and the other's colour differences, which is the other plus the
     * difference of their lightnesses (BT.709 luma). Both [1, 3, H, W].
     */
    public static Tensor recolored(Tensor lightness, Tensor colours) {
        Tensor weights = Ops.tensor(LUMA.clone(), 1, 3, 1, 1);
        return colours.add(lightness.sub(colours).mul(weights).sum(new long[] {1}, true, new ScalarTypeOptional()));
    }

    /** A tensor as a picture: clamped, rounded to 8 bits. */
    public static RgbImage toImage(Tensor tensor) {
        Tensor levels = Ops.times(tensor.detach().cpu().to(ScalarType.Float).add(new Scalar(1.0)), HALF_RANGE).round();
        Tensor bytes = torch.clamp(levels, new org.bytedeco.pytorch.ScalarOptional(new Scalar(0.0)),
                new org.bytedeco.pytorch.ScalarOptional(new Scalar(255.0))).squeeze(0).permute(1, 2, 0)
                .to(ScalarType.Byte).contiguous();
        RgbImage image = new RgbImage((int) bytes.size(1), (int) bytes.size(0));
        bytes.data_ptr_byte().get(image.pixels());
        return image;
    }

    /** Bicubic, antialiased where it shrinks. */
    public static Tensor resize(Tensor image, long height, long width) {
        InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.mode().put(new kBicubic());
        return resize(image, height, width, options);
    }

    /** Bilinear, antialiased where it shrinks: never leaves the range of the values. */
    public static Tensor resizeLinear(Tensor image, long height, long width) {
        InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.mode().put(new kBilinear());
        return resize(image, height, width, options);
    }

    private static Tensor resize(Tensor image, long height, long width, InterpolateFuncOptions options) {
        if (image.size(2) == height && image.size(3) == width) {
            return image;
        }
        options.size().put(new LongVector(height, width));
        options.align_corners().put(false);
        options.antialias().put(true);
        return torch.interpolate(image, options);
    }

    /** Repeats the right and lower edge until the picture has that size. */
    public static Tensor padded(Tensor image, long height, long width) {
        return torch.replication_pad2d(image, 0, width - image.size(3), 0, height - image.size(2));
    }

    /** The upper left part of that size. */
    public static Tensor cropped(Tensor image, long height, long width) {
        return image.narrow(2, 0, height).narrow(3, 0, width);
    }

    /** The middle part of that size. */
    public static Tensor centred(Tensor image, long height, long width) {
        return image.narrow(2, (image.size(2) - height) / 2, height).narrow(3, (image.size(3) - width) / 2, width);
    }
}

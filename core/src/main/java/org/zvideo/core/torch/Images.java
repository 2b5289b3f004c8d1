package org.zvideo.core.torch;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.InterpolateMode;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.LongVectorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kBicubic;
import org.zvideo.core.RgbImage;

/** Pictures to tensors [1, 3, H, W] in [−1, 1] and back: one copy each way. */
public final class Images {
    private static final double HALF_RANGE = 127.5;

    private Images() {
    }

    /** A picture as a float32 tensor on the CPU. */
    public static Tensor toTensor(RgbImage image) {
        Tensor bytes = torch.empty(new long[] {image.height(), image.width(), 3}, new TensorOptions(ScalarType.Byte), null);
        bytes.data_ptr_byte().put(image.pixels());
        return bytes.permute(2, 0, 1).unsqueeze(0).to(ScalarType.Float).div(new Scalar(HALF_RANGE)).sub(new Scalar(1.0));
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
        if (image.size(2) == height && image.size(3) == width) {
            return image;
        }
        InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.size().put(new LongVector(height, width));
        options.mode().put(new kBicubic());
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

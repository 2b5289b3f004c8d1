package org.zvideo.core;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Ops;

/** Pictures to tensors [1, 3, H, W] in [−1, 1] and back: one copy each way. */
final class Pictures {
    private static final double HALF_RANGE = 127.5;

    private Pictures() {}

    /** A picture as a float32 tensor on the CPU. */
    static Tensor toTensor(RgbImage image) {
        Tensor bytes =
                torch.empty(new long[] {image.height(), image.width(), 3}, new TensorOptions(ScalarType.Byte), null);
        bytes.data_ptr_byte().put(image.pixels());
        Tensor values = bytes.permute(2, 0, 1).unsqueeze(0).to(ScalarType.Float);
        return values.div_(new Scalar(HALF_RANGE))
                .sub_(new Scalar(1.0)); // in place: a large style is hundreds of megabytes
    }

    /** A mask as a float32 tensor [1, 1, H, W] on the CPU. */
    static Tensor toTensor(Mask mask) {
        return Ops.tensor(mask.values(), 1, 1, mask.height(), mask.width());
    }

    /** A picture in floating point as a float32 tensor on the CPU. */
    static Tensor toTensor(FloatImage image) {
        return Ops.tensor(image.values(), image.height(), image.width(), 3)
                .permute(2, 0, 1)
                .unsqueeze(0);
    }

    /** A tensor as a picture in floating point, with the values it has. */
    static FloatImage toFloatImage(Tensor tensor) {
        Tensor pixels = tensor.squeeze(0).permute(1, 2, 0);
        return new FloatImage((int) pixels.size(1), (int) pixels.size(0), Ops.floats(pixels));
    }

    /** A tensor as a picture: clamped, rounded to 8 bits. */
    static RgbImage toImage(Tensor tensor) {
        Tensor levels = Ops.times(tensor.detach().cpu().to(ScalarType.Float).add(new Scalar(1.0)), HALF_RANGE)
                .round();
        Tensor bytes = torch.clamp(levels, new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(255.0)))
                .squeeze(0)
                .permute(1, 2, 0)
                .to(ScalarType.Byte)
                .contiguous();
        RgbImage image = new RgbImage((int) bytes.size(1), (int) bytes.size(0));
        bytes.data_ptr_byte().get(image.pixels());
        return image;
    }
}

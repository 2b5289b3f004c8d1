package org.zvideo.core.torch;

import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBicubic;
import org.bytedeco.pytorch.kBilinear;

/** What is done to pictures [1, C, H, W] as tensors. */
public final class Images {
    private Images() {}

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
}

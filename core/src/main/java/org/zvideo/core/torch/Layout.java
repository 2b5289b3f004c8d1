package org.zvideo.core.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * In which order a feature map [B, C, h, w] lies in memory. A convolution's kernel decides it for the map that comes
 * out, so a network whose kernels lie one way computes that way throughout.
 */
public enum Layout {
    /** Channel by channel. */
    CHANNELS_FIRST(MemoryFormat.Contiguous),
    /** Pixel by pixel, all channels of one together: a token of the transformer is then a view. */
    CHANNELS_LAST(MemoryFormat.ChannelsLast);

    private final MemoryFormat format;

    Layout(MemoryFormat format) {
        this.format = format;
    }

    /** LibTorch's name for it. */
    MemoryFormat format() {
        return format;
    }

    /** The map [B, C, h, w] with its numbers in this order. */
    public Tensor of(Tensor map) {
        return map.contiguous(format);
    }
}

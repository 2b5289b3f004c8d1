package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/** The places of frames in a window as sinusoids: pe[p, 2k] = sin(p·10000^(−2k/C)), pe[p, 2k+1] = cos of the same. */
public final class PositionalEncoding {
    private static final double LONGEST_PERIOD = 10_000;

    private PositionalEncoding() {}

    /** The encoding [frames, channels], computed in float64, in float32 on the CPU. */
    public static Tensor of(int frames, int channels) {
        float[] values = new float[frames * channels];
        for (int n = 0; n < values.length; n++) {
            int place = n / channels;
            int channel = n % channels;
            double angle = place * Math.pow(LONGEST_PERIOD, -(channel - channel % 2) / (double) channels);
            values[n] = (float) (channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
        }
        return Ops.tensor(values, frames, channels);
    }
}

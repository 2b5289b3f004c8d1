package org.zvideo.core.attention;

import org.bytedeco.pytorch.Tensor;

/** Keys and values of one self-attention, each [H, N, d]. */
public record KeyValue(Tensor key, Tensor value) {}

package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;

/**
 * What the blocks of one run of the U-Net need besides the picture.
 *
 * @param time      activated embedding of the timestep [1, timeWidth]
 * @param prompt    embedding of the prompt [L, contextWidth]
 * @param step      denoising step, for the processor
 * @param processor of the self-attention layers
 */
record UNetPass(Tensor time, Tensor prompt, int step, AttentionProcessor processor) {}

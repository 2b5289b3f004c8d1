/**
 * The U-Net of Stable Diffusion v1.
 *
 * <p>It takes a noisy latent and a timestep and returns the predicted noise. On the way, each self-attention layer asks an
 * {@code AttentionProcessor} how to mix its values; layers are numbered in the order of the forward pass. The network itself
 * does not know styles.
 *
 * <p>Trap: {@code attention_head_dim} of the config is the number of heads.
 */
package org.zvideo.core.unet;

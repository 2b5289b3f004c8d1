/**
 * The U-Net of Stable Diffusion v1.
 *
 * <p>A noisy latent and a timestep come in, the predicted noise leaves. On the way every self-attention layer, numbered in
 * the order of the forward pass, asks an {@code AttentionProcessor} how to mix its values; the network itself knows no
 * style.
 *
 * <p>Trap: {@code attention_head_dim} of the config is the number of heads.
 */
package org.zvideo.core.unet;

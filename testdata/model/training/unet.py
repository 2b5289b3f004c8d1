"""The second model's U-Net: its sizes, its start, its noise schedule and its self-attention layers."""
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel

from vae import LATENT_CHANNELS

CONTEXT = 64  # width of the null prompt
CONFIG = dict(  # the top is twice as wide as a latent: it must predict as many independent noises
    sample_size=32, in_channels=LATENT_CHANNELS, out_channels=LATENT_CHANNELS, layers_per_block=2,
    block_out_channels=[64, 128, 192, 192], down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
    up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3, cross_attention_dim=CONTEXT, attention_head_dim=4,
    norm_num_groups=16)
SCHEDULE = dict(
    num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
    prediction_type="epsilon", set_alpha_to_one=False, steps_offset=0)


def create():
    """(U-Net, null prompt)"""
    model = UNet2DConditionModel(**CONFIG)
    with torch.no_grad():
        for name, module in model.named_modules():
            if isinstance(module, torch.nn.Conv2d) and module.kernel_size == (3, 3):
                torch.nn.init.normal_(module.weight, 0, module.weight[0].numel() ** -0.5)
                module.bias.zero_()
                module.weight.mul_(0.2 if name.endswith("conv2") else 1.3 if name.endswith("conv1") else 1)
            if name.endswith("proj_out"):
                module.weight.mul_(0.5)
        model.conv_out.weight.mul_(0.1)
    return model.to(memory_format=torch.channels_last), torch.nn.Parameter(torch.randn(1, 1, CONTEXT) * 0.5)


def alphas_cumprod():
    betas = torch.linspace(SCHEDULE["beta_start"] ** 0.5, SCHEDULE["beta_end"] ** 0.5, 1000, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).float()


def self_attention_layers(model):
    """Names of the 16 self-attention processors in the order of the forward pass."""
    names = [n for n in model.attn_processors if "attn1" in n]
    return [n for part in ("down", "mid", "up") for n in names if n.startswith(part)]


class Attention:
    """An attention processor whose `mix(query, key, value)` [N, heads, tokens, width] is up to its kind."""

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        def heads(t):
            return t.reshape(t.shape[0], -1, attn.heads, t.shape[-1] // attn.heads).transpose(1, 2)

        other = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        mixed = self.mix(heads(attn.to_q(hidden_states)), heads(attn.to_k(other)), heads(attn.to_v(other)))
        return attn.to_out[0](mixed.transpose(1, 2).reshape(hidden_states.shape))

    def mix(self, query, key, value):
        return F.scaled_dot_product_attention(query, key, value)

"""The second model's autoencoder: its sizes and its start."""
import torch
import torch.nn as nn
from diffusers import AutoencoderKL

LATENT_CHANNELS = 32
CONFIG = dict(
    in_channels=3, out_channels=3, latent_channels=LATENT_CHANNELS, block_out_channels=[32, 64, 96, 128],
    layers_per_block=1, down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
    norm_num_groups=8, sample_size=256, mid_block_add_attention=False)


def initialize(model):
    """Variance-preserving convolutions, near-identity upsamplers, weak residual branches: trains about 3x faster."""
    for name, conv in model.named_modules():
        if not isinstance(conv, nn.Conv2d):
            continue
        deviation = conv.weight[0].numel() ** -0.5
        nn.init.normal_(conv.weight, 0, 0.3 * deviation if "upsamplers" in name else deviation)
        nn.init.zeros_(conv.bias)
        with torch.no_grad():
            if "upsamplers" in name:
                for i in range(conv.weight.shape[0]):
                    conv.weight[i, i, 1, 1] += 1
            if name.endswith("conv1"):
                conv.weight.mul_(1.4)
            if name.endswith("conv2"):
                conv.weight.mul_(0.1)


def create():
    model = AutoencoderKL(**CONFIG)
    initialize(model)
    return model.to(memory_format=torch.channels_last)

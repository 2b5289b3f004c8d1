"""A patch discriminator: is this small window from a picture or from the decoder?

It sees fine detail alone, what a 7x7 average takes away: given whole colors it pushed them, all pixels the same way, until
the autoencoder had lost 7 dB within 400 steps.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.parametrizations import spectral_norm


class Discriminator(nn.Module):
    """One score for each window of 20x20 pixels. The first layer keeps every pixel, so that it sees the finest texture."""

    def __init__(self, width=24):
        super().__init__()
        sizes = [(3, width, 3, 1), (width, 2 * width, 4, 2), (2 * width, 4 * width, 4, 2), (4 * width, 1, 3, 1)]
        self.layers = nn.ModuleList(spectral_norm(nn.Conv2d(i, o, kernel, stride, 1)) for i, o, kernel, stride in sizes)
        self.to(memory_format=torch.channels_last)

    def forward(self, images):
        hidden = images - F.avg_pool2d(F.pad(images, (3, 3, 3, 3), mode="reflect"), 7, 1)
        for layer in self.layers[:-1]:
            hidden = F.leaky_relu(layer(hidden), 0.2)
        return self.layers[-1](hidden)


def separation_loss(real, fake):
    """Hinge loss of the discriminator."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()

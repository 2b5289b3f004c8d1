"""Writes a motion module of version 2 or 3 with random weights for a model, under AnimateDiff's own names.

Usage: python random_motion.py MODEL_FOLDER OUT.safetensors [v2|v3] [GAIN]

GAIN is that of the last layer of each module: 0.02 changes a picture a little, 0.5 takes it apart. With it, all that a real module
passes through can be run where there is none: names, shapes, memory and time are the real ones, the motion is noise.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file


def module(place, width, gain, g):
    """The 28 tensors of a module."""
    def matrix(out, inner, factor=1.0):
        return factor * torch.randn(out, inner, generator=g) / inner ** 0.5

    inner = place + "transformer_blocks.0."
    tensors = {place + "proj_in.weight": matrix(width, width), place + "proj_out.weight": matrix(width, width, gain),
               inner + "ff.net.0.proj.weight": matrix(8 * width, width), inner + "ff.net.2.weight": matrix(width, 4 * width)}
    for name in ("proj_in", "proj_out", "transformer_blocks.0.ff.net.2"):
        tensors[place + name + ".bias"] = torch.zeros(width)
    tensors[inner + "ff.net.0.proj.bias"] = torch.zeros(8 * width)
    for name in ("norm", "transformer_blocks.0.norms.0", "transformer_blocks.0.norms.1", "transformer_blocks.0.ff_norm"):
        tensors |= {place + name + ".weight": torch.ones(width), place + name + ".bias": torch.zeros(width)}
    angle = torch.arange(32)[:, None] * 10000 ** (-torch.arange(0, width, 2) / width)
    for n in (0, 1):
        attention = f"{inner}attention_blocks.{n}."
        for projection in ("to_q", "to_k", "to_v", "to_out.0"):
            tensors[f"{attention}{projection}.weight"] = matrix(width, width)
        tensors[attention + "to_out.0.bias"] = torch.zeros(width)
        tensors[attention + "pos_encoder.pe"] = torch.stack([angle.sin(), angle.cos()], 2).reshape(1, 32, width)
    return tensors


def main(model, out, version="v3", gain="0.02"):
    widths = json.loads((Path(model) / "unet" / "config.json").read_text())["block_out_channels"]
    g, tensors = torch.Generator().manual_seed(7), {}
    for block, width in enumerate(widths):
        for layer in range(3):
            place = f"motion_modules.{layer}.temporal_transformer."
            if layer < 2:
                tensors |= module(f"down_blocks.{block}.{place}", width, float(gain), g)
            tensors |= module(f"up_blocks.{len(widths) - 1 - block}.{place}", width, float(gain), g)
    if version == "v2":
        tensors |= module("mid_block.motion_modules.0.temporal_transformer.", widths[-1], float(gain), g)
    save_file({name: tensor.half() for name, tensor in tensors.items()}, out)
    print(f"{len(tensors)} tensors, {sum(tensor.numel() for tensor in tensors.values()):,} numbers")


if __name__ == "__main__":
    main(*sys.argv[1:])

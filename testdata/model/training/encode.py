"""Encode pictures with the trained autoencoder: `encode.py VAE WORK [--device cpu]`.

VAE is a diffusers folder (export.py). Writes WORK/latents.npy for WORK/tiles.npy and, where there are pairs,
WORK/pair_latents.npy: [N, 32, h, w] float16, scaled, to be read as memory maps.
"""
import argparse
import pathlib

import numpy as np
import torch
from diffusers import AutoencoderKL

BATCH = 64


@torch.no_grad()
def encode(model, pictures, rows, path, device):
    """Latents of those rows of the pictures; the others stay 0."""
    tiles = np.load(pictures, mmap_mode="r")
    side = tiles.shape[1] // 8
    part = path.with_suffix(".part")
    latents = np.lib.format.open_memmap(part, "w+", np.float16, (len(tiles), model.config.latent_channels, side, side))
    for i in range(0, len(rows), BATCH):
        batch = rows[i:i + BATCH]
        images = torch.from_numpy(tiles[batch]).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        with torch.autocast(device.type, dtype=torch.bfloat16):
            mean = model.encode(images.contiguous(memory_format=torch.channels_last)).latent_dist.mean
        latents[batch] = (mean.float() * model.config.scaling_factor).half().cpu().numpy()
    latents.flush()
    part.rename(path)


def main(folder, work, device):
    model = AutoencoderKL.from_pretrained(folder).float().eval().to(device, memory_format=torch.channels_last)
    encode(model, work / "tiles.npy", np.arange(len(np.load(work / "ids.npy"))), work / "latents.npy", device)
    if (work / "pairs.npz").exists():
        made = np.flatnonzero(np.load(work / "pairs.npz")["style"] >= 0)  # the teacher may have been stopped
        encode(model, work / "pairs.npy", made, work / "pair_latents.npy", device)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vae", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()
    main(arguments.vae, arguments.work, torch.device(arguments.device))

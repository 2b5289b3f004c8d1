"""Train the second model's U-Net on WORK/latents.npy and, where it is, WORK/large/latents.npy (tiles of 384 pixels).

`train_unet.py WORK [--resume] [--decay MINUTES] [--device cpu]` keeps WORK/unet.pt.

Noise prediction with Stable Diffusion v1's schedule. Samples come in pairs from one picture; in 65 % of the steps the
decoder's self-attention (layers 7-15) sees the partner's tokens before its own, [partner, self]. That makes the keys and
values of another picture worth attending to at this size, which is what rearranging self-attention relies on.
"""
import argparse
import pathlib

import numpy as np
import torch

import checkpoint
import unet
from crops import Crops
from diffusion import Diffusion

SIZES = {  # pairs, side of the latent crop, share of the steps
    "cpu": ((12, 16, 0.7), (4, 32, 0.22), (2, 48, 0.08)),
    "cuda": ((384, 16, 0.25), (128, 32, 0.5), (56, 48, 0.25))}
PAIRED_SHARE = 0.65


class PairAttention(unet.Attention):
    """While `on`, each half of the batch sees the other half's tokens before its own."""
    on = False

    def mix(self, query, key, value):
        if PairAttention.on:
            key, value = (torch.cat([t.roll(len(t) // 2, 0), t], 2) for t in (key, value))
        return super().mix(query, key, value)


class Pictures:
    """Latents of tiles, grouped by the picture they were cut from."""

    def __init__(self, work, random, device):
        self.random = random
        self.latents = Crops(work / "latents.npy", device)
        ids = np.load(work / "ids.npy")
        self.order = np.argsort(ids, kind="stable")
        _, first, count = np.unique(ids[self.order], return_index=True, return_counts=True)
        self.first, self.count = first[count > 1], count[count > 1]
        self.odds = self.count ** 0.7 / (self.count ** 0.7).sum()

    def pairs(self, count, side):
        """[2 count, C, side, side]: first halves, then their partners, which are other tiles of the same pictures."""
        pictures = self.random.choice(len(self.odds), count, p=self.odds)
        tiles = self.count[pictures]
        one = self.random.integers(tiles)
        other = (one + 1 + self.random.integers(tiles - 1)) % tiles
        rows = self.order[np.concatenate([self.first[pictures] + one, self.first[pictures] + other])]
        return self.latents.take(rows, self.latents.corners(self.random, 2 * count, side), side).float()


def main(arguments):
    work, device = arguments.work, torch.device(arguments.device)
    torch.manual_seed(arguments.seed)
    diffusion = Diffusion(work / "unet.pt", device, {number: PairAttention() for number in range(7, 16)})
    if arguments.resume:
        diffusion.restore(checkpoint.load(diffusion.path, device))
    torch.manual_seed(arguments.seed + diffusion.step)
    random = np.random.default_rng([arguments.seed, diffusion.step])
    small = Pictures(work, random, device)
    large = Pictures(work / "large", random, device) if (work / "large/latents.npy").exists() else None
    sizes = SIZES[device.type]

    def train(rate):
        count, side, _ = sizes[random.choice(len(sizes), p=[share for *_, share in sizes])]
        if side > 32 and large is None:
            count, side, _ = sizes[1]
        clean = (large if side > 32 else small).pairs(count, side)
        timesteps = diffusion.timesteps(count).repeat(2)
        noise, alpha = torch.randn_like(clean), diffusion.alpha(timesteps)
        PairAttention.on = bool(random.random() < PAIRED_SHARE)
        predicted = diffusion.predict(alpha.sqrt() * clean + (1 - alpha).sqrt() * noise, timesteps)
        loss = ((predicted - noise) ** 2).mean()
        diffusion.update(loss, rate)
        return {f"loss{side}": loss}

    diffusion.run(train, arguments.decay)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--decay", type=float, metavar="MINUTES")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    main(parser.parse_args())

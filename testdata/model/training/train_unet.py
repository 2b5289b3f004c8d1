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
from diffusion import Diffusion

SIZES = ((12, 16, 0.7), (4, 32, 0.22), (2, 48, 0.08))  # pairs, side of the latent crop, share of the steps
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

    def __init__(self, work, random):
        self.random = random
        self.latents = np.load(work / "latents.npy", mmap_mode="r")
        ids = np.load(work / "ids.npy")
        order = np.argsort(ids, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(ids[order])) + 1)
        self.pictures = [g for g in groups if len(g) > 1]
        odds = np.array([len(g) ** 0.7 for g in self.pictures])
        self.odds = odds / odds.sum()

    def pairs(self, count, side):
        """[2 count, C, side, side]: first halves, then their partners."""
        rows = [self.random.choice(self.pictures[self.random.choice(len(self.pictures), p=self.odds)], 2, replace=False)
                for _ in range(count)]
        return torch.stack([self.crop(row[half], side) for half in (0, 1) for row in rows])

    def crop(self, tile, side):
        y, x = self.random.integers(0, self.latents.shape[-1] - side + 1, 2)
        return torch.from_numpy(self.latents[tile][:, y:y + side, x:x + side].astype(np.float32))


def main(arguments):
    work, device = arguments.work, torch.device(arguments.device)
    torch.manual_seed(arguments.seed)
    diffusion = Diffusion(work / "unet.pt", device, {number: PairAttention() for number in range(7, 16)})
    if arguments.resume:
        diffusion.restore(checkpoint.load(diffusion.path, device))
    torch.manual_seed(arguments.seed + diffusion.step)
    random = np.random.default_rng([arguments.seed, diffusion.step])
    small = Pictures(work, random)
    large = Pictures(work / "large", random) if (work / "large/latents.npy").exists() else None

    def train(rate):
        count, side, _ = SIZES[random.choice(len(SIZES), p=[share for *_, share in SIZES])]
        if side > 32 and large is None:
            count, side, _ = SIZES[1]
        clean = (large if side > 32 else small).pairs(count, side).to(device)
        timesteps = diffusion.timesteps(count).repeat(2)
        noise = torch.randn_like(clean)
        alpha = diffusion.alphas[timesteps].view(-1, 1, 1, 1)
        PairAttention.on = bool(random.random() < PAIRED_SHARE)
        predicted = diffusion.predict(alpha.sqrt() * clean + (1 - alpha).sqrt() * noise, timesteps)
        loss = ((predicted - noise) ** 2).mean()
        diffusion.update(loss, rate)
        return {f"loss{side}": loss.item()}

    diffusion.run(train, arguments.decay)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--decay", type=float, metavar="MINUTES")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    main(parser.parse_args())

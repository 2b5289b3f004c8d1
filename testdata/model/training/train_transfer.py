"""Last stage: make another picture's keys and values carry its style.

`train_transfer.py VAE WORK [--resume] [--decay MINUTES] [--device cpu]` starts from WORK/unet.pt and keeps
WORK/transfer.pt; VAE is the diffusers folder the latents were made with.

In 65 % of the steps a noisy *content* latent runs beside a *style* latent at the same timestep. In self-attention layers
10-15 the content attends to [style's tokens, its own], exactly as Eq. 10 with lambda = 1; the style row runs unedited, as
the style path does. The content row must predict the noise that leads to its stylized version. A full-size model learns
such correspondences from billions of pictures; a small one needs to be shown. The other steps are plain noise prediction,
which DDIM inversion relies on.

The squared error of latents alone averages strokes away. Where little noise is left, crops of the predicted clean latent
are therefore decoded and compared as pictures too: texture with the style picture, features with the teacher's.
"""
import argparse
import pathlib

import numpy as np
import torch
from diffusers import AutoencoderKL

import checkpoint
import unet
from crops import Crops
from diffusion import Diffusion
from features import Features, feature_distance, texture_distance
from pairs import CONTENTS_PER_STYLE

SIZES = {  # samples, side of the latent crop, share of the steps
    "cpu": ((8, 16, 0.75), (3, 32, 0.25)),
    "cuda": ((256, 16, 0.35), (96, 32, 0.65))}
TRANSFER_SHARE = 0.65
NOISIEST = 880  # timesteps of transfer steps
DECODED_BELOW = 300  # timesteps whose predicted clean latents are worth decoding
DECODED_MOST, DECODED_SIDE = {"cpu": 2, "cuda": 24}, 16  # rows, latent crop
TEXTURE, FEATURES = 0.05, 0.05


class TransferAttention(unet.Attention):
    """Plain, or, while `on`, the first half of the batch also sees the second half's tokens."""
    on = False

    def mix(self, query, key, value):
        if not TransferAttention.on:
            return super().mix(query, key, value)
        n = len(query) // 2
        content = super().mix(query[:n], torch.cat([key[n:], key[:n]], 2), torch.cat([value[n:], value[:n]], 2))
        return torch.cat([content, super().mix(query[n:], key[n:], value[n:])])


class Samples:
    """Random crops of latents and of the pixels they came from, aligned between a content and its stylized version."""

    def __init__(self, work, random, device):
        self.random = random
        self.tiles = Crops(work / "latents.npy", device), Crops(work / "tiles.npy", device)
        self.made = Crops(work / "pair_latents.npy", device), Crops(work / "pairs.npy", device)
        index = np.load(work / "pairs.npz")
        self.content, self.style, self.painting = (index[name] for name in ("content", "style", "painting"))
        self.rows = np.flatnonzero(self.style >= 0)  # the teacher may have been stopped

    def corners(self, count, size):
        return self.tiles[0].corners(self.random, count, size)

    def solo(self, count, size):
        latents = self.tiles[0]
        return latents.take(self.random.integers(len(latents), size=count), self.corners(count, size), size).float()

    def crops(self, made, rows, corners, size):
        """(latents, RGB in [-1, 1]) of rows of the teacher's pictures where `made`, of tiles elsewhere."""
        crops = []
        for tiles, pictures, scale in zip(self.tiles, self.made, (1, 8)):
            crop = tiles.take(np.where(made, 0, rows), scale * corners, scale * size)
            theirs = torch.from_numpy(np.flatnonzero(made)).to(crop.device)
            crop[theirs] = pictures.take(rows[made], scale * corners[made], scale * size)
            crops.append(crop.float())
        return crops[0], crops[1] / 127.5 - 1

    def transfer(self, count, size):
        """(content, its stylized version, a picture in that style), each as `crops` returns them."""
        rows, corners = self.random.choice(self.rows, count), self.corners(count, size)
        content = self.crops(np.zeros(count, bool), self.content[rows], corners, size)
        kind = self.random.random(count)
        same = kind < 0.12  # its own style: nothing to change
        target = self.crops(~same, np.where(same, self.content[rows], rows), corners, size)
        first = self.style[rows] * CONTENTS_PER_STYLE
        sibling = first + (rows - first + self.random.integers(1, CONTENTS_PER_STYLE, count)) % CONTENTS_PER_STYLE
        painting = ~same & (kind >= 0.5) & (self.painting[rows] >= 0)
        style_rows = np.where(same, self.content[rows], np.where(painting, self.painting[rows], sibling))
        style = self.crops(~same & ~painting, style_rows, self.corners(count, size), size)
        return content, target, style


class PictureLoss:
    """Decodes crops of predicted clean latents and compares them with pixels."""

    def __init__(self, folder, device):
        vae = AutoencoderKL.from_pretrained(folder).float().eval().requires_grad_(False)
        self.vae = vae.to(device, memory_format=torch.channels_last)
        self.features = Features().to(device)

    def __call__(self, latents, teacher, style, corner):
        y, x = corner
        crop = latents[..., y:y + DECODED_SIDE, x:x + DECODED_SIDE] / self.vae.config.scaling_factor
        with torch.autocast(latents.device.type, dtype=torch.bfloat16):
            decoded = self.vae.decode(crop.contiguous(memory_format=torch.channels_last)).sample
        seen = self.features(decoded.float().clamp(-1.2, 1.2))
        wanted = self.features(teacher[..., 8 * y:8 * (y + DECODED_SIDE), 8 * x:8 * (x + DECODED_SIDE)])
        return TEXTURE * texture_distance(seen, self.features(style)) + FEATURES * feature_distance(seen, wanted)


def main(arguments):
    work, device = arguments.work, torch.device(arguments.device)
    diffusion = Diffusion(work / "transfer.pt", device, {number: TransferAttention() for number in range(10, 16)}, 0.999)
    if arguments.resume:
        diffusion.restore(checkpoint.load(diffusion.path, device))
    else:
        plain = checkpoint.load(work / "unet.pt", device)
        diffusion.start_from(plain["ema"], plain["ema"])
    torch.manual_seed(arguments.seed + diffusion.step)
    random = np.random.default_rng([arguments.seed, diffusion.step])
    samples, picture_loss = Samples(work, random, device), PictureLoss(arguments.vae, device)
    sizes = SIZES[device.type]

    def plain_step(count, size, rate):
        clean, timesteps = samples.solo(2 * count, size), diffusion.timesteps(2 * count)
        noise, alpha = torch.randn_like(clean), diffusion.alpha(timesteps)
        loss = ((diffusion.predict(alpha.sqrt() * clean + (1 - alpha).sqrt() * noise, timesteps) - noise) ** 2).mean()
        diffusion.update(loss, rate)
        return dict(plain=loss)

    def transfer_step(count, size, rate):
        (content, _), (target, teacher), (style, style_pixels) = samples.transfer(count, size)
        timesteps = diffusion.timesteps(count, NOISIEST).repeat(2)
        share = np.where(random.random(count) < 0.45, 0, random.random(count))  # how far it is stylized already
        share = torch.from_numpy(share).float().to(device).view(-1, 1, 1, 1)
        start_from = torch.cat([(1 - share) * content + share * target, style])
        lead_to = torch.cat([target, style])
        alpha = diffusion.alpha(timesteps)
        noisy = alpha.sqrt() * start_from + (1 - alpha).sqrt() * torch.randn_like(start_from)
        wanted = (noisy - alpha.sqrt() * lead_to) / (1 - alpha).sqrt()
        weight = ((1 - alpha) / alpha).clamp(max=1)  # in the space of the clean latent where little noise is left
        weight[count:] *= 0.3
        predicted = diffusion.predict(noisy, timesteps)
        error = (predicted - wanted) ** 2 * weight
        loss, numbers = error.mean(), dict(transfer=error[:count].mean())
        rows = slice(0, min(DECODED_MOST[device.type], int((timesteps[:count] < DECODED_BELOW).sum())))  # timesteps ascend
        if rows.stop > 0:
            clean = ((noisy - (1 - alpha).sqrt() * predicted) / alpha.sqrt())[rows]
            corner = random.integers(0, size - DECODED_SIDE + 1, 2)
            pictures = picture_loss(clean, teacher[rows], style_pixels[rows], corner)
            loss = loss + pictures
            numbers["pictures"] = pictures
        diffusion.update(loss, rate)
        return numbers

    def train(rate):
        count, size, _ = sizes[random.choice(len(sizes), p=[share for *_, share in sizes])]
        TransferAttention.on = bool(random.random() < TRANSFER_SHARE)
        return (transfer_step if TransferAttention.on else plain_step)(count, size, rate)

    diffusion.run(train, arguments.decay)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vae", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--decay", type=float, metavar="MINUTES")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=3)
    main(parser.parse_args())

"""Train the second model's autoencoder on WORK/tiles.npy and WORK/pairs.npy.

`train_vae.py WORK [--resume] [--decay MINUTES] [--adversary] [--decoder-only] [--start FOLDER] [--device cpu]`

Runs at a constant rate until it is stopped (SIGTERM) and keeps WORK/vae.pt; `--resume` goes on from there. `--adversary`
adds the patch discriminator: for the last third of the training. `--decay` lowers the rate to nothing within so many
minutes and ends: the last thing to do. `check_vae.py` says when the result is good enough. `--decoder-only` leaves the latents as
they are: what may still be trained once there is a U-Net. `--start` begins with the weights of a diffusers folder, where
the checkpoint is lost.
"""
import argparse
import collections
import math
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from diffusers import AutoencoderKL

import checkpoint
import group_norm
import vae
from discriminator import Discriminator, separation_loss
from features import Features, feature_distance, texture_distance
from muon import Muon, split

MUON_RATE, ADAM_RATE = 4e-3, 1e-3
HELD_OUT = 64  # tiles at the end that are only looked at
TEACHER_SHARE = 0.3  # of the crops, if there are pairs: dense strokes, and what the U-Net will have to make
HALVED_SHARE = 0.3  # of the crops
LATENT_NOISE = 0.05  # neighbors decode alike, which diffusion needs; SIZE_WEIGHT keeps latents small
HALF_SIZE_SHARE = 0.15  # steps that decode pooled latents to the pooled picture: latents behave like pictures
WEIGHTS = dict(l1=1.0, l2=2.0, edges=0.7, features=0.15, texture=0.1, crispness=0.1)
SIZE_WEIGHT = 1e-3  # of the latents' square
ADVERSARY = 0.5  # weight of the discriminator's word
ADVERSARY_SHARE = 0.2  # its pull on the picture is at most this share of that of all other losses
CRITIC_ALONE = 300  # steps in which it learns and is not listened to
REPORT_EVERY = 100


class Crops:
    """Random flipped crops as RGB in [-1, 1]: of tiles and, where there are, of the teacher's pictures."""

    def __init__(self, work, seed, device):
        tiles = np.load(work / "tiles.npy", mmap_mode="r")
        self.sources = [(tiles, np.arange(len(tiles) - HELD_OUT))]
        if (work / "pairs.npz").exists():
            rows = np.flatnonzero(np.load(work / "pairs.npz")["style"] >= 0)
            self.sources.append((np.load(work / "pairs.npy", mmap_mode="r"), rows))
        self.random, self.device = np.random.default_rng(seed), device

    def __call__(self, count, size):
        crops = torch.from_numpy(np.stack([self.detailed(size) for _ in range(count)]))
        images = crops.to(self.device).permute(0, 3, 1, 2).float() / 127.5 - 1
        return images.contiguous(memory_format=torch.channels_last)

    def detailed(self, size):
        """The busier of two: most tiles are mostly smooth, and paintings are not."""
        return max((self.crop(size) for _ in range(2)), key=lambda c: np.abs(np.diff(c.astype(np.int16), axis=1)).mean())

    def crop(self, size):
        pictures, rows = self.sources[-1 if self.random.random() < TEACHER_SHARE else 0]
        picture = pictures[self.random.choice(rows)]
        # Halved pictures are the densest: in a painting 256 pixels high every pixel counts.
        taken = 2 * size if self.random.random() < HALVED_SHARE and 2 * size <= len(picture) else size
        y, x = self.random.integers(0, len(picture) - taken + 1, 2)
        crop = picture[y:y + taken, x:x + taken]
        if taken > size:
            crop = (crop.reshape(size, 2, size, 2, 3).mean((1, 3)) + 0.5).astype(np.uint8)
        return crop[:, ::-1] if self.random.random() < 0.5 else crop


def edge_difference(a, b):
    """Differences of neighboring pixels at two scales."""
    total = 0
    for d in (a - b, F.avg_pool2d(a - b, 2)):
        total = total + (d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean()
    return total


def crispness_difference(a, b):
    """How far the local strength of the Laplacian is from the original's: blur costs even where detail cannot be exact."""
    def strength(images):
        gray = images.mean(1, keepdim=True)
        laplacian = (gray[..., :-2, 1:-1] + gray[..., 2:, 1:-1] + gray[..., 1:-1, :-2] + gray[..., 1:-1, 2:]
                     - 4 * gray[..., 1:-1, 1:-1])
        return (F.avg_pool2d(laplacian ** 2, 6, 3) + 1e-4).sqrt()
    p, q = strength(a), strength(b)
    return (p - q).abs().mean() / q.mean()


class Trainer:
    def __init__(self, work, device, seed, decoder_only=False):
        self.path, self.device = work / "vae.pt", device
        self.model = vae.create().to(device)
        if decoder_only:
            self.model.encoder.requires_grad_(False)
            self.model.quant_conv.requires_grad_(False)
        if device.type == "cpu":
            group_norm.speed_up(self.model)
        self.average = checkpoint.Average(self.model.parameters())
        hidden, other = split(self.model, ("encoder.conv_in", "decoder.conv_out"))
        self.optimizers = {Muon(hidden, MUON_RATE): MUON_RATE,
                           torch.optim.AdamW(other, ADAM_RATE, (0.9, 0.99), weight_decay=0, fused=True): ADAM_RATE}
        self.critic = Discriminator().to(device)
        self.critic_optimizer = torch.optim.AdamW(
            self.critic.parameters(), lr=4e-4, betas=(0.5, 0.9), weight_decay=0, fused=True)
        self.critic_steps = self.step = 0
        self.features = Features().to(device)
        self.crops = Crops(work, seed, device)

    def state(self, seconds):
        return dict(model=self.model.state_dict(), ema=self.average.values, 
                    optimizers=[o.state_dict() for o in self.optimizers],
                    critic=self.critic.state_dict(), critic_optimizer=self.critic_optimizer.state_dict(),
                    critic_steps=self.critic_steps, step=self.step, seconds=seconds)

    def restore(self, state):
        self.model.load_state_dict(state["model"])
        self.average.restore(state["ema"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.critic.load_state_dict(state["critic"])
        self.critic_optimizer.load_state_dict(state["critic_optimizer"])
        self.critic_steps, self.step = state["critic_steps"], state["step"]

    def start_from(self, model):
        self.model.load_state_dict(model.state_dict())
        self.average.restore(self.model.parameters())

    def decode(self):
        """(decoded, original, latents) of a random batch."""
        half = self.crops.random.random() < HALF_SIZE_SHARE
        count, size = (4, 128) if half else (8, 64) if self.crops.random.random() < 0.75 else (2, 128)
        target = self.crops(count, size)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            mean = self.model.encode(target).latent_dist.mean
            latents = mean + torch.randn_like(mean) * LATENT_NOISE
            if half:
                latents, target = F.avg_pool2d(latents, 2), F.avg_pool2d(target, 2)
            decoded = self.model.decode(latents).sample
        return decoded.float(), target, mean.float()

    def criticize(self, decoded, target):
        """One step of the discriminator; returns its loss."""
        self.critic.requires_grad_(True)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            real, fake = self.critic(target), self.critic(decoded.detach())
        loss = separation_loss(real.float(), fake.float())
        loss.backward()
        self.critic_optimizer.step()
        self.critic_optimizer.zero_grad(set_to_none=True)
        self.critic.requires_grad_(False)
        self.critic_steps += 1
        return loss

    def train(self, rate, adversary):
        """One step at a share `rate` of the full rates; returns the parts of its loss."""
        decoded, target, mean = self.decode()
        picture = decoded.detach().requires_grad_()
        seen, wanted = self.features(picture), self.features(target)
        parts = dict(
            l1=(picture - target).abs().mean(), l2=((picture - target) ** 2).mean(),
            edges=edge_difference(picture, target), features=feature_distance(seen, wanted),
            texture=texture_distance(seen, wanted), crispness=crispness_difference(picture, target))
        pull, = torch.autograd.grad(sum(WEIGHTS[name] * value for name, value in parts.items()), picture)
        if adversary:
            parts["critic"] = self.criticize(picture, target)
            if self.critic_steps > CRITIC_ALONE:
                with torch.autocast(self.device.type, dtype=torch.bfloat16):
                    parts["realness"] = self.critic(picture).float().mean()
                push, = torch.autograd.grad(-parts["realness"], picture)
                pull = pull + push * min(ADVERSARY, ADVERSARY_SHARE * (pull.norm() / (push.norm() + 1e-9)).item())
        parts["size"] = (mean ** 2).mean()
        ends = {decoded: pull, SIZE_WEIGHT * parts["size"]: None}
        torch.autograd.backward(*zip(*((end, weight) for end, weight in ends.items() if end.requires_grad)))
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer, full_rate in self.optimizers.items():
            optimizer.param_groups[0]["lr"] = rate * full_rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.average.update(self.step)
        self.step += 1
        return {name: value.item() for name, value in parts.items()}


def main(arguments):
    torch.manual_seed(arguments.seed)
    trainer = Trainer(arguments.work, torch.device(arguments.device), arguments.seed, arguments.decoder_only)
    seconds = 0.0
    if arguments.resume:
        state = checkpoint.load(trainer.path, arguments.device)
        trainer.restore(state)
        seconds = state["seconds"]
        trainer.crops.random = np.random.default_rng([arguments.seed, trainer.step])
        torch.manual_seed(arguments.seed + trainer.step)
    elif arguments.start:
        trainer.start_from(AutoencoderKL.from_pretrained(arguments.start))
    clock = checkpoint.Clock(seconds)
    recent = collections.defaultdict(lambda: collections.deque(maxlen=300))
    while not clock.stopped and (arguments.decay is None or clock.minutes_here() < arguments.decay):
        rate = min(1, (trainer.step + 1) / 50)
        if arguments.decay is not None:
            rate *= 0.5 * (1 + math.cos(math.pi * clock.minutes_here() / arguments.decay)) * 0.97 + 0.03
        for name, value in trainer.train(rate, arguments.adversary).items():
            recent[name].append(value)
        if trainer.step % REPORT_EVERY == 0:
            parts = " ".join(f"{name} {np.mean(values):.4f}" for name, values in recent.items())
            psnr = 10 * math.log10(4 / np.mean(recent["l2"]))
            print(f"step {trainer.step} minutes {clock.seconds() / 60:.1f} psnr {psnr:.2f} {parts}", flush=True)
        clock.tick()
        if clock.time_to_save():
            checkpoint.save(trainer.path, trainer.state(clock.seconds()))
    checkpoint.save(trainer.path, trainer.state(clock.seconds()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--decay", type=float, metavar="MINUTES")
    parser.add_argument("--adversary", action="store_true")
    parser.add_argument("--decoder-only", action="store_true")
    parser.add_argument("--start", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=0)
    main(parser.parse_args())

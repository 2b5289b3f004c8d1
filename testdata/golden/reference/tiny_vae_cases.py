"""Writes the tiny autoencoder of the golden cases, its original two files, and the cases `tiny-vae-…`.

Usage: python tiny_vae_cases.py; `python tiny_vae_cases.py wrong` prints how far near readings lead away.

The model is diffusers' AutoencoderTiny with eight channels and random weights. The original naming comes from a network that is
put together as madebyollin/taesd does it, whose outputs have to be the same.
"""

import json
import sys
from contextlib import contextmanager
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from diffusers import AutoencoderTiny
from diffusers.models.autoencoders import vae as diffusers_vae
from diffusers.models.autoencoders.vae import AutoencoderTinyBlock
from safetensors.torch import save_file

import golden
import kinds

ROOT = Path(__file__).resolve().parent.parent
NULL, TINY, ORIGINAL = "models/tiny-null", "models/tiny-taesd", "models/tiny-taesd-original"
WIDTH = 8
SKIP = (8, 12)


def tiny(dtype=torch.float32):
    """AutoencoderTiny whose maps neither vanish nor grow, so that a clamp or a bias shows in the result."""
    g = torch.Generator().manual_seed(20)
    vae = AutoencoderTiny(encoder_block_out_channels=(WIDTH,) * 4, decoder_block_out_channels=(WIDTH,) * 4)
    with torch.no_grad():
        for parameter in vae.parameters():
            wide = parameter[0].numel() if parameter.dim() > 1 else 100
            parameter.copy_(torch.randn(parameter.shape, generator=g) * (1 / wide) ** 0.5)
    return vae.to(dtype).eval().requires_grad_(False)


def block(weights, dtype):
    made = AutoencoderTinyBlock(*SKIP, act_fn="relu")
    made.load_state_dict(weights)
    return made.to(dtype).eval().requires_grad_(False)


# ---------------------------------------------------------------- the original networks

class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Sequential(conv(width, width), nn.ReLU(), conv(width, width), nn.ReLU(), conv(width, width))
        self.fuse = nn.ReLU()

    def forward(self, x):
        return self.fuse(self.conv(x) + x)


def conv(wide, out, **others):
    return nn.Conv2d(wide, out, 3, padding=1, **others)


def original_encoder(w):
    halved = [[conv(w, w, stride=2, bias=False), Block(w), Block(w), Block(w)] for _ in range(3)]
    return nn.Sequential(conv(3, w), Block(w), *(layer for level in halved for layer in level), conv(w, 4))


def original_decoder(w):
    doubled = [[Block(w), Block(w), Block(w), nn.Upsample(scale_factor=2), conv(w, w, bias=False)] for _ in range(3)]
    return nn.Sequential(Clamp(), conv(4, w), nn.ReLU(), *(layer for level in doubled for layer in level),
                         Block(w), conv(w, 3))


def write_models():
    vae = tiny()
    folder = ROOT / TINY
    vae.save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text())
    config.pop("_diffusers_version")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    lines, made = [], []
    for half, network in ("encoder", original_encoder(WIDTH)), ("decoder", original_decoder(WIDTH)):
        state = getattr(vae, half).state_dict()
        ours, theirs = list(network.state_dict()), list(state)
        network.load_state_dict({mine: state[name] for mine, name in zip(ours, theirs, strict=True)})
        lines += [f"{half}\t{mine}\t{half}.{name}" for mine, name in zip(ours, theirs)]
        made.append((half, network))
    with torch.no_grad():
        g = torch.Generator().manual_seed(21)
        image, latent = torch.rand(1, 3, 32, 48, generator=g) * 2 - 1, torch.randn(1, 4, 4, 6, generator=g)
        assert torch.equal(made[0][1](image.add(1).div(2)), vae.encode(image).latents)
        assert torch.equal(made[1][1](latent).mul(2).sub(1), vae.decode(latent).sample)
    (ROOT / "models" / "tiny-taesd.tsv").write_text("\n".join(lines) + "\n")
    (ROOT / ORIGINAL).mkdir(exist_ok=True)
    for half, network in made:
        save_file(network.state_dict(), ROOT / ORIGINAL / f"taesd_{half}.safetensors", metadata={"format": "pt"})


# ---------------------------------------------------------------- cases

class Tiny:
    """The tiny autoencoder; with `own`, pictures are encoded by that model's."""

    def __init__(self, dtype, own=None):
        self.vae, self.own = tiny(dtype), own

    def encode(self, image):
        return self.own.encode(image) if self.own else self.vae.encode(image).latents

    def decode(self, latent):
        return self.vae.decode(latent).sample


class Models(golden.Models):
    def get(self, path, exact=False):
        if path is None:
            return torch.float64 if exact else torch.float32
        return Tiny(torch.float64 if exact else torch.float32, super().get(path, exact) if path == NULL else None)


def tiny_block(dtype, p, t):
    weights = {name: tensor for name, tensor in t.items() if name != "x"}
    return {"out": block(weights, dtype)(t["x"])}


kinds.KINDS["tiny-block"] = tiny_block


def picture(g):
    return {"image": golden.smooth(g, 3, 64, 96)}


def clean(g):
    return {"latent": golden.latent(g, 4, 8, 12)}


def loud(g):
    latent = 4 * golden.latent(g, 4, 8, 12)
    assert latent.max() > 6 and latent.min() < -6
    return {"latent": latent}


def unequal(g):
    weights = AutoencoderTinyBlock(*SKIP, act_fn="relu").state_dict()
    return {"x": torch.randn(1, SKIP[0], 6, 10, generator=g)} | {
        name: torch.randn(tensor.shape, generator=g) / tensor[0].numel() ** 0.5 for name, tensor in weights.items()}


CASES = {
    "tiny-vae-encode": ("vae-encode", TINY, {"model": NULL, "vae": TINY}, picture),
    "tiny-vae-decode": ("vae-decode", TINY, {"model": NULL, "vae": TINY}, clean),
    "tiny-vae-decode-loud": ("vae-decode", TINY, {"model": NULL, "decoder": TINY}, loud),
    "tiny-vae-encode-original": ("vae-encode", TINY, {"model": NULL, "vae": ORIGINAL}, picture),
    "tiny-vae-decode-original": (
        "vae-decode", TINY, {"model": NULL, "decoder": f"{ORIGINAL}/taesd_decoder.safetensors"}, clean),
    "tiny-vae-round-trip": ("vae-round-trip", NULL, {"model": NULL, "decoder": TINY}, picture),
    "tiny-vae-block": ("tiny-block", None, {"model": None}, unequal),
}


# ---------------------------------------------------------------- near readings

@contextmanager
def replaced(owner, name, value):
    usual = getattr(owner, name)
    setattr(owner, name, value)
    yield
    setattr(owner, name, usual)


def decoded(change):
    usual = Tiny.decode
    return replaced(Tiny, "decode", lambda self, latent: change(self, usual, latent))


def encoded(change):
    usual = Tiny.encode
    return replaced(Tiny, "encode", lambda self, image: change(self, usual, image))


def corner(module, x):
    """A strided convolution that pads right and below only, as AutoencoderKL's does."""
    if module.stride == (2, 2):
        return F.conv2d(F.pad(x, (0, 1, 0, 1)), module.weight, module.bias, 2)
    return F.conv2d(x, module.weight, module.bias, module.stride, module.padding)


def bilinear(self, x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear")


def without_skip(self, x):
    return self.fuse(self.conv(x))


def without_relu(self, x):
    return self.conv(x) + self.skip(x)


def clamped(clamp):
    """Another clamp, or none, in front of the decoder."""
    return replaced(diffusers_vae.DecoderTiny, "forward", lambda self, x: self.layers(clamp(x)).mul(2).sub(1))


WRONG = {
    "tiny-vae-encode": {
        "× 0.18215": lambda: encoded(lambda m, f, x: f(m, x) * 0.18215),
        "[-1, 1] into the network": lambda: encoded(lambda m, f, x: f(m, 2 * x - 1)),
        "padded right and below": lambda: replaced(nn.Conv2d, "forward", corner),
    },
    "tiny-vae-decode": {
        "/ 0.18215": lambda: decoded(lambda m, f, z: f(m, z / 0.18215)),
        "[0, 1] out of it": lambda: decoded(lambda m, f, z: (f(m, z) + 1) / 2),
        "no clamp": lambda: clamped(lambda z: z),
        "bilinear": lambda: replaced(nn.Upsample, "forward", bilinear),
    },
    "tiny-vae-decode-loud": {
        "no clamp": lambda: clamped(lambda z: z),
        "cut off at ±3": lambda: clamped(lambda z: z.clamp(-3, 3)),
    },
    "tiny-vae-round-trip": {
        "the model's own decoder": lambda: decoded(lambda m, f, z: m.own.decode(z)),
        "the tiny encoder": lambda: encoded(lambda m, f, x: m.vae.encode(x).latents),
    },
    "tiny-vae-block": {
        "no skip": lambda: replaced(AutoencoderTinyBlock, "forward", without_skip),
        "no ReLU at its end": lambda: replaced(AutoencoderTinyBlock, "forward", without_relu),
    },
}


def wrong():
    models = Models(ROOT)
    for name, readings in WRONG.items():
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        last = list(expected)[-1]
        about = case["tensors"][last]
        kind, model = CASES[name][:2]
        for reading, change in readings.items():
            with change():
                found = golden.run(models, kind, model, {}, inputs)[last]
            largest, relative = golden.deviation(found, expected[last])
            times = max(largest / about["max_abs"], relative / about["relative"])
            print(f"| {name} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} "
                  f"| {largest:.2e} | {relative:.2e} | {times:.0f} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["wrong"]:
        wrong()
    else:
        write_models()
        for case_name, (kind, model, reads, make) in CASES.items():
            golden.write_case(ROOT, Models(ROOT), case_name, kind, model, {}, make, reads)

"""Writes, reads and checks golden cases, and measures how far float32 may stray.

A case is a folder with case.json and tensors.safetensors; README.md beside `cases/` describes both.
"""

import json
import math
import re
import zlib
from pathlib import Path

import torch
from diffusers.utils import logging
from safetensors.torch import load_file, save_file

import kinds
import zstar

logging.set_verbosity_error()

MARGIN = 20                   # tolerance = MARGIN × the largest deviation measured between the three runs
FLOOR = 5e-6                  # the smallest relative tolerance; times the largest value, the smallest absolute one
EDGE = 1e-5                   # no noise value may lie nearer to an inner edge of SAIN's histogram …
EDGE_DEVIATIONS = 4           # … nor nearer than so many deviations of the noise

MEANINGS = [
    (r"flow\d", "dx, dy per pixel: where it is in the frame before [2, H, W]"),
    (r"tau\d", "trust in that, 0 to 1 [H, W]"),
    (r"prompt_embeds", "null prompt after CLIP's final layer norm [1, L, C]"),
    (r"alphas_cumprod", "ᾱ(t) for t = 0 … 999"),
    (r"timesteps", "τ_k, ascending"),
    (r"alpha", "ᾱ(τ_k)"),
    (r"alpha_previous", "ᾱ of the latent from which step k of an inversion starts"),
    (r"sinusoid", "sinusoidal embedding of the timesteps [n, C]"),
    (r"embedding", "the same after the U-Net's time_embedding [n, 4C]"),
    (r"image|content_image|style_image\d", "RGB in [-1, 1], not clamped [1, 3, H, W]"),
    (r"round_trip", "the image that its latent is decoded to [1, 3, H, W]"),
    (r"content_latent", "clean latent of the content image"),
    (r"latent|content\d?|style\d?", "clean latent [1, C, h, w]"),
    (r"x0_t(\d+)", r"x̂₀ of the latent at the noise level of t = \1"),
    (r"noise_t(\d+)", r"ε̂ of the latent at the noise level of t = \1"),
    (r"eps_t(\d+)", r"ε_θ(latent, t = \1)"),
    (r"features(\d+)_t(\d+)", r"output of attn1 of layer \1 at t = \2: after to_out, before the residual sum [tokens, C]"),
    (r"features(\d+)_step(\d+)", r"the same for layer \1 of the content path at denoising step \2 [tokens, C]"),
    (r"([kv])(\d+)_t(\d+)", r"\1 of layer \2 at t = \3 [heads, tokens, width]"),
    (r"([kv])_s0_step(\d+)_layer(\d+)", r"\1 of the first style, denoising step \2, layer \3 [heads, tokens, width]"),
    (r"traj", "traj[0 … T] stacked [T+1, C, h, w]"),
    (r"noise|content_noise", "traj[T] of the content"),
    (r"style_noise(\d)", r"traj[T] of style \1"),
    (r"x_step0(_frame\d)?", r"the latent that the first denoising step sees (after SAIN)"),
    (r"x_step(\d+)(_frame\d)?", r"the latent after \1 denoising steps"),
    (r"x_final(_frame\d)?", "the latent after all denoising steps"),
    (r"q|k_c|v_c", "per-head query, key, value of the content [heads, tokens, width]"),
    (r"([kv])_s(\d)", r"\1 of style \2 [heads, tokens, width]"),
    (r"([kv])_(first|previous)", r"\1 that the \2 frame projected [heads, tokens, width]"),
    (r"mask\d?", "mask in [0, 1]: [tokens] for kind attention, else image space [H, W]"),
    (r"out_large", "the same with queries and keys times the scale"),
    (r"out", "attention output per head [heads, tokens, width]"),
    (r"cosine", "cosine per token, averaged over the heads [tokens]"),
    (r"feathered", "mask after the feather [H, W]"),
    (r"grid_(\d+)x(\d+)", r"feathered mask on the token grid of \1 rows and \2 columns [tokens]"),
    (r"f_c|f_s\d", "initial noise of content and styles [1, C, h, w]"),
    (r"x", "adjusted noise [1, C, h, w]"),
    (r"w|kl", "SAIN's weight; the KL divergence [1]"),
    (r"p", "smoothed share of every bin, styles [64]"),
    (r"energy", "E before the update, one row per frame 1, 2, …; 0 where it does not act [frames-1, T]"),
    (r"stylised|unstylised", "Eq. 14 at every denoising step, of the edited and of the unedited content path [T]"),
    (r"frame\d+", "frame in [0, 1] [3, H, W]"),
    (r"diff", "Diff_i for i = 1, 2, …"),
    (r"mean|variance", "mean, population variance of Diff [1]"),
    (r"relu(\d)_1", r"tap relu\1_1 of the result"),
    (r"result|style", "RGB in [0, 1] [1, 3, H, W]"),
    (r"(conv\.\d|skip)\.(weight|bias)", r"\2 of \1, under diffusers' name"),
    (r"content_loss|style_loss", "L_c, L_s [1]"),
]
KIND_MEANINGS = {("tiny-block", "x"): "feature map [1, C, h, w]",
                 ("tiny-block", "out"): "what the block makes of it [1, C', h, w]",
                 ("sain", "q"): "smoothed share of every bin, content [64]",
                 ("vgg-losses", "content"): "RGB in [0, 1] [1, 3, H, W]",
                 ("vgg-losses", "style"): "RGB in [0, 1] [1, 3, H, W]"}


def meaning(kind, name):
    if (kind, name) in KIND_MEANINGS:
        return KIND_MEANINGS[kind, name]
    for pattern, text in MEANINGS:
        match = re.fullmatch(pattern, name)
        if match:
            return match.expand(text)
    raise KeyError(name)


# ---------------------------------------------------------------- models

class ExactTimesteps(torch.nn.Module):
    """The sinusoidal embedding in float64; diffusers computes it in float32 for every dtype."""

    def __init__(self, width):
        super().__init__()
        self.width = width

    def forward(self, timesteps):
        half = self.width // 2
        frequency = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float64) / half)
        angle = timesteps.double()[:, None] * frequency
        return torch.cat([angle.cos(), angle.sin()], 1)


def exact_model(folder):
    """The model in float64, with the timestep embedding and the ᾱ table in float64 as well."""
    model = zstar.Model(folder, torch.float64)
    config = model.unet.config
    assert config.flip_sin_to_cos and config.freq_shift == 0
    model.unet.time_proj = ExactTimesteps(config.block_out_channels[0])
    s = zstar.DDIMScheduler.from_pretrained(Path(folder) / "scheduler").config
    betas = torch.linspace(s.beta_start ** 0.5, s.beta_end ** 0.5, s.num_train_timesteps, dtype=torch.float64) ** 2
    alphas = (1 - betas).cumprod(0)
    if s.rescale_betas_zero_snr:
        root = alphas.sqrt()
        alphas = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
    model.schedule.alphas_cumprod = alphas
    model.schedule.final = model.schedule.alphas_cumprod[0]
    return model


class Models:
    """Models and VGGs by their path below the golden folder, in float32 and exact, each loaded once."""

    def __init__(self, root):
        self.root, self.loaded = Path(root), {}

    def get(self, path, exact=False):
        if path is None:
            return None
        if (path, exact) not in self.loaded:
            file, dtype = self.root / path, torch.float64 if exact else torch.float32
            self.loaded[path, exact] = zstar.Vgg19(file, dtype) if file.suffix else \
                exact_model(file) if exact else zstar.Model(file)
        return self.loaded[path, exact]


# ---------------------------------------------------------------- writing

def seed_of(name, attempt):
    return zlib.crc32(name.encode()) + attempt


def run(models, kind, model, params, inputs, threads=1, exact=False):
    torch.set_num_threads(threads)
    if exact:
        inputs = {name: tensor.double() for name, tensor in inputs.items()}
    network = models.get(model, exact)
    if "inverting" in params:
        network.inverting = models.get(params["inverting"], exact)
    out = kinds.KINDS[kind](network, params, inputs)
    if "inverting" in params:
        network.inverting = network
    torch.set_num_threads(1)
    return {name: tensor.detach().contiguous() for name, tensor in out.items()}


def deviation(a, b):
    """Largest absolute difference, and the norm of the difference over the norm of b."""
    a, b = a.double(), b.double()
    return (a - b).abs().max().item(), ((a - b).norm() / b.norm().clamp(min=1e-300)).item()


def round_up(value):
    """To 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return float(f"{next(step for step in (1, 2, 5, 10) if step * power >= value * 0.9999) * power:.0e}")


def dump(case):
    """JSON with every list of plain values on one line."""
    text = json.dumps(case, indent=1, ensure_ascii=False)
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: re.sub(r"\s*\n\s*", " ", m[0]).replace("[ ", "[").replace(" ]", "]"),
                  text) + "\n"


class NearEdge(Exception):
    """A noise value could fall into another bin after another rounding."""


class EdgeWatch:
    """While active, notes how near the noises come to an inner edge of SAIN's histogram."""

    def __enter__(self):
        self.plain, self.nearest = zstar.histogram, math.inf

        def watched(f, low, high, bins=64):
            edge = (f.double().flatten() - low) / (high - low) * bins
            inner = edge[(edge > 0.5) & (edge < bins - 0.5)]
            self.nearest = min(self.nearest, (inner - inner.round()).abs().min().item() * (high - low) / bins)
            if self.nearest < EDGE:
                raise NearEdge
            return self.plain(f, low, high, bins)
        zstar.histogram = watched
        return self

    def __exit__(self, *_):
        zstar.histogram = self.plain


def three_runs(models, name, kind, model, params, make_inputs):
    """The inputs of the first seed that keeps off the histogram's edges, and the outputs of the three runs."""
    for attempt in range(100):
        inputs = make_inputs(torch.Generator().manual_seed(seed_of(name, attempt)))
        try:
            with EdgeWatch() as edges:
                expected = run(models, kind, model, params, inputs)
        except NearEdge:
            continue
        others = {"threads": run(models, kind, model, params, inputs, threads=2),
                  "float64": run(models, kind, model, params, inputs, exact=True)}
        noise = max((deviation(others["float64"][n], expected[n])[0] for n in expected
                     if n in ("content_noise", "style_noise0", "x_step0_frame1")), default=0)
        if edges.nearest > EDGE_DEVIATIONS * noise:
            return inputs, expected, others
    raise NearEdge(name)


def write_case(root, models, name, kind, model, params, make_inputs, reads=None):
    """Computes a case three times, derives its tolerances and writes it.

    `reads` names the container a test has to read (with the folder of its configs), where that is not `model`.
    """
    inputs, expected, others = three_runs(models, name, kind, model, params, make_inputs)
    tensors = {n: {"role": "input", "shape": list(tensor.shape), "meaning": meaning(kind, n)}
               for n, tensor in inputs.items()}
    for n, tensor in expected.items():
        measured = {which: deviation(other[n], tensor) for which, other in others.items()}
        worst_abs, worst_rel = (max(pair[i] for pair in measured.values()) for i in (0, 1))
        largest = tensor.double().abs().max().item() or 1.0
        exact = not tensor.is_floating_point()
        assert n not in inputs, n
        tensors[n] = {
            "role": "expected", "shape": list(tensor.shape), "meaning": meaning(kind, n),
            "max_abs": 0 if exact else round_up(max(MARGIN * worst_abs, FLOOR * largest)),
            "relative": 0 if exact else round_up(max(MARGIN * worst_rel, FLOOR)),
            "measured": {which: [float(f"{value:.2e}") for value in pair] for which, pair in measured.items()}}
    case = {"name": name, "kind": kind, **(reads or {"model": model}), "params": params, "tensors": tensors}
    folder = Path(root) / "cases" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.json").write_text(dump(case))
    save_file({n: tensor.clone() for n, tensor in {**inputs, **expected}.items()}, folder / "tensors.safetensors")
    final = list(expected)[-1]
    print(f"{name:36} {final:16} max_abs {tensors[final]['max_abs']:.0e} relative {tensors[final]['relative']:.0e}",
          flush=True)


# ---------------------------------------------------------------- reading

def read_case(folder):
    case = json.loads((Path(folder) / "case.json").read_text())
    tensors = load_file(Path(folder) / "tensors.safetensors")
    inputs = {n: tensors[n] for n, about in case["tensors"].items() if about["role"] == "input"}
    expected = {n: tensors[n] for n, about in case["tensors"].items() if about["role"] == "expected"}
    return case, inputs, expected


def compare(case, expected, found):
    """Lines that say which outputs miss their tolerance."""
    failures = []
    for n, tensor in expected.items():
        about, mine = case["tensors"][n], found[n]
        assert list(mine.shape) == about["shape"], (case["name"], n, mine.shape)
        worst, relative = deviation(mine, tensor)
        if not (worst <= about["max_abs"] and relative <= about["relative"]):
            failures.append(f"{case['name']}: {n} off by {worst:.1e} (relative {relative:.1e})")
    return failures


def check(root, models):
    """Recomputes every case below root/cases from what is on disk. Returns the failures."""
    failures = []
    for folder in sorted((Path(root) / "cases").iterdir()):
        case, inputs, expected = read_case(folder)
        found = run(models, case["kind"], case.get("model_config", case["model"]), case["params"], inputs)
        failures += compare(case, expected, found)
    return failures


# ---------------------------------------------------------------- random inputs

def smooth(generator, channels, h, w, detail=0.4):
    """Large blobs plus fine noise, [1, channels, h, w]."""
    blobs = torch.randn(1, channels, h // 4 + 2, w // 4 + 2, generator=generator)
    blobs = torch.nn.functional.interpolate(blobs, (h, w), mode="bicubic", align_corners=False)
    return blobs + detail * torch.randn(1, channels, h, w, generator=generator)


def latent(generator, channels, h, w, scale=1.0):
    return scale * smooth(generator, channels, h, w) + 0.4 * torch.randn(1, channels, 1, 1, generator=generator)


def image(generator, h, w):
    """RGB in [-1, 1]."""
    large = smooth(generator, 3, h // 8, w // 8, 0.2)
    large = torch.nn.functional.interpolate(large, (h, w), mode="bicubic", align_corners=False)
    return (large + 0.1 * torch.randn(1, 3, h, w, generator=generator)).tanh()


def moving(generator, channels, h, w, frames):
    """Latents of a shot: a picture that slides one column a frame, with a little noise."""
    first = latent(generator, channels, h, w)
    return {f"content{i}": first.roll(i, 3) + 0.05 * torch.randn(first.shape, generator=generator)
            for i in range(frames)}


def flicker(generator, frames, h, w):
    """Frames in [0, 1] of which each differs from a common picture by another amount."""
    picture = torch.rand(3, h, w, generator=generator)
    return {f"frame{i}": picture.lerp(torch.rand(3, h, w, generator=generator), i * i / frames ** 2)
            for i in range(frames)}


def heads(generator, count, tokens, width):
    """q, k or v whose logits have a standard deviation of about 1.5."""
    return 1.25 * torch.randn(count, tokens, width, generator=generator)


def box(h, w, top, left, bottom, right):
    """A hard mask: 1 inside the box given in shares of the picture."""
    mask = torch.zeros(h, w)
    mask[round(top * h):round(bottom * h), round(left * w):round(right * w)] = 1
    return mask


def ramp(h, w):
    """A mask that grows from 0 to 1 over the middle half of the width."""
    return (torch.linspace(-0.5, 1.5, w).clamp(0, 1)).expand(h, w).contiguous()

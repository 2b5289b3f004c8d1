"""Windows of frames that a motion module ties together, on top of diffusers' UNetMotionModel (METHOD.md §9).

Shapes: the frames of a window [F, C, h, w]; everything of a single frame as in zstar.py.
"""

from dataclasses import dataclass, field

import torch
from diffusers import DDIMScheduler, MotionAdapter, UNet2DConditionModel, UNetMotionModel

import zstar


class FrameNorm(torch.nn.Module):
    """The group norm of AnimateDiff's own code: over one frame; diffusers' is over all frames of the window."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        frames = x.transpose(1, 2)                                       # [B, F, C, h, w]
        return self.norm(frames.flatten(0, 1)).reshape(frames.shape).transpose(1, 2)


class SelfAttention:
    """zstar's processor for the frames of a window, each with its own run."""

    def __init__(self, layer):
        self.layer = layer
        self.runs = []

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, temb=None):
        one = zstar.SelfAttention(self.layer)
        out = []
        for frame, run in zip(hidden_states, self.runs):
            one.run = run
            out.append(one(attn, frame[None]))
        return torch.cat(out)


def motion_modules(unet):
    for block in [*unet.down_blocks, unet.mid_block, *unet.up_blocks]:
        yield from getattr(block, "motion_modules", None) or []


class MotionModel:
    """A model with its motion module. `plain` is the same without it, for styles and single frames."""

    def __init__(self, plain, folder, motion, norm, betas="linear"):
        self.plain, self.norm, self.inverting = plain, norm, self
        dtype = plain.prompt.dtype
        self.prompt = plain.prompt
        if betas == "linear":
            exact = dtype == torch.float64
            old = plain.schedule
            plain.schedule = zstar.Schedule(folder, dtype)
            ddim = DDIMScheduler.from_config(DDIMScheduler.load_config(folder / "scheduler"), beta_schedule="linear")
            alphas = ddim.alphas_cumprod
            if exact:
                alphas = (1 - torch.linspace(0.00085, 0.012, 1000, dtype=torch.float64)).cumprod(0)
                if ddim.config.rescale_betas_zero_snr:
                    root = alphas.sqrt()
                    alphas = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
            plain.schedule.alphas_cumprod = alphas
            plain.schedule.final = alphas[0]
            assert old.offset == plain.schedule.offset
        self.schedule = plain.schedule
        self.unet = UNetMotionModel.from_unet2d(
            UNet2DConditionModel.from_pretrained(folder / "unet"), MotionAdapter.from_pretrained(motion))
        self.unet = self.unet.to(dtype).eval().requires_grad_(False)
        self.unet.time_proj = plain.unet.time_proj
        for block in motion_modules(self.unet):
            if dtype == torch.float64:
                exact_positions(block.transformer_blocks[0].pos_embed)
            if norm == "frame":
                block.norm = FrameNorm(block.norm)
        self.processors = []
        for layer, attn1 in enumerate(zstar.self_attention_layers(self.unet)):
            self.processors.append(SelfAttention(layer))
            attn1.set_processor(self.processors[-1])

    @torch.no_grad()
    def noise(self, x, t, edits=None):
        """The network's output for the frames of a window [F, C, h, w], which is ε or v, with the Pass of each."""
        runs = [zstar.Pass(edit) for edit in edits or [None] * len(x)]
        if len(x) == 1:
            eps, run = self.plain.noise(x, t, edits and edits[0])
            return eps, [run]
        for processor in self.processors:
            processor.runs = runs
        eps = self.unet(x.transpose(0, 1)[None], t, encoder_hidden_states=self.prompt.repeat(len(x), 1, 1)).sample
        return eps[0].transpose(0, 1), runs


def exact_positions(pos_embed):
    length, width = pos_embed.pe.shape[1:]
    angle = torch.arange(length, dtype=torch.float64)[:, None] * \
        10000 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    pos_embed.pe = torch.stack([angle.sin(), angle.cos()], 2).reshape(1, length, width)


# ---------------------------------------------------------------- windows

def windows(first, frames, length, overlap):
    """[begin, end) of the windows over the frames first … frames − 1 of a shot, the ones before which are known.

    The first begins in the known ones, by the overlap; the last is shifted back so that it keeps its length.
    """
    begin, found = max(0, first - overlap), []
    while begin + length < frames:
        found.append((begin, begin + length))
        begin += length - overlap
    return [*found, (max(0, frames - length), frames)]


def weight(place, length):
    """Triangular: of a frame's place in its window."""
    return min(place + 1, length - place)


def mean(values, spans, frames):
    """values: per window one row for each of its frames. Returns the weighted mean of each frame."""
    sums, weights = {}, {}
    for rows, (begin, end) in zip(values, spans):
        for n in range(begin, end):
            w = weight(n - begin, end - begin)
            sums[n] = sums.get(n, 0) + w * rows[n - begin]
            weights[n] = weights.get(n, 0) + w
    return [sums[n] / weights[n] for n in frames]


def noise(model, x, t, spans, frames, edits=None):
    """ε of some frames of a shot [n, C, h, w]; x: a latent [C, h, w] for each frame of the windows."""
    values = []
    for begin, end in spans:
        window = torch.stack([x[n] for n in range(begin, end)])
        values.append(model.noise(window, t, edits and edits[begin:end])[0])
    return mean(values, spans, frames)


# ---------------------------------------------------------------- a stretch of a shot

@dataclass
class Track:
    """What a frame leaves: its latents of the inversion, those at the T timesteps and all, and of the denoising."""
    traj: list = field(default_factory=list)
    passed: list = field(default_factory=list)
    x: list = field(default_factory=list)


def stretch(model, tracks, contents, styles, options, length, overlap):
    """Stylizes frames after those in `tracks`, which do not change any more. Appends their tracks."""
    first, count = len(tracks), len(tracks) + len(contents)
    spans, new = windows(first, count, length, overlap), range(first, count)
    tracks.extend(Track([content[0]], [content[0]]) for content in contents)
    schedule, steps = model.schedule, options.steps
    kept, levels = schedule.grid(steps, options.timesteps_listed)
    finer, between = schedule.grid(steps, options.timesteps_listed, options.inversion_steps)
    for k, t in enumerate(finer):
        said = noise(model.inverting, [track.passed[k] for track in tracks], t, spans, new)
        for n, e in zip(new, said):
            x0, eps = zstar.estimate(schedule, tracks[n].passed[k], e, between[k])
            tracks[n].passed.append(zstar.noised(x0, eps, between[k + 1]))
            if t in kept:
                tracks[n].traj.append(tracks[n].passed[-1])
    shifts, weights = [], []
    for begin, end in spans:
        noises = torch.stack([tracks[n].traj[-1] for n in range(begin, end)])
        shift, w = window_shift(noises, [style.traj[-1] for style in styles], options)
        shifts.append([shift] * (end - begin))
        weights.append(w)
    for n, shift in zip(new, mean(shifts, spans, new)):
        tracks[n].x.append(tracks[n].traj[-1] + shift)
    for j, t in enumerate(reversed(kept)):
        edit = zstar.edit_of_step(j, styles, None, options, None, None) if styles else None
        said = noise(model, [track.x[j] for track in tracks], t, spans, new, styles and [edit] * count)
        for n, e in zip(new, said):
            x0, eps = zstar.estimate(schedule, tracks[n].x[j], e, levels[steps - j])
            tracks[n].x.append(zstar.noised(x0, eps, levels[steps - j - 1]))
    return weights


def window_shift(noises, styles, options):
    """SAIN once for a window: w from all of its noise, μ_c the mean over its frames. Returns the shift [C, 1, 1] and w."""
    if not styles:
        return torch.zeros(noises.shape[1], 1, 1, dtype=noises.dtype), 0.0
    frames = noises.transpose(0, 1).flatten(1, 2)[None]                  # [1, C, F·h, w]
    adjusted, w = zstar.sain(frames, styles, options.lambdas, options.sain)[:2]
    return (adjusted - frames).mean((2, 3))[0][:, None, None], w

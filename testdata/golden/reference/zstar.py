"""The method of METHOD.md on top of diffusers' own networks. Section numbers (§) are METHOD.md's.

Shapes: latent [1, C, h, w]; per-head Q, K, V [heads, tokens, width]; mask [H, W] in image space.
Tokens run row by row over the token grid of a layer. Everything follows the dtype of the model.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file

START, END = 49406, 49407


# ---------------------------------------------------------------- §1 the model and its latents

class Model:
    """A Stable Diffusion v1 folder: U-Net, VAE (may be absent), null prompt and noise schedule."""

    def __init__(self, folder, dtype=torch.float32):
        folder = Path(folder)
        fp16_name = (folder / "unet" / "diffusion_pytorch_model.fp16.safetensors").exists()
        self.unet = UNet2DConditionModel.from_pretrained(
            folder / "unet", variant="fp16" if fp16_name else None).to(dtype).eval().requires_grad_(False)
        self.vae = None
        if (folder / "vae").exists():
            self.vae = AutoencoderKL.from_pretrained(folder / "vae").to(dtype).eval().requires_grad_(False)
        self.prompt = null_prompt(folder, dtype)
        self.inverting = self       # the model that inverts, where it is another one
        self.schedule = Schedule(folder, dtype)
        self.processors = []
        for layer, attn1 in enumerate(self_attention_layers(self.unet)):
            self.processors.append(SelfAttention(layer))
            attn1.set_processor(self.processors[-1])

    def noise(self, x, t, edit=None):
        """The network's output at x and t, which is ε or v. Returns it with the Pass that holds what the self-attention layers projected."""
        run = Pass(edit)
        for processor in self.processors:
            processor.run = run
        return self.unet(x, t, encoder_hidden_states=self.prompt).sample, run

    def encode(self, image):
        """RGB [1, 3, H, W] in [-1, 1] to a latent: the posterior's mode times the scaling factor."""
        return self.vae.encode(image).latent_dist.mode() * self.vae.config.scaling_factor

    def decode(self, latent):
        return self.vae.decode(latent / self.vae.config.scaling_factor).sample


def null_prompt(folder, dtype):
    """CLIP's last hidden state after the final layer norm, or the tensor that stands in for it."""
    if not (folder / "text_encoder").exists():
        return load_file(folder / "null_prompt.safetensors")["prompt_embeds"].to(dtype)
    from transformers import CLIPTextModel      # only this needs it
    clip = CLIPTextModel.from_pretrained(folder / "text_encoder").to(dtype).eval()
    with torch.no_grad():
        return clip(torch.tensor([[START, END] + [pad_token(folder)] * 75])).last_hidden_state


def pad_token(folder):
    """The end token in SD 1; "!", which is token 0, where the tokenizer says so, as in SD 2."""
    said = folder / "tokenizer" / "special_tokens_map.json"
    return 0 if said.exists() and json.loads(said.read_text())["pad_token"] == "!" else END


# ---------------------------------------------------------------- §2 self-attention layers

def self_attention_layers(unet):
    """attn1 of every transformer block, in the order of the forward pass: down, middle, up."""
    for block in [*unet.down_blocks, unet.mid_block, *unet.up_blocks]:
        for transformer in getattr(block, "attentions", []):
            for inner in transformer.transformer_blocks:
                yield inner.attn1


class Pass:
    """One run of the U-Net: the edit of its self-attention, and what every layer left behind."""

    def __init__(self, edit=None):
        self.edit = edit      # function (layer, q, k, v) -> output [heads, tokens, width], or None
        self.kv = {}          # layer -> (K, V) that this run itself projected, before any replacement
        self.features = {}    # layer -> output of attn1 [tokens, C]: after to_out, before the residual sum


class SelfAttention:
    """diffusers' attention processor of one attn1."""

    def __init__(self, layer):
        self.layer = layer
        self.run = None

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, temb=None):
        q, k, v = (split_heads(project(hidden_states[0]), attn.heads)
                   for project in (attn.to_q, attn.to_k, attn.to_v))
        self.run.kv[self.layer] = (k.detach(), v.detach())
        out = self.run.edit(self.layer, q, k, v) if self.run.edit else attention(q, k, v)
        out = attn.to_out[0](merge_heads(out))
        self.run.features[self.layer] = out.detach()
        return out[None]


def split_heads(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(0, 1)


def merge_heads(x):
    return x.transpose(0, 1).flatten(1)


# ---------------------------------------------------------------- §3 the sampler

class Schedule:
    """ᾱ(t) and the timesteps τ_k. The table is diffusers' float32 table whatever the dtype."""

    def __init__(self, folder, dtype=torch.float32):
        config = json.loads((Path(folder) / "scheduler" / "scheduler_config.json").read_text())
        ddim = DDIMScheduler.from_config(config)
        self.alphas_cumprod = ddim.alphas_cumprod.to(dtype)
        self.final = ddim.final_alpha_cumprod.to(dtype)      # ᾱ[0], as set_alpha_to_one is false
        self.offset = ddim.config.steps_offset
        self.train_steps = ddim.config.num_train_timesteps
        self.prediction = ddim.config.prediction_type
        self.spacing = ddim.config.timestep_spacing

    def stride(self, steps):
        return self.train_steps // steps

    def timesteps(self, steps, listed=None):
        """τ_k for k = 0 … T-1, ascending."""
        if listed:
            return sorted(listed)
        if self.spacing == "trailing":
            return [round(self.train_steps * (k + 1) / steps) - 1 for k in range(steps)]
        return [k * self.stride(steps) + self.offset for k in range(steps)]

    def grid(self, steps, listed=None, more=None):
        """τ_k, and ᾱ of the T + 1 latents from the clean one on. With `more`, that many τ among which all of these are."""
        tau = self.timesteps(steps, listed)
        if more:
            tau = refined(tau, more)
        return tau, torch.stack([self.final, *(self.alpha(t) for t in tau)])

    def alpha(self, t):
        return self.alphas_cumprod[t] if t >= 0 else self.final


def clean(x, eps, alpha):
    """x̂₀ of a latent at noise level ᾱ."""
    return (x - (1 - alpha).sqrt() * eps) / alpha.sqrt()


def estimate(schedule, x, output, alpha):
    """x̂₀ and ε̂ of a latent at noise level ᾱ, by the network's output for it."""
    if schedule.prediction == "v_prediction":
        return (alpha.sqrt() * x - (1 - alpha).sqrt() * output, alpha.sqrt() * output + (1 - alpha).sqrt() * x)
    return clean(x, output, alpha), output


def noised(x0, eps, alpha):
    return alpha.sqrt() * x0 + (1 - alpha).sqrt() * eps


def refined(tau, more):
    """`more` timesteps that contain tau: the widest stretch gets one part more, of equal ones the noisiest."""
    parts = [1] * len(tau)
    ends = [-1, *tau]
    for _ in range(more - len(tau)):
        widths = [(ends[k + 1] - ends[k]) / parts[k] for k in range(len(tau))]
        parts[max(range(len(tau)), key=lambda k: (widths[k], k))] += 1
    return [ends[k] + round((ends[k + 1] - ends[k]) * part / parts[k])
            for k in range(len(tau)) for part in range(1, parts[k] + 1)]


@torch.no_grad()
def invert(model, latent, steps, every=1, listed=None, more=None):
    """DDIM inversion. Returns traj[0 … T]; traj[0] is the clean latent. Where a step is held, it takes the eps of the step before.

    With `more` it takes that many steps, of which the latents at the T timesteps are returned.
    """
    schedule = model.schedule
    kept = schedule.timesteps(steps, listed)
    tau, levels = schedule.grid(steps, listed, more)
    x, traj = latent, [latent]
    for k, t in enumerate(tau):
        if k <= 3 or (k - 3) % every == 0:
            x0, eps = estimate(schedule, x, model.inverting.noise(x, t)[0], levels[k])
        else:
            x0 = clean(x, eps, levels[k])
        x = noised(x0, eps, levels[k + 1])
        if t in kept:
            traj.append(x)
    return traj


# ---------------------------------------------------------------- §4 attention arrangement, §6 regions

def logits(q, k):
    return q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])


def attention(q, k, v):
    return logits(q, k).softmax(-1) @ v


def arranged_attention(q, content, styles, arrangement, lambdas, add_weight=0.5, masks=None, offset=0.0):
    """Eq. 7, 8, 10/11 and 24. content is (K, V); styles a list of (K, V); masks None or one [tokens] a style.

    The offset is added to the content's logits where they share a softmax with a style's; c_min does not know it. In `style-cross` and in the style term of `add`, N styles share one softmax and λ_n is not used.
    There, a query token that sees no style at all (all its masks are 0) keeps plain self-attention.
    """
    if arrangement == "none":
        return attention(q, *content)
    masks = masks or [None] * len(styles)
    own = logits(q, content[0])
    values = [v for _, v in styles]
    if arrangement == "reweight":
        blocks = [lower(factor * logits(q, k), own, mask)
                  for factor, (k, _), mask in zip(lambdas, styles, masks)]
        return torch.cat([*blocks, own + offset], -1).softmax(-1) @ torch.cat([*values, content[1]], 1)
    blocks = torch.cat([lower(logits(q, k), own, mask) for (k, _), mask in zip(styles, masks)], -1)
    unseen = torch.isneginf(blocks).all(-1, keepdim=True)
    style = blocks.masked_fill(unseen, 0).softmax(-1) @ torch.cat(values, 1)
    self_attention = own.softmax(-1) @ content[1]
    weight = {"style-cross": 1.0, "add": add_weight}[arrangement]
    return torch.where(unseen, self_attention, weight * style + (1 - weight) * self_attention)


def lower(block, own, mask):
    """Eq. 22/23 with the linear ramp. block is the style's logits as the softmax gets them (λ included).

    c_min and s_max are one number per head, over all queries and keys of the layer. Never raises a logit.
    """
    if mask is None:
        return block
    drop = (own.amin((1, 2)) - block.amax((1, 2))).clamp(max=0)
    lowered = block + (1 - mask)[None, :, None] * drop[:, None, None]
    return lowered.masked_fill((mask == 0)[None, :, None], -torch.inf)


def feathered(mask, pixels):
    """A box filter of 2·pixels+1 with repeated borders: on a straight edge a linear ramp of `pixels` to each side."""
    if pixels == 0:
        return mask
    padded = F.pad(mask[None, None], [pixels] * 4, mode="replicate")
    return F.avg_pool2d(padded, 2 * pixels + 1, stride=1)[0, 0]


def on_grid(mask, grid):
    """Bilinear, half-pixel centres (align_corners=False), no antialiasing. Returns [tokens]."""
    return F.interpolate(mask[None, None], grid, mode="bilinear", align_corners=False)[0, 0].flatten()


def token_grids(latent):
    """Token count of a U-Net level -> its (h, w). A stride-2 convolution rounds up."""
    h, w = latent.shape[-2:]
    grids = {}
    while h * w not in grids:
        grids[h * w] = (h, w)
        h, w = (h + 1) // 2, (w + 1) // 2
    return grids


# ---------------------------------------------------------------- §5 SAIN

def sain(noise, style_noises, lambdas, mode, held=None):
    """Eq. 15–17. Returns the adjusted noise, w, KL (NaN where the mode needs none), p and q.

    held: w and μ_c of another content, in place of this one's.
    """
    if mode == "none":
        return noise, 0.0, math.nan, None, None
    share = torch.tensor(lambdas, dtype=torch.float64) / sum(lambdas)
    kl, p, q = math.nan, None, None
    if mode == "mean":
        w = 1.0
    else:
        low = min(f.min().item() for f in [noise, *style_noises])
        high = max(f.max().item() for f in [noise, *style_noises])
        q = histogram(noise, low, high)
        p = sum(s * histogram(f, low, high) for s, f in zip(share, style_noises))
        kl = (p * (p / q).log()).sum().item()
        w = math.exp(kl if mode == "printed" else -kl)
    mean = noise.mean((2, 3), keepdim=True)
    if held is not None:
        w, mean = held
    style_mean = sum(s.item() * f.mean((2, 3), keepdim=True) for s, f in zip(share, style_noises))
    return noise - w * mean + w * style_mean, w, kl, p, q


def histogram(f, low, high, bins=64):
    """Share of each of the equal bins on [low, high], the last one closed, after adding one to each count."""
    place = (f.double().flatten() - low) / (high - low) * bins if high > low else torch.zeros(f.numel())
    counts = torch.bincount(place.long().clamp(max=bins - 1), minlength=bins).double() + 1
    return counts / counts.sum()


# ---------------------------------------------------------------- §4–7 the stylisation of a frame

@dataclass
class Options:
    steps: int = 30
    start: int = 5
    end: int = 30
    layers: tuple = (10, 15)               # inclusive
    lambdas: tuple = (1.2,)                # one per style
    arrangement: str = "reweight"          # reweight, style-cross, add, none
    add_weight: float = 0.5
    sain: str = "sain"                     # sain, mean, none, printed
    attend: tuple = ()                     # of "first", "previous", "self", in this order; () is none
    attend_balance: bool = False           # subtract ln(number of content blocks) from the content's logits
    energy: str = "none"                   # none, x0, unet
    energy_weight: float = 0.0
    energy_steps: tuple = (0, 25)          # [from, to)
    energy_form: str = "norm"              # norm ‖d‖₂, or mse ½‖d‖²/n
    energy_reach: float = math.inf         # a step is at most this share of what carries x̂₀ to the other frame's
    stored_after: bool = None              # x̂₀ after the update; None: with a motion, if reach·T > 1
    sain_held: bool = False                # w and μ_c from frame 0
    mask_feather: int = 0
    timesteps_listed: tuple = None         # each of the T timesteps, the noisiest first
    inversion_steps: int = None            # steps of an inversion, T if none

    def edits(self, layer):
        return self.layers[0] <= layer <= self.layers[1]


@dataclass
class Style:
    """What a style image contributes: its inverted trajectory and K, V of every step and layer."""
    traj: list
    kv: list          # [step][layer] -> (K, V)
    features: list    # [step][layer] -> output of attn1


@dataclass
class Frame:
    """Everything that the stylisation of one frame leaves behind."""
    x: list = field(default_factory=list)          # x[n]: the latent after n denoising steps
    x0: list = field(default_factory=list)         # per step, for the next frame's energy
    noise: torch.Tensor = None                     # traj[T], before SAIN
    kv: list = field(default_factory=list)         # [step][layer] -> the frame's own (K, V)
    features: list = field(default_factory=list)   # [step][layer]
    energy: list = field(default_factory=list)     # per step; 0 where the energy does not act


def style_path(model, latent, steps, listed=None, more=None):
    """§4: unedited U-Net runs on the inverted style latents."""
    traj = invert(model, latent, steps, 1, listed, more)
    style = Style(traj, [], [])
    with torch.no_grad():
        for j, t in enumerate(reversed(model.schedule.timesteps(steps, listed))):
            _, run = model.noise(traj[steps - j], t)
            style.kv.append(run.kv)
            style.features.append(run.features)
    return style


def edit_of_step(j, styles, masks, options, first, previous):
    """The edit of step j. masks: None, or per style a dictionary from a layer's token count to its mask."""

    def edit(layer, q, k, v):
        if not options.edits(layer):
            return attention(q, k, v)
        content, offset = (k, v), 0.0
        if first is not None and options.attend:
            sources = {"first": first.kv[j], "previous": previous.kv[j], "self": {layer: (k, v)}}
            chosen = [sources[name][layer] for name in options.attend]
            content = tuple(torch.cat(tensors, 1) for tensors in zip(*chosen))
            offset = -math.log(len(chosen)) if options.attend_balance else 0.0
        if not options.start <= j < options.end:
            return attention(q, *content)
        return arranged_attention(q, content, [style.kv[j][layer] for style in styles], options.arrangement,
                                  options.lambdas, options.add_weight,
                                  masks and [mask[q.shape[1]] for mask in masks], offset)
    return edit


def denoise(model, x, styles, options, masks=None, first=None, previous=None, motion=None):
    """The content path from the adjusted noise x. first and previous are the Frames of a video shot.

    motion: None, or per pixel where this frame's are in the previous one, (dx, dy) and τ in [0, 1] [3, 8h, 8w].
    """
    schedule, steps = model.schedule, options.steps
    masks = masks and [{n: on_grid(mask, grid) for n, grid in token_grids(x).items()} for mask in masks]
    frame = Frame(x=[x])
    tau, levels = schedule.grid(steps, options.timesteps_listed)
    for j, t in enumerate(reversed(tau)):
        edit = edit_of_step(j, styles, masks, options, first, previous)
        mode = options.energy if previous is not None and \
            options.energy_steps[0] <= j < options.energy_steps[1] else "none"
        alpha, next_alpha = levels[steps - j], levels[steps - j - 1]
        x = x.detach().requires_grad_(mode == "unet")
        with torch.set_grad_enabled(mode == "unet"):
            output, run = model.noise(x, t, edit)
            x0, eps = estimate(schedule, x, output, alpha)
            energy, gradient, length = 0.0, 0.0, 0.0
            if mode != "none":
                energy, gradient, length = energy_gradient(
                    x, x0, previous.x0[j], slope(schedule, alpha), mode, options, motion)
        x0, eps = x0.detach(), eps.detach()
        update = bounded(-options.energy_weight * gradient, options.energy_reach * next_alpha.sqrt() * length) \
            if mode != "none" else 0.0
        x = noised(x0, eps, next_alpha) + update
        after = options.stored_after if options.stored_after is not None else \
            motion is not None and options.energy_reach * steps > 1
        frame.x.append(x)
        frame.x0.append(x0 + update / next_alpha.sqrt() if after else x0)
        frame.kv.append(run.kv)
        frame.features.append(run.features)
        frame.energy.append(energy)
    return frame


def slope(schedule, alpha):
    """∂x̂₀/∂x while the network's output is held."""
    return alpha.sqrt() if schedule.prediction == "v_prediction" else 1 / alpha.sqrt()


def energy_gradient(x, x0, previous_x0, held_slope, mode, options, motion=None):
    """Eq. 19: E between x̂₀ and the previous frame's, its gradient with respect to x, and ‖v̄ ⊙ d‖.

    The previous frame's is looked up where the motion says, and a place counts as far as v̄ trusts that.
    """
    trust = 1.0
    if motion is not None:
        previous_x0, trust = aligned(previous_x0, motion)
    difference = x0 - previous_x0
    length = (trust * difference).detach().norm()
    square = (trust * difference * difference).sum()
    if square < 1e-24:
        return 0.0, torch.zeros_like(x), length
    energy = square.sqrt() if options.energy_form == "norm" else square / 2 / difference.numel()
    if mode == "unet":
        return energy.item(), torch.autograd.grad(energy, x)[0], length
    size = energy if options.energy_form == "norm" else difference.numel()
    return energy.item(), trust * difference / size * held_slope, length


def bounded(update, limit):
    return update * (limit / update.norm()) if update.norm() > limit else update


def aligned(latent, motion):
    """The previous frame's latent where the motion leads, and v̄: both are the means of cells of 8×8 pixels."""
    cells = F.avg_pool2d(motion[None].to(latent.dtype), 8)
    h, w = latent.shape[-2:]
    columns = torch.arange(w, dtype=latent.dtype) + cells[0, 0] / 8
    rows = torch.arange(h, dtype=latent.dtype)[:, None] + cells[0, 1] / 8
    places = torch.stack([(2 * columns + 1) / w - 1, (2 * rows + 1) / h - 1], -1)[None]
    return F.grid_sample(latent, places, "bicubic", "border", align_corners=False), cells[:, 2:]


def stylise(model, content, styles, options, masks=None, first=None, previous=None, motion=None):
    """One frame, from its clean latent. Returns its Frame, its inverted trajectory and SAIN's results."""
    traj = invert(model, content, options.steps, 1, options.timesteps_listed, options.inversion_steps)
    noises = [style.traj[-1] for style in styles]
    held = None
    if options.sain_held and first is not None:
        held = sain(first.noise, noises, options.lambdas, options.sain)[1], first.noise.mean((2, 3), keepdim=True)
    adjusted = sain(traj[-1], noises, options.lambdas, options.sain, held)
    masks = masks and [feathered(mask, options.mask_feather) for mask in masks]
    frame = denoise(model, adjusted[0], styles, options, masks, first, previous, motion)
    frame.noise = traj[-1]
    return frame, traj, adjusted


def stylise_video(model, contents, styles, options, motions=()):
    """§7, one shot; motions has one entry per frame from the second on, or none. Returns the Frames."""
    frames = []
    for i, content in enumerate(contents):
        first, previous = (frames[0], frames[-1]) if frames else (None, None)
        motion = motions[i - 1] if i > 0 and motions else None
        frames.append(stylise(model, content, styles, options, first=first, previous=previous, motion=motion)[0])
    return frames


# ---------------------------------------------------------------- §8 measures

def differences(frames):
    """Diff_i for i ≥ 1, with frames in [0, 1]; mean and population variance of Diff over the shot."""
    diff = torch.stack([(b.double() - a.double()).abs().mean() for a, b in zip(frames, frames[1:])])
    return diff, diff.mean(), diff.var(correction=0)


class Vgg19:
    """The convolutions of torchvision's vgg19 up to relu5_1, from `features.<n>.weight` and `.bias`."""
    POOLS = (4, 9, 18, 27)
    TAPS = (1, 6, 11, 20, 29)      # relu1_1 … relu5_1

    def __init__(self, file, dtype=torch.float32):
        self.weights = {name: tensor.to(dtype) for name, tensor in load_file(file).items()}

    def __call__(self, image):
        """RGB [1, 3, H, W] in [0, 1] to the five taps."""
        mean = torch.tensor([0.485, 0.456, 0.406], dtype=image.dtype).view(1, 3, 1, 1)
        std = torch.tensor([0.229, 0.224, 0.225], dtype=image.dtype).view(1, 3, 1, 1)
        x, taps = (image - mean) / std, []
        for n in range(self.TAPS[-1] + 1):
            if n in self.POOLS:
                x = F.max_pool2d(x, 2)
            elif f"features.{n}.weight" in self.weights:
                x = F.conv2d(x, self.weights[f"features.{n}.weight"], self.weights[f"features.{n}.bias"], padding=1)
            else:
                x = x.relu()
            if n in self.TAPS:
                taps.append(x)
        return taps


def content_loss(vgg, result, content):
    return F.mse_loss(vgg(result)[-1], vgg(content)[-1])


def style_loss(vgg, result, style):
    """The variance is the unbiased one (N-1), as in AdaIN's calc_mean_std."""
    loss = 0
    for a, b in zip(vgg(result), vgg(style)):
        loss = loss + F.mse_loss(a.mean((2, 3)), b.mean((2, 3)))
        loss = loss + F.mse_loss((a.var((2, 3)) + 1e-5).sqrt(), (b.var((2, 3)) + 1e-5).sqrt())
    return loss


def gram(tokens):
    """tokens [H·W, C] -> F Fᵀ / (C·H·W)."""
    return tokens.T @ tokens / tokens.numel()


def style_difference(tokens, style_tokens):
    """Eq. 14 with the Frobenius norm; layer 15's attn1 output of the content path and of the style path."""
    return (gram(tokens) - gram(style_tokens)).norm()


def attention_cosine(q, content, style):
    """Fig. 3: cosine per head and token, then the mean over the heads. Returns [tokens]."""
    return F.cosine_similarity(attention(q, *style), attention(q, *content), dim=-1).mean(0)

"""Writes the golden cases of motion modules.

Usage: python motion_cases.py [name-prefix …]; `python motion_cases.py wrong [name-prefix …]` prints how far the readings that are
near by lead away.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

import golden
import kinds
import motion_reference as motion
import zstar
from golden import latent, smooth

ROOT = Path(__file__).resolve().parent.parent
TINY = "models/tiny-null"
LORA = "models/tiny-motion-lora.safetensors"
V2, V3 = "models/tiny-motion-v2", "models/tiny-motion-v3"
ZSNR, OTHER = "models/tiny-v-zsnr", "models/tiny-exchanged"
STYLE = {"steps": 6, "start": 1, "end": 6, "layers": [10, 15], "lambdas": [1.2], "arrangement": "reweight", "sain": "sain"}
FEW = {**STYLE, "steps": 4, "end": 4, "timesteps_listed": [999, 759, 499, 259], "inversion_steps": 9, "inverting": TINY}
golden.MEANINGS[:0] = [
    (r"content\d+", "clean latent of a frame [1, C, h, w]"),
    (r"map\d", "feature map of a frame [1, C, h, w]"),
    (r"frames", "what the module makes of them [F, C, h, w]"),
    (r"positions", "positional encoding [L, C]"),
    (r"window_eps", "ε of each frame, mean over its windows [N, C, h, w]"),
    (r"window_eps_t(\d+)", r"ε of each frame at t = \1 [F, C, h, w]"),
    (r"window_noise", "traj[T] of each frame [F, C, h, w]"),
    (r"window_x_step(\d)", r"the latents after \1 denoising steps [F, C, h, w]"),
    (r"window_x_final", "the latents after all denoising steps [F, C, h, w]"),
    (r"window_w", "SAIN's weight of each window"),
]


class Models(golden.Models):
    """Also the models with a motion module, by the parameters of a case."""

    def motion(self, base, p, exact):
        key = (base, p["motion"], p["norm"], p.get("betas"), p.get("lora"), p.get("weight"), p.get("inverting"), exact)
        if key not in self.loaded:
            file = self.root / base
            plain = golden.exact_model(file) if exact else zstar.Model(file)
            self.loaded[key] = motion.MotionModel(plain, file, self.root / p["motion"], p["norm"],
                                                  p.get("betas", "linear"))
            if "lora" in p:
                merge(self.loaded[key].unet, load_file(self.root / p["lora"]), p["weight"])
            if "inverting" in p:
                other = self.motion(p["inverting"], {name: value for name, value in p.items() if name != "inverting"}, exact)
                self.loaded[key].inverting, self.loaded[key].plain.inverting = other, other.plain
        return self.loaded[key]

    def get(self, path, exact=False):
        return lambda p: self.motion(path, p, exact)


def merge(unet, lora, weight):
    """W + m·(α/r)·up·down; without an α the scale is 1. Names are those of AnimateDiff's own code."""
    for name in lora:
        if not name.endswith("_lora.down.weight"):
            continue
        up, down = lora[name.replace(".down.", ".up.")], lora[name]
        place, projection = name.removesuffix("_lora.down.weight").split(".processor.")
        place = place.replace("temporal_transformer.", "").replace("attention_blocks.0", "attn1") \
            .replace("attention_blocks.1", "attn2")
        layer = unet.get_submodule(f"{place}.{'to_out.0' if projection == 'to_out' else projection}")
        layer.weight += weight * (up.to(layer.weight.dtype) @ down.to(layer.weight.dtype))


def write_lora():
    """Rank 2 on the attentions of three modules, one of them in the middle; to_out too, whose layer is to_out.0."""
    g, tensors = torch.Generator().manual_seed(5), {}
    for place, width in (("down_blocks.1.motion_modules.0", 40), ("mid_block.motion_modules.0", 48),
                         ("up_blocks.3.motion_modules.2", 32)):
        for n in (0, 1):
            for projection in ("to_q", "to_k", "to_v", "to_out"):
                name = f"{place}.temporal_transformer.transformer_blocks.0.attention_blocks.{n}.processor.{projection}_lora."
                tensors[name + "down.weight"] = torch.randn(2, width, generator=g) / width ** 0.5
                tensors[name + "up.weight"] = torch.randn(width, 2, generator=g)
    save_file(tensors, ROOT / LORA)


def module(of, p, t):
    block, maps = of(p).unet.get_submodule(p["module"]), kinds.numbered(t, "map")
    return {"frames": block(torch.cat(maps), num_frames=len(maps))}


def positions(of, p, t):
    return {"positions": of(p).unet.get_submodule(p["module"]).transformer_blocks[0].pos_embed.pe[0]}


def unet(of, p, t):
    out, frames = {}, torch.cat(kinds.numbered(t, "content"))
    for n, step in enumerate(p["timesteps"]):
        out[f"window_eps_t{step}"], runs = of(p).noise(frames, step)
        if n == 0:
            out[f"k12_t{step}"], out[f"v12_t{step}"] = runs[2].kv[12]
    return out


def middle(of, p, t):
    """The block in the middle, with its motion module."""
    model, maps = of(p), torch.cat(kinds.numbered(t, "map"))
    time = model.unet.time_embedding(model.unet.time_proj(torch.tensor([p["timestep"]])).to(maps.dtype))
    count = len(maps)
    for processor in model.processors:
        processor.runs = [zstar.Pass() for _ in maps]
    return {"frames": model.unet.mid_block(maps, time.repeat(count, 1), num_frames=count,
                                           encoder_hidden_states=model.prompt.repeat(count, 1, 1))}


def windows(of, p, t):
    frames = torch.cat(kinds.numbered(t, "content"))
    spans = motion.windows(0, len(frames), p["window"], p["overlap"])
    return {"window_eps": torch.stack(motion.noise(of(p), frames, p["timestep"], spans, range(len(frames))))}


def reconstruct(of, p, t):
    tracks = []
    options = kinds.options({**p, "arrangement": "none", "sain": "none"})
    motion.stretch(of(p), tracks, kinds.numbered(t, "content"), [], options, p["window"], p["overlap"])
    return {"window_noise": torch.stack([track.traj[-1] for track in tracks]),
            "window_x_step1": torch.stack([track.x[1] for track in tracks]),
            "window_x_final": torch.stack([track.x[-1] for track in tracks])}


def stylize(of, p, t):
    """In stretches of the given numbers of frames."""
    model, tracks, options, contents, weights = of(p), [], kinds.options(p), kinds.numbered(t, "content"), []
    styles = [zstar.style_path(model.plain, s, options.steps, options.timesteps_listed, options.inversion_steps)
              for s in kinds.numbered(t, "style")]
    for count in p["stretches"]:
        new = contents[len(tracks):len(tracks) + count]
        weights += motion.stretch(model, tracks, new, styles, options, p["window"], p["overlap"])
    return {"window_w": torch.tensor(weights, dtype=torch.float64),
            "window_x_step0": torch.stack([track.x[0] for track in tracks]),
            "window_x_step1": torch.stack([track.x[1] for track in tracks]),
            "window_x_final": torch.stack([track.x[-1] for track in tracks])}


def schedule(of, p, t):
    return kinds.schedule(of(p), p, t)


kinds.KINDS |= {"motion-module": module, "motion-positions": positions, "motion-unet": unet,
                "motion-middle": middle, "motion-windows": windows,
                "motion-reconstruct": reconstruct, "motion-stylize": stylize, "motion-schedule": schedule}


def maps(count, width=40):
    return lambda g: {f"map{n}": (0.5 + n / 2) * smooth(g, width, 6, 8)[:, :, :, :5] for n in range(count)}


def frames(count, h=8, w=8):
    """A picture that slides one column a frame, under light that changes, with a little noise."""
    def make(g):
        first = latent(g, 4, h, w)
        lights = [0.3 + n % 4 / 2 for n in range(count)]
        return {f"content{n}": first.roll(n, 3) * light + light + 0.2 * torch.randn(first.shape, generator=g)
                for n, light in enumerate(lights)}
    return make


def styled(count):
    return lambda g: {**frames(count)(g), "style0": latent(g, 4, 8, 8, 1.3)}


PLACE = {"motion": V2, "module": "down_blocks.1.motion_modules.0"}
CASES = {
    "motion-module-frame": ("motion-module", {**PLACE, "norm": "frame"}, maps(4)),
    "motion-module-clip": ("motion-module", {**PLACE, "norm": "clip"}, maps(4)),
    "motion-module-single": ("motion-module", {**PLACE, "norm": "frame"}, maps(1)),
    "motion-positions": ("motion-positions", {**PLACE, "norm": "frame"}, lambda g: {}),
    "motion-schedule": ("motion-schedule", {**PLACE, "norm": "frame", "steps": 6}, lambda g: {}),
    "motion-middle": ("motion-middle", {"motion": V2, "norm": "frame", "timestep": 501}, maps(4, 48)),
    "motion-unet-v2": ("motion-unet", {"motion": V2, "norm": "frame", "timesteps": [801, 101]}, frames(4)),
    "motion-unet-v2-10x14": ("motion-unet", {"motion": V2, "norm": "frame", "timesteps": [501, 1]}, frames(4, 10, 14)),
    "motion-unet-v2-clip": ("motion-unet", {"motion": V2, "norm": "clip", "timesteps": [801, 101]}, frames(4)),
    "motion-unet-v3": ("motion-unet", {"motion": V3, "norm": "frame", "timesteps": [801, 101]}, frames(4)),
    "motion-lora": ("motion-unet", {"motion": V2, "norm": "frame", "timesteps": [801], "lora": LORA, "weight": -0.7},
                    frames(4)),
    "motion-windows": ("motion-windows", {"motion": V2, "norm": "frame", "window": 16, "overlap": 4, "timestep": 501},
                       frames(20)),
    "motion-reconstruct": ("motion-reconstruct", {"motion": V2, "norm": "frame", "window": 16, "overlap": 4, "steps": 6},
                           frames(4)),
    "motion-stylize": ("motion-stylize", {**STYLE, "motion": V3, "norm": "frame", "window": 4, "overlap": 2,
                                          "stretches": [7]}, styled(7)),
    "motion-stylize-stretches": ("motion-stylize", {**STYLE, "motion": V2, "norm": "frame", "window": 4, "overlap": 1,
                                                    "stretches": [4, 1, 3]}, styled(8)),
    "motion-reconstruct-v-zsnr": ("motion-reconstruct", {"motion": V2, "norm": "frame", "window": 4, "overlap": 2, "steps": 4},
                                  frames(5), ZSNR),
    "motion-stylize-two-networks": ("motion-stylize", {**FEW, "motion": V3, "norm": "frame", "window": 3, "overlap": 1,
                                                       "stretches": [3, 2]}, styled(5), OTHER),
}


# ---------------------------------------------------------------- readings that are near by

def transformers(model):
    return [block.transformer_blocks[0] for block in motion.motion_modules(model.unet)]


class Every(torch.nn.Module):
    """Adds the encoding only every other time: before the first of two attentions."""

    def __init__(self, inner):
        super().__init__()
        self.inner, self.calls = inner, 0

    def forward(self, x):
        self.calls += 1
        return self.inner(x) if self.calls % 2 else x


class Before(torch.nn.Module):
    """A norm of what has the encoding already."""

    def __init__(self, norm, encoding):
        super().__init__()
        self.norm, self.encoding = norm, encoding

    def forward(self, x):
        return self.norm(self.encoding(x))


def first_only(model):
    for block in transformers(model):
        block.pos_embed = Every(block.pos_embed)


def before_norm(model):
    for block in transformers(model):
        block.norm1, block.norm2 = Before(block.norm1, block.pos_embed), Before(block.norm2, block.pos_embed)
        block.pos_embed = torch.nn.Identity()


def no_positions(model):
    for block in transformers(model):
        block.pos_embed = torch.nn.Identity()


def skip_before(model):
    """The maps for the way up are those before the module."""
    for block in model.unet.down_blocks:
        kept = []
        for one in block.motion_modules:
            one.register_forward_pre_hook(lambda _, args, kept=kept: kept.append(args[0]))

        def hook(_, args, kwargs, result, kept=kept, block=block):
            hidden, states = result
            states = (*kept, *states[len(block.motion_modules):])
            kept.clear()
            return hidden, states
        block.register_forward_hook(hook, with_kwargs=True)


def after_middle(model):
    middle = model.unet.mid_block
    inner = middle.motion_modules[0]
    middle.motion_modules[0] = Nothing()
    middle.register_forward_hook(lambda _, args, kwargs, result: inner(result, num_frames=kwargs["num_frames"]), with_kwargs=True)


class Nothing(torch.nn.Module):
    def forward(self, x, *_, **__):
        return x


def no_middle(model):
    model.unet.mid_block.motion_modules[0] = Nothing()


def counting_on(model):
    """Positions of the shot, not of the window."""
    plain = model.noise
    encodings = [block.pos_embed.pe.clone() for block in transformers(model)]
    calls = []

    def noise(x, t, edits=None):
        begin = (0, 4)[len(calls) % 2]               # where the two windows of the case begin
        calls.append(t)
        for block, pe in zip(transformers(model), encodings):
            block.pos_embed.pe = pe.roll(-begin, 1)
        return plain(x, t, edits)
    model.noise = noise


def patched(name, value):
    def change(model):
        setattr(motion, name, value)
    return change


def shorter_last(first, count, length, overlap):
    begin, found = max(0, first - overlap), []
    while begin + length < count:
        found.append((begin, begin + length))
        begin += length - overlap
    return [*found, (begin, count)]


def shift_of_frames(noises, styles, options):
    """SAIN of the window's first frame for the whole window."""
    return plain_shift(noises[:1], styles, options)


def style_with_motion(model):
    class Window:
        schedule = model.schedule

        def noise(self, x, t, edit=None):
            eps, runs = model.noise(x.expand(2, -1, -1, -1), t)
            return eps[:1], runs[0]
    model.plain = Window()


plain_windows, plain_weight, plain_shift = motion.windows, motion.weight, motion.window_shift
BLOCKS = {"pe before the first attention only": first_only, "pe before the norm": before_norm, "no pe": no_positions}
NETWORK = {**BLOCKS, "skip before the module": skip_before, "norm of the other kind": {"norm": "clip"}}
MIDDLE = {"motion after resnet 1 in the middle": after_middle, "none in the middle": no_middle}
WRONG = {
    "motion-module-frame": {**BLOCKS, "norm of the other kind": {"norm": "clip"}},
    "motion-module-clip": {"norm of the other kind": {"norm": "frame"}},
    "motion-schedule": {"scaled_linear": {"betas": "model"}},
    "motion-middle": {**BLOCKS, **MIDDLE, "norm of the other kind": {"norm": "clip"}},
    "motion-unet-v2": NETWORK,
    "motion-unet-v2-10x14": NETWORK,
    "motion-unet-v2-clip": {"norm of the other kind": {"norm": "frame"}},
    "motion-unet-v3": NETWORK,
    "motion-lora": {"without it": {"weight": 0.0}, "the whole of it": {"weight": -1.0}, "added": {"weight": 0.7}},
    "motion-windows": {"positions that count on": counting_on, "equal weights": patched("weight", lambda n, length: 1),
                       "a shorter last window": patched("windows", shorter_last)},
    "motion-reconstruct": {"scaled_linear": {"betas": "model"}},
    "motion-stylize": {"scaled_linear": {"betas": "model"}, "equal weights": patched("weight", lambda n, length: 1),
                       "SAIN of the first frame": patched("window_shift", shift_of_frames),
                       "style path with the module": style_with_motion,
                       "a shorter last window": patched("windows", shorter_last)},
    "motion-stylize-stretches": {"all at once": {"stretches": [8]}, "stretches that know nothing": "alone",
                                 "SAIN of the first frame": patched("window_shift", shift_of_frames)},
}


def alone(params, tensors):
    """Every stretch as a shot of its own."""
    parts, first = [], 0
    for count in params["stretches"]:
        own = {f"content{n}": tensors[f"content{first + n}"] for n in range(count)} | {"style0": tensors["style0"]}
        parts.append(golden.run(Models(ROOT), "motion-stylize", TINY, {**params, "stretches": [count]}, own))
        first += count
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def wrong(prefixes):
    for name, readings in WRONG.items():
        if not name.startswith(prefixes):
            continue
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        last = "alphas_cumprod" if name == "motion-schedule" else list(expected)[-1] if "unet" not in name else \
            list(expected)[0]
        about = case["tensors"][last]
        for reading, change in readings.items():
            models, params = Models(ROOT), dict(case["params"])
            if isinstance(change, dict):
                params |= change
            elif callable(change):
                change(models.motion(case["model"], params, False))
            found = alone(params, inputs) if change == "alone" else \
                golden.run(models, case["kind"], case["model"], params, inputs)
            motion.windows, motion.weight, motion.window_shift = plain_windows, plain_weight, plain_shift
            largest, relative = golden.deviation(found[last], expected[last])
            times = max(largest / about["max_abs"], relative / about["relative"])
            print(f"| {name} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} "
                  f"| {largest:.2e} | {relative:.2e} | {times:.0f} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["wrong"]:
        wrong(tuple(sys.argv[2:]) or "")
    else:
        write_lora()
        loaded = Models(ROOT)
        for case_name, (kind, parameters, make, *model) in CASES.items():
            if case_name.startswith(tuple(sys.argv[1:]) or ""):
                golden.write_case(ROOT, loaded, case_name, kind, *model or [TINY], parameters, make)

"""Writes the golden cases of what ties frames together beside the paper's equations, and of the inversion that holds its noise.

Usage: python temporal_cases.py [name-prefix …]; `python temporal_cases.py wrong [name-prefix …]` prints how far readings that are near by lead away from the final latents.
"""

import math
import sys
from pathlib import Path

import torch

import golden
from golden import heads, latent, moving, smooth

ROOT = Path(__file__).resolve().parent.parent
TINY = "models/tiny-null"
SHORT = {"steps": 6, "start": 1, "end": 6, "layers": [10, 15], "lambdas": [1.2], "arrangement": "reweight",
         "add_weight": 0.5, "sain": "sain"}
N = 4 * 16 * 16                                  # C·h·w: the cases give the raw w = w₀·n
FULL = {**SHORT, "attend": ["first", "previous"], "attend_balance": True, "energy": "x0", "energy_form": "mse",
        "energy_weight": 0.05 * N, "energy_steps": [0, 5], "energy_reach": 0.1}
FLOW = {**SHORT, "attend": ["first", "self"], "attend_balance": True, "sain_held": True, "energy": "none"}
ALIGNED = {**FULL, "attend": ["first", "self"], "energy_weight": 0.05 * N / 4}      # 8×8
AFTER = {**ALIGNED, "energy_reach": 0.5}


def shot(g):
    return {**moving(g, 4, 16, 16, 4), "style0": latent(g, 4, 16, 16, 1.3)}


def brightening(g):
    """The frames of a shot whose light changes, so that their noise has another mean."""
    frames = shot(g)
    return {name: tensor + 0.3 * int(name[-1]) if name.startswith("content") else tensor
            for name, tensor in frames.items()}


def moved(g):
    """A shot with its motion: one cell to the right a frame, which is a little off, and trust in parts of it."""
    inputs = {**moving(g, 4, 8, 8, 4), "style0": latent(g, 4, 8, 8, 1.3)}
    for i in range(1, 4):
        off = 3 * smooth(g, 2, 64, 64)[0]
        inputs[f"flow{i}"] = torch.tensor([-8.0, 0.0])[:, None, None] + off
        inputs[f"tau{i}"] = (0.8 + 0.6 * smooth(g, 1, 64, 64)[0, 0]).clamp(0, 1)
    return {name: coarse(tensor) if name[:-1] in ("flow", "tau") else tensor for name, tensor in inputs.items()}


def coarse(tensor):
    """Rounded to sixteenths, which float16 would hold."""
    return (tensor * 16).round() / 16


def projections(g):
    tensors = {name: heads(g, 4, 48, 8) for name in ("q", "k_c", "v_c")}
    tensors |= {f"{name}_s0": heads(g, 4, 40, 8) for name in "kv"}
    return tensors | {f"{name}_{frame}": heads(g, 4, 48, 8) for name in "kv" for frame in ("first", "previous")}


def clean(g):
    return {"latent": latent(g, 4, 16, 16)}


CASES = {
    "attention-attend-balance": ("attention", None, {"arrangement": "reweight", "lambdas": [1.2],
                                                     "attend": ["first", "previous"], "attend_balance": True},
                                 projections),
    "video-attend-balance": ("video", TINY, {**SHORT, "attend": ["first", "previous"], "attend_balance": True,
                                             "energy": "none"}, shot),
    "video-energy-mse-bounded": ("video", TINY, FULL, shot),
    "video-flow": ("video", TINY, FLOW, brightening),
    "video-energy-aligned": ("video", TINY, ALIGNED, moved),
    "video-energy-aligned-after": ("video", TINY, AFTER, moved),
    "ddim-invert-every-2": ("ddim-invert", TINY, {"steps": 6, "inversion_every": 2}, clean),
    "ddim-invert-every-3": ("ddim-invert", TINY, {"steps": 10, "inversion_every": 3}, clean),
}
WRONG = {
    "attention-attend-balance": {"no balance": {"attend_balance": False}},
    "video-attend-balance": {"no balance": {"attend_balance": False}},
    "video-energy-mse-bounded": {
        "no bound": {"energy_reach": math.inf}, "reach 0.006/T": {"energy_reach": 0.001},
        "norm": {"energy_form": "norm", "energy_weight": 0.05 * math.sqrt(N)}, "no balance": {"attend_balance": False},
        "energy off": {"energy": "none"}, "w 5 % larger": {"energy_weight": 0.0525 * N}},
    "video-flow": {"SAIN of the frame": {"sain_held": False}, "attend first only": {"attend": ["first"]},
                   "no balance": {"attend_balance": False}},
    "video-energy-aligned": {"no motion": "still", "all trusted": "trusted", "dx and dy exchanged": "exchanged",
                             "bilinear": "bilinear", "stored after": "stored"},
    "video-energy-aligned-after": {"stored before": "stored", "all trusted": "trusted"},
}


def wrong(prefixes):
    """The readings of WRONG: other parameters, other motion, or another function of zstar."""
    models = golden.Models(ROOT)
    for name, readings in WRONG.items():
        if not name.startswith(prefixes):
            continue
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        last = list(expected)[-1] if case["kind"] == "attention" else "x_final_frame3"
        about = case["tensors"][last]
        for reading, change in readings.items():
            params, tensors = dict(case["params"]), dict(inputs)
            undo = alter(change, params, tensors)
            found = golden.run(models, case["kind"], case["model"], params, tensors)[last]
            undo()
            largest, relative = golden.deviation(found, expected[last])
            times = max(largest / about["max_abs"], relative / about["relative"])
            print(f"| {name} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} "
                  f"| {largest:.2e} | {relative:.2e} | {times:.0f} |")


def alter(change, params, tensors):
    sample = torch.nn.functional.grid_sample

    def undo():
        torch.nn.functional.grid_sample = sample
    if isinstance(change, dict):
        params |= change
    for i in range(1, 4):
        if change == "still":
            tensors[f"flow{i}"] = torch.zeros_like(tensors[f"flow{i}"])
        elif change == "trusted":
            tensors[f"tau{i}"] = torch.ones_like(tensors[f"tau{i}"])
        elif change == "exchanged":
            tensors[f"flow{i}"] = tensors[f"flow{i}"].flip(0)
    if change == "bilinear":
        torch.nn.functional.grid_sample = lambda x, places, mode, *rest, **named: \
            sample(x, places, "bilinear", *rest, **named)
    if change == "stored":
        params["stored_after"] = not params["energy_reach"] * params["steps"] > 1
    return undo


if __name__ == "__main__":
    if sys.argv[1:2] == ["wrong"]:
        wrong(tuple(sys.argv[2:]) or "")
    else:
        loaded = golden.Models(ROOT)
        for case_name, (kind, model, parameters, make) in CASES.items():
            if case_name.startswith(tuple(sys.argv[1:]) or ""):
                golden.write_case(ROOT, loaded, case_name, kind, model, parameters, make)

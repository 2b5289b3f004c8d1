"""Writes the golden cases of models that predict v, of other timesteps than leading ones, and of a second network for the inversion.

Usage: python prediction_cases.py [name-prefix …]; `python prediction_cases.py wrong [name-prefix …]` prints how far wrong readings lie,
`python prediction_cases.py check` compares this reference with diffusers' own schedulers. MakeModels.java must have made the models.
"""

import sys
from pathlib import Path

import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler, TCDScheduler

import golden
import zstar
from golden import latent, moving

ROOT = Path(__file__).resolve().parent.parent
TINY, V, ZSNR, OTHER = ("models/" + name for name in ("tiny-null", "tiny-v", "tiny-v-zsnr", "tiny-exchanged"))
SHORT = {"steps": 6, "start": 1, "end": 6, "layers": [10, 15], "lambdas": [1.2], "arrangement": "reweight",
         "add_weight": 0.5, "sain": "sain"}
ENERGY = {**SHORT, "attend": ["first", "previous"], "energy": "x0", "energy_weight": 0.1, "energy_steps": [0, 5]}
TCD = [999, 759, 499, 259]
TRAILING = [999, 874, 749, 624, 499, 374, 249, 124]
FEW = {**SHORT, "steps": 8, "start": 1, "end": 8, "timesteps_listed": TRAILING, "inversion_steps": 24, "inverting": TINY}


def clean(g):
    return {"latent": latent(g, 4, 16, 16)}


def noisy(g):
    return {"latent": torch.randn(1, 4, 16, 16, generator=g)}


def pair(g):
    return {"content": latent(g, 4, 16, 16), "style0": latent(g, 4, 16, 16, 1.3)}


def shot(g):
    return {**moving(g, 4, 16, 16, 3), "style0": latent(g, 4, 16, 16, 1.3)}


def nothing(g):
    return {}


CASES = {
    "estimates-v": ("estimates", V, {"timesteps": [1, 500, 958]}, noisy),
    "estimates-v-zsnr": ("estimates", ZSNR, {"timesteps": [1, 500, 999]}, noisy),
    "schedule-v-zsnr": ("schedule", ZSNR, {"steps": 8}, nothing),
    "schedule-trailing-t4": ("schedule", ZSNR, {"steps": 4}, nothing),
    "schedule-trailing-t30": ("schedule", ZSNR, {"steps": 30}, nothing),
    "schedule-listed": ("schedule", TINY, {"steps": 4, "timesteps_listed": TCD}, nothing),
    "schedule-inversion-24": ("schedule", TINY, {"steps": 8, "timesteps_listed": TRAILING, "inversion_steps": 24}, nothing),
    "ddim-invert-v-t6": ("ddim-invert", V, {"steps": 6}, clean),
    "ddim-reconstruct-v-t6": ("ddim-reconstruct", V, {"steps": 6}, clean),
    "ddim-reconstruct-v-zsnr": ("ddim-reconstruct", ZSNR, {"steps": 4}, clean),
    "stylise-v": ("stylise", V, SHORT, pair),
    "video-energy-x0-v": ("video", V, ENERGY, shot),
    "ddim-reconstruct-trailing": ("ddim-reconstruct", TINY, {"steps": 8, "timesteps_listed": TRAILING}, clean),
    "ddim-reconstruct-listed": ("ddim-reconstruct", TINY, {"steps": 4, "timesteps_listed": TCD}, clean),
    "ddim-invert-24-of-8": ("ddim-invert", TINY, {"steps": 8, "timesteps_listed": TRAILING, "inversion_steps": 24}, clean),
    "stylise-two-networks": ("stylise", OTHER, FEW, pair),
}


# ---------------------------------------------------------------- diffusers' own schedulers

def check():
    """The inversion and the way back by diffusers, beside this reference."""
    models = golden.Models(ROOT)
    for name in ("ddim-invert-v-t6", "ddim-reconstruct-v-t6", "ddim-reconstruct-v-zsnr", "ddim-reconstruct-trailing",
                 "ddim-reconstruct-listed"):
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        model, p = models.get(case["model"]), case["params"]
        noise = expected["traj"][-1:] if case["kind"] == "ddim-invert" else expected["noise"]
        if "timesteps_listed" not in p and case["model"] != ZSNR:
            said(case, "DDIMInverseScheduler", by_diffusers(model, case, inputs["latent"]), noise,
                 "traj" if case["kind"] == "ddim-invert" else "noise")
        if case["kind"] == "ddim-reconstruct":
            which = DDIMScheduler if case["model"] in (V, ZSNR) else TCDScheduler
            said(case, which.__name__, back_by_diffusers(model, case, noise, which), expected["x_final"], "x_final")


def said(case, which, found, expected, tensor):
    worst, relative = golden.deviation(found, expected)
    about = case["tensors"][tensor]
    print(f"{case['name']:28} {which:22} off by {worst:.1e} of {about['max_abs']:.0e}, {relative:.1e} of {about['relative']:.0e}")
    assert worst <= about["max_abs"], case["name"]


@torch.no_grad()
def by_diffusers(model, case, x):
    scheduler = DDIMInverseScheduler.from_pretrained(ROOT / case["model"] / "scheduler")
    scheduler.set_timesteps(case["params"]["steps"])
    for t in scheduler.timesteps:
        x = scheduler.step(model.noise(x, t)[0], t, x).prev_sample
    return x


@torch.no_grad()
def back_by_diffusers(model, case, x, which):
    listed = case["params"].get("timesteps_listed")
    if which is TCDScheduler:
        scheduler = TCDScheduler.from_pretrained(ROOT / case["model"] / "scheduler", prediction_type="epsilon")
        scheduler.set_timesteps(timesteps=listed)
        extra = {"eta": 0.0}
    else:
        scheduler = DDIMScheduler.from_pretrained(ROOT / case["model"] / "scheduler")
        scheduler.set_timesteps(case["params"]["steps"])
        extra = {}
    for t in scheduler.timesteps:
        x = scheduler.step(model.noise(x, t)[0], t, x, **extra).prev_sample
    return x


# ---------------------------------------------------------------- wrong readings

class Patched:
    """Replaces functions of zstar, and what a model's schedule says, while active."""

    def __init__(self, model, schedule=None, **functions):
        self.model, self.schedule, self.functions = model, schedule or {}, functions

    def __enter__(self):
        self.kept = {name: getattr(zstar, name) for name in self.functions}
        self.said = {name: getattr(self.model.schedule, name) for name in self.schedule}
        for name, function in self.functions.items():
            setattr(zstar, name, function)
        for name, value in self.schedule.items():
            setattr(self.model.schedule, name, value)

    def __exit__(self, *_):
        for name, function in self.kept.items():
            setattr(zstar, name, function)
        for name, value in self.said.items():
            setattr(self.model.schedule, name, value)


ESTIMATE = zstar.estimate


def negated(schedule, x, output, alpha):
    return ESTIMATE(schedule, x, -output, alpha)


@torch.no_grad()
def level_of_network(model, latent, steps, every=1, listed=None, more=None):
    """An inversion that converts v by ᾱ of the timestep that the network was shown."""
    tau, levels = model.schedule.grid(steps, listed, more)
    traj = [latent]
    for k, t in enumerate(tau):
        x = traj[-1]
        _, eps = ESTIMATE(model.schedule, x, model.noise(x, t)[0], levels[k + 1])
        traj.append(zstar.noised(zstar.clean(x, eps, levels[k]), eps, levels[k + 1]))
    return traj




def denoise_uniform(model, x, styles, options, *rest, **named):
    tau, levels = model.schedule.grid(options.steps, options.timesteps_listed)
    frame = zstar.Frame(x=[x])
    for t in reversed(tau):
        alpha = model.schedule.alpha(t)
        x0, eps = ESTIMATE(model.schedule, x, model.noise(x, t)[0], alpha)
        x = zstar.noised(x0, eps, model.schedule.alpha(t - model.schedule.stride(options.steps)))
        frame.x.append(x)
    return frame


def wrong_slope(schedule, alpha):
    return 1 / alpha.sqrt()


EPSILON = {"schedule": {"prediction": "epsilon"}}
NEGATED = {"estimate": negated}
ONE = {"schedule": {"final": torch.tensor(1.0)}}
WRONG = {
    "estimates-v": {"read as ε": EPSILON, "v negated": NEGATED},
    "estimates-v-zsnr": {"v negated": NEGATED},
    "ddim-invert-v-t6": {"read as ε": EPSILON, "v negated": NEGATED, "ᾱ(τ_k)": {"invert": level_of_network}},
    "ddim-reconstruct-v-t6": {"read as ε": EPSILON, "v negated": NEGATED, "ᾱ(τ_k)": {"invert": level_of_network}},
    "ddim-reconstruct-v-zsnr": {"v negated": NEGATED, "leading": {"schedule": {"spacing": "leading"}}},
    "stylise-v": {"read as ε": EPSILON, "v negated": NEGATED, "ᾱ(τ_k)": {"invert": level_of_network}},
    "video-energy-x0-v": {"1/√ᾱ in the gradient": {"slope": wrong_slope}},
    "ddim-reconstruct-trailing": {"leading": {"params": {"timesteps_listed": None}}, "final ᾱ = 1": ONE},
    "ddim-reconstruct-listed": {"leading": {"params": {"timesteps_listed": None}}, "final ᾱ = 1": ONE,
                                "uniform stride": {"denoise": denoise_uniform}},
    "ddim-invert-24-of-8": {"8 steps": {"params": {"inversion_steps": None}}},
    "stylise-two-networks": {"one network": {"params": {"inverting": OTHER}}, "8 steps": {"params": {"inversion_steps": None}},
                             "networks exchanged": {"model": TINY, "params": {"inverting": OTHER}}},
}


def wrong(prefixes):
    models = golden.Models(ROOT)
    for name, readings in WRONG.items():
        if not name.startswith(prefixes):
            continue
        case, inputs, expected = golden.read_case(ROOT / "cases" / name)
        for reading, change in readings.items():
            change = dict(change)
            params = {**case["params"], **change.pop("params", {})}
            model = change.pop("model", case["model"])
            with Patched(models.get(model), change.pop("schedule", None), **change):
                found = golden.run(models, case["kind"], model, params, inputs)
            last = list(expected)[-2 if case["kind"] == "estimates" else -1]      # at ᾱ = 0, ε̂ is the latent whatever v is
            about = case["tensors"][last]
            largest, relative = golden.deviation(found[last], expected[last])
            times = max(largest / about["max_abs"], relative / about["relative"])
            print(f"| {name} | {about['max_abs']:.0e} / {about['relative']:.0e} | {reading} "
                  f"| {largest:.2e} | {relative:.2e} | {times:.0f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["wrong"]:
        wrong(tuple(sys.argv[2:]) or "")
    elif sys.argv[1:2] == ["check"]:
        check()
    else:
        loaded = golden.Models(ROOT)
        for case_name, (kind, model, parameters, make) in CASES.items():
            if case_name.startswith(tuple(sys.argv[1:]) or ""):
                golden.write_case(ROOT, loaded, case_name, kind, model, parameters, make)

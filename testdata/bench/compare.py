#!/usr/bin/env python3
"""The U-Net beside Python diffusers and OpenVINO: zvideo, torch and OpenVINO in turns, on the same threads.

    pip install torch==2.10.0 diffusers==0.42.1 transformers openvino==2026.4.1
    testdata/bench/compare.py [--rounds 3] [--threads 2] [--sizes 256,512] [--model random|mini]

after `mvn package`. Of Stable Diffusion v1.5's shape with random weights on all sides, or of the bundled model with its own.
Seconds are the best of all rounds, ratios are theirs / ours: above 1, zvideo is faster. OpenVINO compiles and runs in a
process of its own for each size and number, since compiling takes 8 GB; dB compare its result with torch's in f32. Without
OpenVINO installed its column is left out. Leave the machine alone meanwhile.
"""
import argparse
import importlib.util
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time

import diffusers
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
MINI = ROOT / "testdata/model/mini"
STAGE = "U-Net forward"
BOTH = "U-Net forward and backward"
DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16}


def ours(precision, size, arguments):
    model = "random" if arguments.model == "random" else MINI
    with tempfile.NamedTemporaryFile(suffix=".json") as numbers:
        subprocess.run([ROOT / "cli/target/zvideo/bin/zvideo", "bench", "--model", model, "--precision", precision,
                        "--size", str(size), "--threads", str(arguments.threads), "--only", STAGE, "--repeats", "3",
                        "--json", numbers.name, "-y"], check=True, stdout=subprocess.DEVNULL)
        stages = json.load(open(numbers.name))["runs"][0]["stages"]
    return {stage["name"]: stage["seconds"] for stage in stages}, next(
        stage["ofPeak"] for stage in stages if stage["name"] == STAGE)


def timed(work):
    work()
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[1]


def network(model):
    """The same weights in each process."""
    torch.manual_seed(7)
    unet = diffusers.UNet2DConditionModel.from_pretrained(MINI / "unet") if model == "mini" else (
        diffusers.UNet2DConditionModel(
            sample_size=64, in_channels=4, out_channels=4, block_out_channels=(320, 640, 1280, 1280), layers_per_block=2,
            cross_attention_dim=768, attention_head_dim=8))
    return unet.eval().requires_grad_(False)


def inputs(unet, size, model):
    torch.manual_seed(8)
    vae = json.loads((MINI / "vae/config.json").read_text()) if model == "mini" else {"block_out_channels": [0] * 4}
    side = size // 2 ** (len(vae["block_out_channels"]) - 1)
    tokens = 1 if model == "mini" else 77
    return (torch.randn(1, unet.config.in_channels, side, side),
            torch.randn(1, tokens, unet.config.cross_attention_dim))


def theirs(unet, latent, prompt):
    def forward():
        with torch.inference_mode():
            unet(latent, 500, prompt)

    def both():
        x = latent.clone().requires_grad_(True)
        unet(x, 500, prompt).sample.sum().backward()

    return {STAGE: timed(forward), BOTH: timed(both)}


def openvino(precision, size, arguments):
    """OpenVINO's seconds and dB, from a process of its own."""
    told = subprocess.run([sys.executable, __file__, "--openvino", precision, "--sizes", str(size), "--threads",
                           str(arguments.threads), "--model", arguments.model],
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.splitlines()[-1])


def openvino_child(precision, size, arguments):
    import openvino as ov

    class Forward(torch.nn.Module):
        def __init__(self, unet):
            super().__init__()
            self.unet = unet

        def forward(self, latent, timestep, prompt):
            return self.unet(latent, timestep, prompt, return_dict=False)[0]

    unet = network(arguments.model)
    latent, prompt = inputs(unet, size, arguments.model)
    example = (latent, torch.tensor(500), prompt)
    with torch.inference_mode():
        wanted = Forward(unet)(*example)
        converted = ov.convert_model(Forward(unet), example_input=example)
    del unet
    compiled = ov.Core().compile_model(converted, "CPU", {
        "INFERENCE_NUM_THREADS": arguments.threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision})
    request = compiled.create_infer_request()
    values = [value.numpy() for value in example]
    result = torch.from_numpy(request.infer(values)[compiled.output(0)])
    error = (result - wanted).pow(2).mean().item()
    peak = (wanted.max() - wanted.min()).item()
    print(json.dumps({"version": ov.__version__, "seconds": timed(lambda: request.infer(values)),
                      "db": 10 * math.log10(peak ** 2 / error) if error else math.inf}))


def compare(precision, size, unet, arguments, with_openvino):
    latent, prompt = (value.to(DTYPES[precision]) for value in inputs(unet, size, arguments.model))
    best_ours, best_theirs, of_peak = {}, {}, 0
    other = {}
    for layout in (torch.contiguous_format, torch.channels_last):
        unet = unet.to(memory_format=layout)
        for _ in range(arguments.rounds):
            for name, seconds in theirs(unet, latent, prompt).items():
                best_theirs[name] = min(seconds, best_theirs.get(name, seconds))
            stages, share = ours(precision, size, arguments)
            of_peak = max(of_peak, share)
            for name in best_theirs:
                best_ours[name] = min(stages[name], best_ours.get(name, stages[name]))
            if with_openvino:
                told = openvino(precision, size, arguments)
                other = told if not other or told["seconds"] < other["seconds"] else other
    for name in best_theirs:
        print(f"{size:4} {precision:5} {name:28} diffusers {best_theirs[name]:7.3f} s   zvideo {best_ours[name]:7.3f} s   "
              f"ratio {best_theirs[name] / best_ours[name]:.2f}", flush=True)
    if other:
        print(f"{size:4} {precision:5} {STAGE:28} OpenVINO  {other['seconds']:7.3f} s   zvideo {best_ours[STAGE]:7.3f} s   "
              f"ratio {other['seconds'] / best_ours[STAGE]:.2f}   {other['db']:.0f} dB to torch in f32")
    print(f"{size:4} {precision:5} {STAGE:28} at {100 * of_peak:.0f} % of the machine's peak", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sizes", default="256,512")
    parser.add_argument("--model", choices=["random", "mini"], default="random")
    parser.add_argument("--openvino", metavar="PRECISION", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    torch.set_num_threads(arguments.threads)
    if arguments.openvino:
        openvino_child(arguments.openvino, sizes[0], arguments)
        return
    found = importlib.util.find_spec("openvino") is not None
    version = f"OpenVINO {importlib.import_module('openvino').__version__}" if found else "OpenVINO not installed"
    print(f"{arguments.model} model, torch {torch.__version__}, diffusers {diffusers.__version__}, {version}, "
          f"{arguments.threads} threads, best of {2 * arguments.rounds} rounds", flush=True)
    for precision, dtype in DTYPES.items():
        for size in sizes:
            compare(precision, size, network(arguments.model).to(dtype), arguments, found)


if __name__ == "__main__":
    main()

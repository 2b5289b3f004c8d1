#!/usr/bin/env python3
"""The U-Net of Stable Diffusion v1.5 at 512x512: zvideo beside Python diffusers, in turns, on the same threads.

    pip install torch==2.10.0 diffusers==0.42.1 transformers
    testdata/bench/compare.py [--rounds 3] [--threads 2] [--size 512]

after `mvn package`. Random weights on both sides; seconds are the best of all rounds, the ratio is theirs / ours.
Leave the machine alone meanwhile.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import diffusers
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGE = "U-Net forward"


def ours(precision, arguments):
    with tempfile.NamedTemporaryFile(suffix=".json") as numbers:
        subprocess.run([ROOT / "cli/target/zvideo/bin/zvideo", "bench", "--model", "random", "--precision", precision,
                        "--size", str(arguments.size), "--threads", str(arguments.threads), "--only", STAGE,
                        "--repeats", "3", "--json", numbers.name], check=True, stdout=subprocess.DEVNULL)
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


def theirs(unet, arguments, dtype):
    side = arguments.size // 8
    latent = torch.randn(1, 4, side, side, dtype=dtype)
    prompt = torch.randn(1, 77, 768, dtype=dtype)

    def forward():
        with torch.inference_mode():
            unet(latent, 500, prompt)

    def both():
        x = latent.clone().requires_grad_(True)
        unet(x, 500, prompt).sample.sum().backward()

    return {STAGE: timed(forward), "U-Net forward and backward": timed(both)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--size", type=int, default=512)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    unet = diffusers.UNet2DConditionModel(
        sample_size=64, in_channels=4, out_channels=4, block_out_channels=(320, 640, 1280, 1280), layers_per_block=2,
        cross_attention_dim=768, attention_head_dim=8).eval().requires_grad_(False)
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}, {arguments.threads} threads, "
          f"{arguments.size}x{arguments.size}, best of {arguments.rounds} rounds")
    for precision, dtype in (("f32", torch.float32), ("bf16", torch.bfloat16)):
        network = unet.to(dtype)
        best_ours, best_theirs, of_peak = {}, {}, 0
        for layout in (torch.contiguous_format, torch.channels_last):
            network = network.to(memory_format=layout)
            for _ in range(arguments.rounds):
                for name, seconds in theirs(network, arguments, dtype).items():
                    best_theirs[name] = min(seconds, best_theirs.get(name, seconds))
                stages, share = ours(precision, arguments)
                of_peak = max(of_peak, share)
                for name in best_theirs:
                    best_ours[name] = min(stages[name], best_ours.get(name, stages[name]))
        for name in best_theirs:
            print(f"{precision:5} {name:28} diffusers {best_theirs[name]:7.3f} s   zvideo {best_ours[name]:7.3f} s   "
                  f"ratio {best_theirs[name] / best_ours[name]:.2f}")
        print(f"{precision:5} {STAGE:28} at {100 * of_peak:.0f} % of the machine's peak")


if __name__ == "__main__":
    main()

"""Does the autoencoder flicker? `check_clip.py MODEL [MODEL…]` sends six frames of testdata/clips/bunny.mp4 there and back.

Prints, for the source and for each model (a vae.pt or a diffusers folder), the warped error between neighboring frames
along the source's optical flow, the ratio of the Laplacian's variance, and the PSNR.
"""
import pathlib
import sys

import cv2
import numpy as np
import torch

from check_vae import TESTDATA, load_model, psnr, round_trip
from judge import sharpness

FIRST, COUNT, WIDTH, HEIGHT = 10, 6, 456, 256


def frames():
    capture = cv2.VideoCapture(str(TESTDATA / "clips/bunny.mp4"))
    read = [capture.read()[1] for _ in range(FIRST + COUNT)][FIRST:]
    return [cv2.resize(f, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for f in read]


def motions(pictures):
    """For each neighboring pair: where a pixel came from (two maps) and whether it was visible there."""
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    gray = [cv2.cvtColor(p, cv2.COLOR_BGR2GRAY) for p in pictures]
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    for before, after in zip(gray, gray[1:]):
        back, forth = flow.calc(after, before, None), flow.calc(before, after, None)
        x, y = columns + back[..., 0], rows + back[..., 1]
        forth = cv2.remap(forth, x, y, cv2.INTER_LINEAR)
        seen = ((back + forth) ** 2).sum(2) < 0.01 * ((back ** 2).sum(2) + (forth ** 2).sum(2)) + 0.5
        yield x, y, seen & (x >= 0) & (y >= 0) & (x <= WIDTH - 1) & (y <= HEIGHT - 1)


def warped_error(pictures, moved):
    errors = []
    for before, after, (x, y, seen) in zip(pictures, pictures[1:], moved):
        difference = after / 255 - cv2.remap(before / 255, x, y, cv2.INTER_LINEAR)
        errors.append(np.sqrt((difference[seen] ** 2).mean()))
    return np.mean(errors)


def main(paths):
    torch.set_num_threads(1)
    source = frames()
    moved = list(motions(source))
    print(f"source warped {warped_error(source, moved):.4f}")
    for path in paths:
        model, _ = load_model(pathlib.Path(path))
        result = [round_trip(model, f) for f in source]
        ratio = np.mean([sharpness(r / 255) for r in result]) / np.mean([sharpness(s / 255) for s in source])
        decibels = np.mean([psnr(s, r) for s, r in zip(source, result)])
        print(f"{path} warped {warped_error(result, moved):.4f} ratio {ratio:.3f} PSNR {decibels:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])

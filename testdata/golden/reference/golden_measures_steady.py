#!/usr/bin/env python3
"""Writes the golden case appearance/steady: measures() of transport_reference.py on a small clip.

    python golden_measures_steady.py FOLDER

A ground that pans and a patch that crosses it; `alone` is a recoloring whose tone flickers, `result` what the transport makes of
it, pulled a little toward the frame before where it was, so that it has a ghost and moves too little. measures() is the reference's,
with two differences: warp10 is the mean over every tenth frame alone (METHOD.md, section 8), and pictures are looked up between pixels exactly, while OpenCV's remap knows 32
places between two pixels. Written with OpenCV 4.13, the version of the product: that of OpenCV 5 finds other flows (0.02 % of
the warped error). `sourceMeasures`, `aloneMeasures` and `resultMeasures` hold diff, warp, warp10, sharpness, ghost, motion.
"""
import sys
from pathlib import Path
import cv2
import numpy as np
import transport_reference as reference

FRAMES, HEIGHT, WIDTH = 12, 44, 60
ORDER = ["diff", "warp", "warp10", "sharpness", "ghost", "motion"]


def exact(x, flow, how=cv2.INTER_LINEAR):
    """W without OpenCV's steps of 1/32 pixel; the bicubic one of the transport stays as it is."""
    if how != cv2.INTER_LINEAR:
        return remap(x, flow, how)
    h, w = flow.shape[:2]
    column, row = np.meshgrid(np.arange(w), np.arange(h))
    column = np.clip(column + flow[..., 0].astype(np.float64), 0, w - 1)
    row = np.clip(row + flow[..., 1].astype(np.float64), 0, h - 1)
    left, top = column.astype(int), row.astype(int)
    right, bottom = np.minimum(left + 1, w - 1), np.minimum(top + 1, h - 1)
    u, v = column - left, row - top
    if x.ndim == 3:
        u, v = u[..., None], v[..., None]
    return (1 - v) * ((1 - u) * x[top, left] + u * x[top, right]) + v * ((1 - u) * x[bottom, left] + u * x[bottom, right])


remap = reference.warp
reference.warp = exact


def levels(x):
    return np.uint8(np.clip(np.rint(x), 0, 255))


def clip(pan=2, seed=5):
    rng = np.random.default_rng(seed)

    def noise(shape, sigma, level):
        field = reference.blur(rng.normal(size=shape).astype(np.float32), sigma)
        return field / field.std() * level
    ground = 110 + noise((HEIGHT, WIDTH + pan * FRAMES, 3), 2, 30) + noise((HEIGHT, WIDTH + pan * FRAMES, 3), 8, 25)
    patch = 150 + noise((16, 16, 3), 2, 40)
    source, alone = [], []
    for i in range(FRAMES):
        frame = ground[:, pan * i:pan * i + WIDTH].copy()
        frame[14:30, 2 + 3 * i:18 + 3 * i] = patch
        source.append(levels(frame))
        recolored = reference.blur(source[-1].astype(np.float32), 0.8) * np.float32([1.05, 0.95, 0.8]) + np.float32([20, 5, -5])
        alone.append(levels(recolored + noise((HEIGHT, WIDTH, 3), 8, 5) + noise((HEIGHT, WIDTH, 3), 0.7, 2)))
    return source, alone


def warp10(frames, i, motion):
    now, then = frames[i].astype(np.float32), frames[i - 10].astype(np.float32)
    return reference.rms((now - exact(then, motion.flow))[motion.v]) / 255


def main(folder):
    source, alone = clip()
    motions = [None] + [reference.Motion(n, e) for n, e in zip(source[1:], source)]
    motions10 = [reference.Motion(source[i], source[i - 10]) if i >= 10 else None for i in range(FRAMES)]
    result = [levels(x) for x in reference.transport(source, alone, motions)]
    for i in range(1, FRAMES):
        result[i] = levels(0.85 * result[i].astype(np.float32) + 0.15 * result[i - 1])
    folder.mkdir(parents=True, exist_ok=True)
    # to RGB: the reference reads files as OpenCV does, blue first, and so do its measures
    for name, frames in ("source", source), ("alone", alone), ("result", result):
        np.save(folder / (name + ".npy"), np.stack(frames)[..., ::-1].copy())
        beside = source if name == "source" else alone
        got = reference.measures(source, [f.astype(np.float32) for f in frames], beside, motions, motions10)
        got["warp10"] = np.mean([warp10(frames, i, motions10[i]) for i in range(10, FRAMES, 10)])
        print(name, got, sum(int((~m.v).sum() > 20) for m in motions[1:]))
        np.save(folder / (name + "Measures.npy"), np.array([[got[key] for key in ORDER]], np.float64))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

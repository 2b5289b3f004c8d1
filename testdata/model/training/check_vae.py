"""Is the autoencoder good enough to train a U-Net on? The three paintings must keep their texture.

`check_vae.py CHECKPOINT|FOLDER [--tiles tiles.npy] [--pictures FOLDER]` puts the paintings of testdata/styles, at a short
side of 256, through the averaged weights of a vae.pt (or through a diffusers folder) and prints, for each and on average,
judge.py's `style` with testdata/photos/chelsea.jpg as source and the ratio of the Laplacian's variance after to before.
It passes at style <= 0.35 and ratio >= 0.5.
"""
import argparse
import pathlib
import tempfile

import cv2
import numpy as np
import torch
from diffusers import AutoencoderKL

import checkpoint
import judge
import vae
from train_vae import HELD_OUT

TESTDATA = pathlib.Path(__file__).resolve().parents[2]
SHORT_SIDE = 256
MOST_STYLE, LEAST_RATIO = 0.35, 0.5


def load_model(path):
    if path.is_dir():
        return AutoencoderKL.from_pretrained(path).float().eval(), None
    state = checkpoint.load(path)
    model = vae.create()
    checkpoint.Average(state["ema"]).copy_to(model.parameters())
    return model.eval(), state


def painting(path):
    """BGR in 0..1 at SHORT_SIDE, sides cut to multiples of 8."""
    image = cv2.imread(str(path))
    scale = SHORT_SIDE / min(image.shape[:2])
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return image[:image.shape[0] // 8 * 8, :image.shape[1] // 8 * 8]


@torch.no_grad()
def round_trip(model, image):
    x = torch.from_numpy(image[..., ::-1].copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    y = model.decode(model.encode(x).latent_dist.mean).sample.clamp(-1, 1)
    return ((y[0].permute(1, 2, 0).numpy()[..., ::-1] + 1) * 127.5 + 0.5).astype(np.uint8)


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / ((a.astype(float) - b) ** 2).mean())


def main(path, tiles, pictures):
    torch.set_num_threads(1)
    model, state = load_model(path)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        before, after = (f"{folder}/{name}.png" for name in ("before", "after"))
        for style in sorted((TESTDATA / "styles").glob("*.jpg")):
            image = painting(style)
            result = round_trip(model, image)
            cv2.imwrite(before, image)
            cv2.imwrite(after, result)
            judged = judge.judge(str(TESTDATA / "photos/chelsea.jpg"), before, after)
            ratio = judge.sharpness(result / 255) / judge.sharpness(image / 255)
            rows.append((judged["style"], ratio, judged["patches"], psnr(image, result)))
            print(f"{style.stem:14} style {rows[-1][0]:.3f} ratio {ratio:.3f} patches {rows[-1][2]:.3f} PSNR {rows[-1][3]:.2f}")
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(pictures / f"{style.stem}.png"), np.hstack([image, result]))
    style, ratio, patches, decibels = np.mean(rows, 0)
    line = f"style {style:.3f} ratio {ratio:.3f} patches {patches:.3f} PSNR {decibels:.2f}"
    if tiles:
        held_out = np.load(tiles, mmap_mode="r")[-HELD_OUT:][::4]
        line += f" held-out PSNR {np.mean([psnr(t, round_trip(model, t)) for t in held_out]):.2f}"
    if state:
        line = f"step {state['step']} minutes {state['seconds'] / 60:.0f} " + line
    print(line, "PASSED" if style <= MOST_STYLE and ratio >= LEAST_RATIO else "not yet")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--tiles", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    main(arguments.model, arguments.tiles, arguments.pictures)

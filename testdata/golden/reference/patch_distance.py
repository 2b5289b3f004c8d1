"""The sliced Wasserstein distance of METHOD.md §8 ("Style"), and the golden case `patch-distance` made from it.

    python3 patch_distance.py       # writes ../cases/patch-distance; needs numpy, opencv and safetensors

`patch_distance` does what the judge of pictures does (its measure `patches`), except that it is handed the directions
and the places of the windows, since NumPy's random numbers are not Java's. Pictures are RGB in [0, 1], [H, W, 3].
"""
import json
import pathlib

import cv2
import numpy as np
from safetensors.numpy import save_file

SIZE, SCALES = 7, 3


def patch_distance(a, b, places, directions):
    """places: per scale, the numbers of the windows of a and of b; directions: per scale, Gaussian numbers [147, n]."""
    total = 0.0
    for (place_a, place_b), axes in zip(places, directions):
        rows = []
        for image, place in ((a, place_a), (b, place_b)):
            windows = np.lib.stride_tricks.sliding_window_view(image, (SIZE, SIZE), (0, 1))
            rows.append(windows.reshape(-1, 3 * SIZE * SIZE)[place])
        axes = axes.astype(np.float64)
        half = (axes.shape[1] + 1) // 2
        axes[:, ::2] -= axes[:, ::2].reshape(3, -1, half).mean(1).repeat(SIZE * SIZE, 0)  # half of them see no mean
        axes /= np.linalg.norm(axes, axis=0)
        p, q = (np.sort(r @ axes, 0) for r in rows)
        total += float(np.abs(p - q).mean(0).mean() / q.std(0).mean())
        a, b = (cv2.resize(i, None, fx=.5, fy=.5, interpolation=cv2.INTER_AREA) for i in (a, b))
    return total / len(places)


def picture(random, height, width, grain):
    """A smooth picture with grain, in steps of 1/255."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / (5 + 3 * c) + c) * np.cos(y / (9 - 2 * c)) for c in range(3)]
    image = 0.5 + 0.3 * np.stack(waves, -1) + grain * random.normal(size=(height, width, 3))
    return (np.round(255 * image.clip(0, 1)) / 255).astype(np.float32)


def main():
    random = np.random.default_rng(15)
    a, b = picture(random, 45, 55, 0.05), picture(random, 38, 67, 0.15)  # odd sides: halves round to even, up and down
    count, directions = 400, 16
    tensors, shapes = {"picture": a.transpose(2, 0, 1), "style": b.transpose(2, 0, 1)}, [a.shape, b.shape]
    places, axes = [], []
    for scale in range(SCALES):
        windows = [(h - SIZE + 1) * (w - SIZE + 1) for h, w, _ in shapes]
        places.append([random.choice(n, count) for n in windows])
        axes.append(random.normal(size=(3 * SIZE * SIZE, directions)).astype(np.float32))
        tensors[f"picture_places{scale}"], tensors[f"style_places{scale}"] = places[-1]
        tensors[f"directions{scale}"] = axes[-1]
        shapes = [(round(h / 2), round(w / 2), c) for h, w, c in shapes]
    distance = patch_distance(a, b, places, axes)
    tensors["distance"] = np.array([distance])

    meaning = {"picture": "RGB in [0, 1] [3, H, W]", "style": "the same", "distance": "sliced Wasserstein distance [1]"}
    described = {}
    for name, tensor in tensors.items():
        described[name] = {"role": "input", "shape": list(tensor.shape),
                           "meaning": meaning.get(name, "numbers of windows, row by row" if "places" in name
                                                  else "Gaussian numbers [channel, row, column; direction]")}
    described["distance"].update(role="expected", max_abs=5e-6, relative=5e-6)
    folder = pathlib.Path(__file__).parent.parent / "cases" / "patch-distance"
    folder.mkdir(exist_ok=True)
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, folder / "tensors.safetensors")
    case = {"name": "patch-distance", "kind": "patch-distance", "model": None, "params": {}, "tensors": described}
    (folder / "case.json").write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n")
    print("distance", distance)


if __name__ == "__main__":
    main()

"""The palette, and the golden case `../appearance/palette` made from it.

    python3 palette_reference.py       # writes the case; needs numpy, scipy and opencv

A map from color to color, made once for a shot from its first well-exposed frame's result and the painting, and applied to
every frame: a function of color alone cannot flicker by itself. Pictures are float RGB in 0..1, [h, w, 3].

The rotations are handed in, since NumPy's random numbers are not Java's; the painting is sampled evenly. Lab is computed by the
formulas, because OpenCV's floating-point conversion is off by up to 1.2 levels there and back. The product bounds the slope of
the map to 4 afterwards; in the golden case that changes nothing.
"""
import pathlib

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

ITERATIONS, STEP = 12, 0.7     # rotations of sliced optimal transport, share of each that is taken
GRID = 17                      # nodes of the map along L, a, b
LOW, SIZE = np.array([0, -110, -110]), np.array([100, 220, 220])
TO_XYZ = np.array([[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]])
WHITE = np.array([0.950456, 1, 1.088754])


def lab(rgb):
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    share = linear @ TO_XYZ.T / WHITE
    f = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def rgb(color):
    y = (color[..., 0] + 16) / 116
    f = np.stack([y + color[..., 1] / 500, y, y - color[..., 2] / 200], -1)
    share = np.where(f > 7.787 * 0.008856 + 16 / 116, f ** 3, (f - 16 / 116) / 7.787)
    linear = np.clip((share * WHITE) @ np.linalg.inv(TO_XYZ).T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def transported(colors, target, rotations):
    """colors [N, 3] moved so that their distribution becomes target's [M, 3] (Pitié: sliced optimal transport by sorting)."""
    target = target[np.arange(len(colors)) * len(target) // len(colors)]
    x = colors.copy()
    for axes in rotations:
        p, t = x @ axes, np.sort(target @ axes, 0)
        moved = np.empty_like(p)
        for d in range(3):
            moved[np.argsort(p[:, d].astype(np.float32), kind="stable"), d] = t[:, d]
        x = x + STEP * (moved @ axes.T - x)
    return x


def color_map(colors, moved):
    """Displacements [GRID, GRID, GRID, 3] in Lab; where no color of the result lies, those of the nearest that has some, smoothly."""
    way = moved - colors
    at = (colors - LOW) / SIZE * (GRID - 1)
    low = np.clip(np.floor(at).astype(int), 0, GRID - 2)
    part = at - low
    weight, total = np.zeros((GRID,) * 3), np.zeros((GRID,) * 3 + (3,))
    for corner in np.ndindex(2, 2, 2):
        w = np.prod(np.where(corner, part, 1 - part), -1)
        node = tuple((low + corner).T)
        np.add.at(weight, node, w)
        np.add.at(total, node, w[:, None] * way)
    out, known = np.zeros_like(total), np.zeros_like(weight)
    for sigma in (0.7, 1.5, 3, 6, 12):  # fine where there is data, coarse where there is none
        w = gaussian_filter(weight, sigma, mode="nearest")
        mean = gaussian_filter(total, (sigma,) * 3 + (0,), mode="nearest") / np.maximum(w, 1e-9)[..., None]
        trust = np.clip(w / 20, 0, 1) * (1 - known)
        out, known = out + trust[..., None] * mean, known + trust
    return out / np.maximum(known, 1e-3)[..., None]


def with_palette(image, displacements, share=0.8):
    x = lab(image)
    at = ((x - LOW) / SIZE * (GRID - 1)).reshape(-1, 3).T
    moved = np.stack([map_coordinates(displacements[..., c], at, order=1, mode="nearest") for c in range(3)], -1)
    return rgb(x + share * moved.reshape(x.shape))


def largest_slope(displacements):
    """The largest norm (Frobenius) of the derivative of the map at a corner of a cell."""
    squares = np.zeros((GRID - 1,) * 3 + (2, 2, 2))
    for axis in range(3):
        edges = np.diff(displacements, axis=axis) / (SIZE / (GRID - 1))[axis] + np.eye(3)[axis]
        norms = (edges ** 2).sum(-1)
        for corner in np.ndindex(2, 2, 2):
            index = tuple(slice(None) if c == axis else slice(corner[c], GRID - 1 + corner[c]) for c in range(3))
            squares[(...,) + corner] += norms[index]
    return np.sqrt(squares.max())


def main():
    here = pathlib.Path(__file__).parent.parent
    random = np.random.default_rng(15)

    def picture(name, size):
        image = cv2.imread(str(here.parent / name))
        return cv2.resize(image, size, interpolation=cv2.INTER_AREA)[..., ::-1]

    result = picture("photos/coffee.jpg", (72, 54)) // 8 * 8 + 4   # many colors are equal: their order counts
    painting = picture("styles/shipwreck.jpg", (60, 50))           # fewer colors than the result
    rotations = np.stack([np.linalg.qr(random.normal(size=(3, 3)))[0] if k else np.eye(3) for k in range(ITERATIONS)])
    colors, target = (lab(a / 255).reshape(-1, 3).astype(np.float32).astype(float) for a in (result, painting))
    moved = transported(colors, target, rotations)
    displacements = color_map(colors, moved)
    folder = here / "appearance" / "palette"
    folder.mkdir(parents=True, exist_ok=True)
    applied = np.round(65535 * with_palette(result / 255, displacements)).astype(np.uint16)
    for name, array in dict(result=result, painting=painting, rotations=rotations, colors=colors.astype("<f4"),
                            target=target.astype("<f4"), moved=moved.astype("<f4"),
                            ways=displacements.astype("<f4"), applied=applied).items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array))
    print("largest slope", largest_slope(displacements), "different colors", len(np.unique(colors, axis=0)))


if __name__ == "__main__":
    main()

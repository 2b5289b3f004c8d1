"""Detail restoration, and the golden case `../appearance/detail` made from it.

    python3 detail_reference.py       # writes the case; needs numpy and opencv

Pictures are float RGB in 0..1, [h, w, 3]. Pictures are enlarged as the product does it (Keys' cubic with a = -1/2, which is
PIL's and LibTorch's; OpenCV's has a = -3/4), so that without detail nothing changes.
"""
import pathlib

import cv2
import numpy as np

RADIUS, EPSILON, GAIN = 6, 2e-3, 2.0  # at a short side of 256; the radius grows with it


def local_color_map(roundtrip, result, radius=RADIUS, epsilon=EPSILON):
    """[h, w, 3, 3]: per window the ridge regression of result's colors on roundtrip's, smoothed over the window (guided filter)."""
    def mean(a):
        return cv2.blur(a, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)

    h, w, _ = roundtrip.shape
    mean_in, mean_out = mean(roundtrip), mean(result)
    covariance, cross = np.empty((h, w, 3, 3), np.float32), np.empty((h, w, 3, 3), np.float32)
    for i in range(3):
        for j in range(3):
            covariance[..., i, j] = mean(roundtrip[..., i] * roundtrip[..., j]) - mean_in[..., i] * mean_in[..., j]
            cross[..., i, j] = mean(roundtrip[..., i] * result[..., j]) - mean_in[..., i] * mean_out[..., j]
    covariance += epsilon * np.eye(3, dtype=np.float32)
    matrix = np.linalg.solve(covariance, cross)  # [.., in, out]
    norm = np.linalg.norm(matrix, axis=(2, 3), keepdims=True)
    matrix *= np.minimum(1, GAIN / np.maximum(norm, 1e-6))  # noise of the source is not blown up
    return np.stack([mean(np.ascontiguousarray(matrix[..., i, :])) for i in range(3)], -2)


def resampling(small, large, cubic):
    """[large, small]: the weights that bring a side to a greater length."""
    x = np.abs((np.arange(large)[:, None] + 0.5) * small / large - (np.arange(small)[None] + 0.5))
    if cubic:
        weights = np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))
    else:
        weights = np.maximum(0, 1 - x)
    return weights / weights.sum(1, keepdims=True)


def enlarge(a, height, width, cubic):
    wide = np.einsum("xk,hkc->hxc", resampling(a.shape[1], width, cubic), a)
    return np.einsum("yk,kxc->yxc", resampling(a.shape[0], height, cubic), wide)


def restore_detail(source, roundtrip, result, share=1.0):
    """The result at the source's size, with what the model could not represent of the source put back in the result's colors."""
    height, width = source.shape[:2]
    scale = min(roundtrip.shape[:2]) / 256
    matrix = local_color_map(roundtrip, result, max(1, round(RADIUS * scale)))
    lost = source - enlarge(roundtrip, height, width, True)
    large = enlarge(matrix.reshape(*matrix.shape[:2], 9), height, width, False).reshape(height, width, 3, 3)
    restored = enlarge(result, height, width, True) + share * np.einsum("hwi,hwij->hwj", lost, large)
    return matrix, np.clip(restored, 0, 1)


def levels(image, bits=8):
    most = 2 ** bits - 1
    return np.round(np.clip(image, 0, 1) * most).astype(np.uint8 if bits == 8 else np.uint16)


def main():
    here = pathlib.Path(__file__).parent.parent
    photo = cv2.imread(str(here.parent / "photos" / "chelsea.jpg"))[40:192, 90:293, ::-1].astype(np.float32) / 255
    small = cv2.GaussianBlur(cv2.resize(photo, (144, 108), interpolation=cv2.INTER_AREA), (0, 0), 1.5)
    y, x = np.mgrid[:108, :144] / 108
    turned = small @ np.float32([[0.5, 0.1, 0.5], [0.2, 0.7, -0.1], [-0.1, 0.3, 0.8]])  # the left follows the photo
    waves = 0.5 + 0.3 * np.stack([np.sin(31 * x + 17 * y), np.cos(23 * y), np.sin(40 * x)], -1)  # the right does not
    side = np.clip(3 * x - 1.5, 0, 1)[..., None]
    source, roundtrip, result = levels(photo), levels(small), levels((1 - side) * turned + side * waves)
    matrix, restored = restore_detail(*(a.astype(np.float32) / 255 for a in (source, roundtrip, result)))
    folder = here / "appearance" / "detail"
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in dict(source=source, roundtrip=roundtrip, result=result, matrices=matrix[::4, ::4].astype("<f4"),
                            restored=levels(restored, 16)[::2]).items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array))
    print("largest norm", np.linalg.norm(matrix, axis=(2, 3)).max(), "clipped", np.mean((restored == 0) | (restored == 1)))


if __name__ == "__main__":
    main()

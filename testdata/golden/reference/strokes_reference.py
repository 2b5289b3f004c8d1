"""Executable specification of stroke restoration, and the program that makes its golden cases: numpy and OpenCV.

A painting's round trip and the stylized picture have been through the same autoencoder, so they can be compared patch by patch; what
the autoencoder lost of the painting is its brushwork. Each patch of the picture takes the brushwork of the patch of the round trip
that it resembles most. In a film a patch moves with what it lies on and keeps its match.

Pictures are RGB in 0..1. The product works in -1..1, so its layer is twice this one. `strokes_reference.py` makes the cases.
"""
import pathlib

import cv2
import numpy as np

PATCH, STEP, STRIDE = 15, 3, 2   # side of a patch, distance of patches in the picture and of keys in the painting
SAMPLING = 3                     # every third pixel of a patch is compared
IN_SPACE, IN_TIME = 0.6, 0.35    # continuing a neighbor's match, or that of the frame before, costs this share
CHROMA, GRADIENT = 0.7, 3.0      # weight of color and of the gradient of lightness in the comparison
COMPONENTS, LEARNED = 14, 4000   # principal components that are compared, and of how many patches they are made
GAIN = 2.0                       # averaging weakens strokes; their local energy is brought back at most by this factor
SOFTNESS = 0.6                   # standard deviation in pixels of the painting: nothing finer than it can move without shimmer
FINE, NEAR, FAR = 1.5, 2.0, 16.0  # standard deviations: of what is not fine, of a place, of its surroundings
TOLERANCE = 1.25                 # keys are made again when contrast has changed by this factor


def grid(length, step):
    """Where patches begin: at equal distances, and one that ends at the edge."""
    return np.minimum(np.arange(0, length - PATCH + step, step), length - PATCH)


def nearest(corners, place):
    return int(np.argmin(np.abs(corners - place)))


def features(image):
    lab = cv2.cvtColor(image.astype(np.float32).clip(0, 1), cv2.COLOR_RGB2LAB) / 100 * np.float32([1, CHROMA, CHROMA])
    lab = cv2.GaussianBlur(lab, (0, 0), 1.0)
    gradient = [cv2.Sobel(np.ascontiguousarray(lab[..., 0]), cv2.CV_32F, dx, dy, ksize=3) * GRADIENT for dx, dy in ((1, 0), (0, 1))]
    return np.dstack([lab, *gradient])


def deviation(maps):
    return maps.std((0, 1), dtype=np.float64) + 1e-6


def rows(maps, ys, xs):
    windows = np.lib.stride_tricks.sliding_window_view(maps, (PATCH, PATCH), (0, 1))[ys][:, xs]
    return windows[..., ::SAMPLING, ::SAMPLING].reshape(len(ys) * len(xs), -1)


class Keys:
    """The patches of the painting's round trip. Both sides meet half-way in their contrast, so that a pale picture finds strokes in
    a strong painting; only differences count, so both means are moved to 0."""

    def __init__(self, roundtrip, spread):
        self.spread = spread
        self.ys, self.xs = (grid(n, STRIDE) for n in roundtrip.shape[:2])
        described = rows(self.spreaded(roundtrip), self.ys, self.xs)
        learned = described[np.arange(min(LEARNED, len(described))) * len(described) // min(LEARNED, len(described))]
        self.mean = learned.mean(0)
        self.axes = np.linalg.svd(learned - self.mean, full_matrices=False)[2][:COMPONENTS].T
        self.keys = (described - self.mean) @ self.axes

    def spreaded(self, maps):
        maps = maps.astype(np.float64)
        return (maps - maps.mean((0, 1))) / deviation(maps) * self.spread

    def suit(self, spread):
        return np.all((spread / self.spread <= TOLERANCE) & (self.spread / spread <= TOLERANCE))

    def queries(self, maps, ys, xs):
        return ((rows(self.spreaded(maps), ys, xs) - self.mean) @ self.axes).reshape(len(ys), len(xs), -1)

    def inside(self, place):
        return np.clip(place, 0, [self.ys[-1], self.xs[-1]])

    def cost(self, query, place):
        key = nearest(self.ys, place[0]) * len(self.xs) + nearest(self.xs, place[1])
        return np.linalg.norm(self.keys[key] - query)

    def best(self, query):
        distance = np.linalg.norm(self.keys - query, axis=1)
        key = int(np.argmin(distance))
        return np.float64([self.ys[key // len(self.xs)], self.xs[key % len(self.xs)]]), distance[key]


def carried(past, motion, corner, ys, xs):
    """The patch of the frame before that now lies nearest to a place of the grid: how far from it it lies, and its match."""
    patches, matches = past
    place = motion[corner[0] + PATCH // 2, corner[1] + PATCH // 2]
    if not place[2]:
        return None
    origin = place[:2] - PATCH // 2
    i, j = nearest(ys, origin[0]), nearest(xs, origin[1])
    around = [(a, b) for a in range(max(0, i - 1), min(len(ys), i + 2)) for b in range(max(0, j - 1), min(len(xs), j + 2))]
    asked = min(around, key=lambda p: np.sum((patches[p] - origin) ** 2))
    away = patches[asked] - origin
    return None if np.abs(away).max() > STEP else (away, matches[asked])


def correspondence(keys, picture, past=None, motion=None):
    """For each place of the grid the patch (where it begins) and its match (where that begins in the painting). motion [h, w, 3]:
    where each pixel was in the frame before (row, column), and whether that is to be trusted."""
    ys, xs = (grid(n, STEP) for n in picture.shape[:2])
    queries = keys.queries(picture, ys, xs)
    patches, matches = np.zeros((len(ys), len(xs), 2)), np.zeros((len(ys), len(xs), 2))
    kept = np.zeros((len(ys), len(xs)), bool)
    for i, y in enumerate(ys):
        for j, x in enumerate(xs):
            corner, cost = np.float64([y, x]), np.inf
            before = carried(past, motion, (y, x), ys, xs) if past is not None else None
            if before is not None:
                away, match = before
                here = keys.inside(match - away)
                cost, kept[i, j] = IN_TIME * keys.cost(queries[i, j], here), True
                edge = np.array([i in (0, len(ys) - 1), j in (0, len(xs) - 1)])  # there patches stay, so that every pixel has one
                patches[i, j], matches[i, j] = np.where(edge, corner, corner + away), np.where(edge, here, match)
            offers = []
            for di, dj in ((0, -1), (-1, 0), (-1, -1), (-1, 1)):
                if i + di >= 0 and 0 <= j + dj < len(xs):
                    match = keys.inside(matches[i + di, j + dj] + corner - patches[i + di, j + dj])
                    offers.append((match, IN_SPACE * keys.cost(queries[i, j], match)))
            offers.append(keys.best(queries[i, j]))
            for match, price in offers:
                if price < cost:
                    patches[i, j], matches[i, j], cost, kept[i, j] = corner, match, price, False
    return patches, matches, kept


def resampling(small, large):
    """[large, small]: the weights of bicubic enlargement."""
    x = np.abs((np.arange(large)[:, None] + 0.5) * small / large - (np.arange(small)[None] + 0.5))
    weights = np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))
    return weights / weights.sum(1, keepdims=True)


def lost(painting, roundtrip):
    """The brushwork: a painting finer than the model's pixels minus its round trip."""
    passed = np.einsum("xk,hkc->hxc", resampling(roundtrip.shape[1], painting.shape[1]), roundtrip.astype(np.float64))
    passed = np.einsum("yk,kxc->yxc", resampling(roundtrip.shape[0], painting.shape[0]), passed)
    return cv2.GaussianBlur((painting - passed).astype(np.float32), (0, 0), SOFTNESS)


def cubic(t):
    """The weights of the pixels at -1, 0, 1 and 2 for a place between those at 0 and 1."""
    return ((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1, ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t


def layer(patches, matches, brushwork, scale, height, width):
    """The layer to add to the picture, at the scale of the brushwork."""
    h, w, size = round(scale * height), round(scale * width), int(scale * PATCH)
    hann = np.hanning(size + 2)[1:-1] ** 1.5
    window = np.outer(hann, hann)[..., None]
    most = np.array(brushwork.shape[:2]) - size
    brushwork = np.pad(brushwork.astype(np.float64), ((1, 2), (1, 2), (0, 0)), "edge")
    ends, ahead = np.array([h, w]) - size, np.array([height, width]) - PATCH
    total, energy, weight = np.zeros((h, w, 3)), np.zeros((h, w, 3)), np.zeros((h, w, 1))
    for patch, match in zip(patches.reshape(-1, 2), matches.reshape(-1, 2)):
        y, x = np.where(patch >= ahead, ends, np.minimum(np.floor(scale * patch + 0.5), ends)).astype(int)
        place = np.clip(scale * (match - patch) + (y, x), 0, most)
        (v, u), (b, a) = place.astype(int), place - place.astype(int)
        stroke = sum(share * brushwork[v + k:v + k + size, u:u + size + 3] for k, share in enumerate(cubic(b)))
        stroke = sum(share * stroke[:, k:k + size] for k, share in enumerate(cubic(a)))
        here = np.s_[y:y + size, x:x + size]
        total[here] += window * stroke
        energy[here] += window * stroke * stroke
        weight[here] += window
    total, energy = total / weight, energy / weight

    def local(a):
        small = cv2.resize(a.mean(-1).astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
        return cv2.GaussianBlur(small, (0, 0), 6) + 1e-6

    gain = np.clip(np.sqrt(local(energy) / local(total * total)), 1, GAIN)
    return total * cv2.resize(gain, (w, h), interpolation=cv2.INTER_LINEAR)[..., None]


def strokes(pictures, painting, roundtrip, motions):
    """For each frame of a shot its patches, matches, which were kept, and its layer."""
    known, brushwork, scale = features(roundtrip), lost(painting, roundtrip), painting.shape[1] / roundtrip.shape[1]
    keys, past, made = None, None, []
    for picture, motion in zip(pictures, motions):
        seen = features(picture)
        spread = np.sqrt(deviation(seen) * deviation(known))
        if keys is None or not keys.suit(spread):
            keys = Keys(known, spread)
        patches, matches, kept = correspondence(keys, seen, past, motion)
        past = patches, matches
        made.append((patches, matches, kept, layer(patches, matches, brushwork, scale, *picture.shape[:2])))
    return made


def share(source):
    """How much of the strokes is laid over the source: less where its fine detail stands out from its surroundings, as eyes do."""
    gray = cv2.cvtColor(source.astype(np.float32), cv2.COLOR_RGB2GRAY)
    fine = (gray - cv2.GaussianBlur(gray, (0, 0), FINE)) ** 2
    here = cv2.GaussianBlur(fine, (0, 0), NEAR) + 1e-6
    around = cv2.GaussianBlur(fine, (0, 0), FAR) + 1e-5
    return np.minimum(1, np.sqrt(around / here))


def levels(image):
    return np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)


def main():
    root = pathlib.Path(__file__).parent.parent
    style = cv2.imread(str(root.parent / "styles" / "starry-night.jpg"))[..., ::-1].astype(np.float32) / 255
    painting = levels(cv2.resize(style[20:340, 40:488], (224, 160), interpolation=cv2.INTER_AREA))
    small = cv2.resize(painting, (112, 80), interpolation=cv2.INTER_AREA)
    roundtrip = levels(cv2.GaussianBlur(small.astype(np.float32) / 255, (0, 0), 1.2))
    photo = cv2.imread(str(root.parent / "photos" / "chelsea.jpg"))[..., ::-1].astype(np.float32) / 255
    photo = cv2.GaussianBlur(cv2.resize(photo[20:280], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), (0, 0), 1.2)
    turned = photo @ np.float32([[0.5, 0.1, 0.3], [0.2, 0.7, -0.1], [-0.1, 0.3, 0.8]])
    # The second frame is the first one moved by a fraction of a pixel and enlarged a little; its right end is new.
    y, x = np.mgrid[:64, :96].astype(np.float32)
    fromy, fromx = 30 + y, 50 + x
    toy, tox = y * 0.97 + 1.3, x * 0.97 + 2.6
    first = levels(cv2.remap(turned, fromx, fromy, cv2.INTER_LINEAR))
    moved = cv2.remap(turned, 50 + tox, 30 + toy, cv2.INTER_LINEAR)
    moved[:, 80:] = moved[:, 80:][:, ::-1, ::-1]
    second = levels(moved)
    trusted = (x < 80) & (np.hypot(y - 30, x - 30) > 9)
    motion = np.dstack([toy, tox, trusted]).astype(np.float32)
    made = strokes([a / 255 for a in (first, second)], painting / 255, roundtrip / 255, [None, motion])
    folder = root / "appearance" / "strokes"
    folder.mkdir(parents=True, exist_ok=True)
    arrays = dict(painting=painting, roundtrip=roundtrip, picture0=first, picture1=second, motion=motion,
                  share=share(first / 255).astype("<f4"))
    for n, (patches, matches, kept, drawn) in enumerate(made):
        arrays[f"patches{n}"], arrays[f"matches{n}"] = patches.astype("<f4"), matches.astype("<f4")
        arrays[f"layer{n}"] = drawn[::2, ::2].astype("<f4")
        print(f"frame {n}: kept {kept.mean():.3f}, layer's deviation {drawn.std():.4f}")
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array))


if __name__ == "__main__":
    main()

"""Cut openly licensed pictures into square tiles at several scales.

`tiles.py PICTURES WORK [--tile 256] [--more FACTOR] [--workers N]` reads the Debian packages named in README.md, unpacked
into PICTURES with `dpkg-deb -x`, and writes WORK/tiles.npy [N, tile, tile, 3] uint8, to be read as a memory map, WORK/ids.npy [N], which
says from which picture a tile is, and WORK/painted.npy [N], which says whether that picture was painted.
"""
import argparse
import multiprocessing
import os
import pathlib
import random

import numpy as np
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
SCALES = (256, 384, 576, 864, 1296)  # short side the picture is resized to before cutting
GROUPS = [  # folder below usr/share, most tiles per picture
    ("backgrounds", 60), ("wallpapers", 30), ("lomiri-wallpapers", 40),
    ("games/wesnoth/1.16/data/core/images/story", 30), ("games/wesnoth/1.16/data/campaigns", 12),
    ("games/wesnoth/1.16/data/core/images/portraits", 6), ("tuxpaint/stamps", 4)]


def load(path):
    """RGB picture; transparency goes over a random plain color; mostly transparent pictures are skipped."""
    image = Image.open(path)
    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        if (np.asarray(image)[..., 3] < 128).mean() > 0.75:
            return None
        color = tuple(int(v) for v in np.random.randint(40, 230, 3)) + (255,)
        image = Image.alpha_composite(Image.new("RGBA", image.size, color), image)
    return image.convert("RGB")


def pictures(folder):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        names = sorted(n for n in names if n.lower().rsplit(".", 1)[-1] in ("jpg", "jpeg", "png", "webp", "avif"))
        if "contents/images" in parent:  # one wallpaper in many sizes: keep the largest
            names = sorted(names, key=lambda n: -os.path.getsize(os.path.join(parent, n)))[:1]
        elif "contents/" in parent:
            continue
        if "stamps" in parent and "cartoon" in parent and random.random() < 0.6:
            continue
        yield from (pathlib.Path(parent, n) for n in names)


def cut(path, most, side, more):
    """Tiles of one picture, the same whatever was cut before it; none if it is too small or cannot be read."""
    random.seed(path.name)
    np.random.seed(random.getrandbits(32))
    try:
        image = load(path) if min(Image.open(path).size) >= 0.9 * side else None
    except OSError:
        image = None
    if image is None:
        return []
    tiles, (width, height) = [], image.size
    for scale in (s for s in SCALES if side <= s <= min(width, height) * 1.12):
        ratio = scale / min(width, height)
        sized = image.resize((max(side, round(width * ratio)), max(side, round(height * ratio))), Image.LANCZOS)
        w, h = sized.size
        for _ in range(max(1, min(int(w * h / side / side * 0.9 * more), most * more // 2))):
            x, y = random.randint(0, w - side), random.randint(0, h - side)
            tile = np.asarray(sized.crop((x, y, x + side, y + side)))[:, ::random.choice((1, -1))]
            if tile.std() >= 18 or random.random() > 0.85:  # few flat tiles
                tiles.append(tile)
    random.shuffle(tiles)
    return tiles[:most * more]


def main(root, work, side, more, workers):
    random.seed(0)
    tiles, ids, painted, picture = [], [], [], 0
    with multiprocessing.Pool(workers) as pool:
        for folder, most in GROUPS:
            paths = list(pictures(root / "usr/share" / folder))
            for picture_tiles in pool.starmap(cut, [(path, most, side, more) for path in paths], chunksize=1):
                tiles += picture_tiles
                ids += [picture] * len(picture_tiles)
                painted += ["wesnoth" in folder] * len(picture_tiles)
                picture += 1
            print(folder, len(paths), "pictures,", len(tiles), "tiles so far", flush=True)
    order = np.random.default_rng(0).permutation(len(tiles))
    np.save(work / "tiles.npy", np.stack([tiles[i] for i in order]))
    np.save(work / "ids.npy", np.array(ids)[order])
    np.save(work / "painted.npy", np.array(painted)[order])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--tile", type=int, default=256)
    parser.add_argument("--more", type=int, default=1, metavar="FACTOR", help="this many times the tiles of a picture")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    main(arguments.pictures, arguments.work, arguments.tile, arguments.more, arguments.workers)

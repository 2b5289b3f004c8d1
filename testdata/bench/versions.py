#!/usr/bin/env python3
"""One job with this build and with another one, in turns: how much faster this build is.

    testdata/bench/versions.py [--rounds 3] OTHER -- ARGUMENT...

after `mvn package` here and in OTHER, a checkout of another version. The arguments are those of zvideo, without -o. Options that
the other version does not know can be kept from it: --not-there "--no-report". Prints medians of seconds (wall clock and CPU), and
the ratios other / this. Both work with the model of this build. Leave the machine alone meanwhile.
"""
import argparse
import os
import pathlib
import statistics
import tempfile

from start import timed

ROOT = pathlib.Path(__file__).resolve().parents[2]


def command(home, arguments, folder):
    return [home / "cli/target/zvideo/bin/zvideo", *arguments, "--model", ROOT / "testdata/model/mini", "-o",
            folder / "result.mkv", "--codec", "ffv1", "-y", "-q"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("other", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--not-there", action="append", default=[])
    parser.add_argument("job", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    job = [text for text in arguments.job if text != "--"]
    there = [text for text in job if text not in arguments.not_there]
    took = {"this": [], "other": []}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        variables = dict(os.environ, XDG_CACHE_HOME=name)
        for turn in range(arguments.rounds + 1):  # the first fills caches
            for version, home, options in (("this", ROOT, job), ("other", arguments.other, there)):
                seconds = timed(command(home, options, folder), variables, pathlib.Path.cwd())
                if turn > 0:
                    took[version].append(seconds)
    for n, what in enumerate(("wall clock", "CPU")):
        this, other = (statistics.median(times[n] for times in took[version]) for version in ("this", "other"))
        print(f"{what:10}  this {this:8.2f} s   other {other:8.2f} s   ratio {other / this:.2f}", flush=True)


if __name__ == "__main__":
    main()

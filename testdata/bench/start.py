#!/usr/bin/env python3
"""How long zvideo takes to start: with what the launcher does for it, and plainly, in turns.

    testdata/bench/start.py [--rounds 5] [--only TEXT]

after `mvn package`. Prints medians of seconds (wall clock and CPU) and the ratios plain / launcher. "Plainly" is the same
Java with the same class path, without the archive of classes, with Java's usual compilers and collector. The last row is
one frame of a film of 1 GB, whose hash is kept from the run before, and read in each run. Leave the machine alone meanwhile.
"""
import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = ROOT / "cli/target/zvideo"
CLIP = ROOT / "testdata/clips/bunny.mp4"
STYLE = ROOT / "testdata/styles/starry-night.jpg"
ONE_FRAME = [str(CLIP), "--style", str(STYLE), "--size", "128", "--steps", "2", "--frames", "1", "-y", "-q"]
PLAIN = ["-Xmx2g", "-Dfile.encoding=UTF-8", "-Dorg.bytedeco.javacpp.maxBytes=0",
         "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", f"-Dzvideo.home={HOME}"]


def environment(cache):
    """What the launcher sets for libraries, so that only the start differs, and a cache folder of our own."""
    text = (HOME / "bin/zvideo").read_text()
    assert "GOMP_SPINCOUNT" in text and "MALLOC_ARENA_MAX" in text
    return dict(os.environ, XDG_CACHE_HOME=cache, SVT_LOG="1", OPENCV_LOG_LEVEL="SILENT", GOMP_SPINCOUNT="1000",
                MALLOC_MMAP_THRESHOLD_="4294967296", MALLOC_TRIM_THRESHOLD_="4294967296", MALLOC_ARENA_MAX="1",
                MALLOC_TOP_PAD_="67108864", LC_ALL="C.UTF-8")


def java():
    named = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(named) / "bin/java") if named else shutil.which("java")


def launcher(arguments):
    return [str(HOME / "bin/zvideo"), *arguments]


def plainly(arguments):
    jar, = HOME.glob("lib/zvideo-cli-*.jar")
    return [java(), *PLAIN, "-cp", str(jar), "org.zvideo.cli.Main", *arguments]


def timed(command, variables, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, env=variables, cwd=folder, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name, quick, plain, rounds, variables, folder, clean=lambda: None):
    times = {"quick": [], "plain": []}
    for turn in range(rounds + 1):  # the first fills caches
        for kind, command in (("quick", quick), ("plain", plain)):
            if kind == "plain":
                clean()
            took = timed(command, variables, folder)
            if turn > 0:
                times[kind].append(took)
    wall, cpu = ({kind: statistics.median(t[n] for t in took) for kind, took in times.items()} for n in (0, 1))
    print(f"{name:24} {wall['quick']:8.2f} {wall['plain']:8.2f} {wall['plain'] / wall['quick']:8.2f}   "
          f"{cpu['quick']:8.2f} {cpu['plain']:8.2f} {cpu['plain'] / cpu['quick']:8.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if not (HOME / "lib/zvideo.jsa").is_file():
        print("no archive of classes in", HOME / "lib")
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(folder)
        print(f"{'median of ' + str(arguments.rounds):24} {'launcher':>8} {'plain':>8} {'ratio':>8}   "
              f"{'CPU':>8} {'plain':>8} {'ratio':>8}")
        commands = {"--help": ["--help"], "--version": ["--version"], "doctor": ["doctor"],
                    "one frame, 128 pixels": [*ONE_FRAME, "-o", "one.mp4"]}
        for name, command in commands.items():
            if name.startswith(arguments.only):
                row(name, launcher(command), plainly(command), arguments.rounds, variables, folder)
        if "hash of a film of 1 GB".startswith(arguments.only):
            hashes(pathlib.Path(folder) / "film.y4m", arguments.rounds, variables, folder)


def hashes(film, rounds, variables, folder):
    """One frame of a film of 1 GB, which is read as a whole for its hash alone."""
    with open(film, "wb") as file:
        file.write(b"YUV4MPEG2 W640 H360 F25:1\n")
        for number in range(3000):
            file.write(b"FRAME\n" + bytes([number % 256]) * (640 * 360 * 3 // 2))
    time.sleep(3)  # the hash of a file that has just changed is not kept
    command = launcher([str(film), *ONE_FRAME[1:], "-o", "one.mp4"])
    kept = pathlib.Path(folder) / "zvideo/hashes.json"
    row("hash of a film of 1 GB", command, command, rounds, variables, folder, lambda: kept.unlink(missing_ok=True))


if __name__ == "__main__":
    main()

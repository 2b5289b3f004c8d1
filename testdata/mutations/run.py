#!/usr/bin/env python3
"""Breaks the program in one place at a time, and looks whether the test that is named for it notices.

    mvn -q test-compile && testdata/mutations/run.py [--row 05] [--threads 1] [--results FILE]

mutations.jsonl has a mutation a line: the row of docs/reliability.md (L: of what was found later), what the row promises, the
text in a source file and what takes its place, and the test. Each is compiled into a folder of its own, which stands before
the build's classes; nothing in the checkout changes. Prints a line each: red is what it should be. With --results the outcomes are
kept in a file, and what is in it already is not run again. With --table they are printed as docs/mutations.md has them.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = pathlib.Path(__file__).with_name("mutations.jsonl")
MODULES = ("core", "video", "server", "cli")
LAUNCHER = "org.junit.platform:junit-platform-console-standalone:1.13.4"
LIMIT_SECONDS = 900


def maven(*arguments):
    subprocess.run(["mvn", "-q", "-B", "-ntp", *arguments], cwd=ROOT, check=True)


def class_path(folder):
    """The build's classes and everything they need, with JUnit's launcher."""
    maven("dependency:get", f"-Dartifact={LAUNCHER}")
    maven("test-compile", "dependency:build-classpath", f"-Dmdep.outputFile={folder}/${{project.artifactId}}.cp")
    jars = [jar for file in folder.glob("*.cp") for jar in file.read_text().strip().split(os.pathsep)]
    name = LAUNCHER.split(":")[1]
    launcher = next((pathlib.Path.home() / ".m2/repository").rglob(f"{name}-*.jar"))
    own = [str(ROOT / module / "target" / kind) for module in MODULES for kind in ("classes", "test-classes")]
    return os.pathsep.join(own + [jar for jar in dict.fromkeys(jars) if "zvideo" not in pathlib.Path(jar).name]
                           + [str(launcher)])


def overlay(mutation, folder, path):
    """Puts the changed class or resource into a folder; says what is wrong with the mutation otherwise."""
    text = (ROOT / mutation["file"]).read_text()
    if text.count(mutation["old"]) != 1:
        return f"the text occurs {text.count(mutation['old'])} times"
    if "/dist/" in mutation["file"]:  # a test finds it by its place in the module
        shutil.copytree(ROOT / mutation["module"] / "src/main/dist", folder / "src/main/dist")
        (folder / mutation["file"].split("/", 1)[1]).write_text(text.replace(mutation["old"], mutation["new"]))
        return None
    kind = "/java/" if "/java/" in mutation["file"] else "/resources/"
    target = folder / mutation["file"].split(kind, 1)[1]
    target.parent.mkdir(parents=True)
    target.write_text(text.replace(mutation["old"], mutation["new"]))
    if kind == "/java/":
        compiled = subprocess.run(["javac", "-proc:none", "-nowarn", "--release", "17", "-parameters", "-d", folder, "-cp",
                                   path, target], capture_output=True, text=True)
        target.unlink()
        if compiled.returncode:
            return "does not compile: " + compiled.stderr[:300]
    return None


def outcome(mutation, path, threads):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        problem = overlay(mutation, folder, path)
        if problem:
            return {"outcome": problem}
        simple, _, methods = mutation["test"].partition("#")
        found = next((ROOT / mutation["module"] / "target/test-classes").rglob(simple + ".class"))
        test = str(found.relative_to(ROOT / mutation["module"] / "target/test-classes"))[:-len(".class")].replace("/", ".")
        chosen = ["-c", test] + (["--include-methodname", f".*({methods.replace('+', '|')}).*"] if methods else [])
        command = ["java", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-Dorg.bytedeco.javacpp.maxBytes=0",
                   "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", f"-Dzvideo.testdata={ROOT / 'testdata'}", "-Dzvideo.kills=4",
                   f"-Dzvideo.minutes={1 if simple == 'FuzzTest' else 0}", "-cp", f"{folder}{os.pathsep}{path}",
                   "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--disable-ansi-colors",
                   *chosen]
        start = time.time()
        try:
            where = folder if "/dist/" in mutation["file"] else ROOT / mutation["module"]
            said = subprocess.run(command, cwd=where, capture_output=True, text=True,
                                  timeout=LIMIT_SECONDS, env=dict(os.environ, OMP_NUM_THREADS=str(threads))).stdout
        except subprocess.TimeoutExpired:
            return {"outcome": "red", "why": "it hangs"}
        seconds = round(time.time() - start)
        passed, failed = (re.search(rf"(\d+) tests {word}", said) for word in ("successful", "failed"))
        if passed is None:
            return {"outcome": "red", "why": "the program dies", "seconds": seconds}
        if int(failed.group(1)):
            why = re.search(r"=> (.*)", said)
            return {"outcome": "red", "why": why.group(1)[:160] if why else "", "seconds": seconds}
        return {"outcome": "GREEN" if int(passed.group(1)) else "no test ran", "seconds": seconds}


def table(mutations, results):
    print("| row | promise | where | test | seen |\n|---|---|---|---|---|")
    for mutation in mutations:
        seen = results.get(mutation["row"], {}).get("outcome", "not run")
        where = pathlib.PurePath(mutation["file"]).stem
        print(f"| {mutation['row']} | {mutation['promise'].replace('|', '/')} | {where} | {mutation['test'].replace('#', '.')} "
              f"| {seen} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--row", action="append", default=[])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    mutations = [json.loads(line) for line in LIST.read_text().splitlines()]
    results = {}
    if arguments.results and arguments.results.exists():
        results = {line["row"]: line for line in map(json.loads, arguments.results.read_text().splitlines())}
    if arguments.table:
        return table(mutations, results)
    with tempfile.TemporaryDirectory() as name:
        path = class_path(pathlib.Path(name))
    bad = 0
    for mutation in mutations:
        if mutation["row"] in results or arguments.row and mutation["row"] not in arguments.row:
            continue
        seen = outcome(mutation, path, arguments.threads)
        bad += seen["outcome"] != "red"
        print(mutation["row"], mutation["promise"], seen["outcome"], seen.get("seconds", ""), seen.get("why", ""), sep="\t",
              flush=True)
        if arguments.results:
            with arguments.results.open("a") as file:
                file.write(json.dumps({"row": mutation["row"], **seen}, ensure_ascii=False) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

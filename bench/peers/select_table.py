#!/usr/bin/env python3
"""Compares whole model-selection tables with mclust's: 14 structures, K = 1 ... 9, on iris and faithful.

Mixtura runs by its default options, and with a single start a cell and no moves, which is what
mclust does. Times are medians of the repeats, in one run; log-likelihoods are compared cell by cell.
"""

import argparse
import json
import shlex
import subprocess
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from machine import describe, slug

FOLDER = Path(__file__).resolve().parent
REFERENCE = FOLDER.parents[1] / "test/Mixtura.Tests/References/Data"
FEATURES = {"iris": 4, "faithful": 2}
# what counts as equal, in nats: mclust stops at a relative gain of 1e-5
EQUAL = 1e-6


def main() -> int:
    options = parse_options()
    lines = ["# Whole tables, beside mclust", "", *(f"* {name}: {value}" for name, value in describe().items()), ""]
    lines += ["| data | contestant | seconds | times mclust's speed | cells at least mclust's | log-likelihood, total of common cells | best by BIC |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for name, features in FEATURES.items():
        rows = np.loadtxt(REFERENCE / f"{name}.csv", delimiter=",", skiprows=1, usecols=range(features))
        lines += table(name, rows, options)
    text = "\n".join(lines) + "\n"
    print(text)
    if options.output:
        folder = options.output / slug(describe()["cpu"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tables.md").write_text(text, encoding="utf-8")
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mixtura", required=True, metavar="COMMAND", help="e.g. 'dotnet …/Mixtura.Benchmarks.dll'")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2, help="of Mixtura; mclust has one")
    parser.add_argument("--output", type=Path, metavar="DIR")
    return parser.parse_args()


def table(name: str, rows: np.ndarray, options: argparse.Namespace) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/{name}.npy", np.ascontiguousarray(rows))
        np.savetxt(f"{folder}/{name}.csv", rows, delimiter=",", fmt="%.17g")
        peer = run(["Rscript", "--vanilla", str(FOLDER / "contestants/mclust_table.R"), f"{folder}/{name}.csv", str(options.repeats)])
        ours = [*shlex.split(options.mixtura), "select", "--data", f"{folder}/{name}.npy", "--threads", str(options.threads)]
        ours += ["--repeats", str(options.repeats)]
        results = {
            f"mclust {peer['version']}": peer,
            "Mixtura, one start a cell": run([*ours, "--single-start"]),
            "Mixtura, default": run(ours),
        }
    return [line(name, contestant, result, peer) for contestant, result in results.items()]


def run(command: list[str]) -> dict:
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(output.strip().splitlines()[-1])


def line(name: str, contestant: str, result: dict, peer: dict) -> str:
    common = [cell for cell in peer["cells"] if cell in result["cells"]]
    reached = sum(result["cells"][cell] >= peer["cells"][cell] - EQUAL for cell in common)
    total = sum(result["cells"][cell] for cell in common)
    seconds = median(result["seconds"])
    return (
        f"| {name} | {contestant} | {seconds:.3f} | {median(peer['seconds']) / seconds:.2f} | "
        f"{reached}/{len(peer['cells'])} | {total:.2f} | {result['best']} |"
    )


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
"""Times the native file of the command beside the ordinary build, by turns: start, a small fit, a long one.

    python3 bench/native.py --native ./mixtura --ordinary "dotnet src/Mixtura.Cli/bin/Release/net10.0/Mixtura.Cli.dll"

Medians in seconds, start of the process included. Both have the same number of lanes where both are made for the same
instruction set; set DOTNET_PreferredVectorBitWidth=256 for the file for AVX2 on a processor with AVX-512.
"""

import argparse
import shlex
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LONG = "-k 8 --restarts 1 --no-acceleration --no-moves --tolerance 0 --threads 1 --quiet"


def main() -> None:
    options = parse_options()
    commands = {"native": shlex.split(options.native), "ordinary": shlex.split(options.ordinary)}
    print("| | native | ordinary | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        data = write_data(Path(folder) / "data.npy")
        for name, arguments in tasks(data):
            native, ordinary = measure(list(commands.values()), arguments, options.repeats)
            print(f"| {name} | {native:.2f} s | {ordinary:.2f} s | {native / ordinary:.2f} |", flush=True)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--native", required=True, metavar="FILE", help="the native file")
    parser.add_argument("--ordinary", required=True, metavar="COMMAND", help="e.g. 'dotnet …/Mixtura.Cli.dll'")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (default: 5)")
    return parser.parse_args()


def write_data(path: Path) -> Path:
    """Eight overlapping clusters in eight features."""
    generator = np.random.default_rng(1)
    means = 1.2 * generator.standard_normal((8, 8))
    rows = means[generator.integers(0, 8, 200_000)] + generator.standard_normal((200_000, 8))
    np.save(path, rows)
    return path


def tasks(data: Path) -> list[tuple[str, list[str]]]:
    return [
        ("`mixtura --version`", ["--version"]),
        ("`mixtura fit samples/faithful.csv -k 2`", ["fit", str(SAMPLES / "faithful.csv"), "-k", "2"]),
        *((f"{n} iterations of 200000 × 8, K = 8, full, one thread", ["fit", str(data), *LONG.split(), "--max-iterations", str(n)]) for n in (100, 500)),
    ]


def measure(commands: list[list[str]], arguments: list[str], repeats: int) -> list[float]:
    """Medians; the runs take turns, and the first of a turn changes."""
    times = [[] for _ in commands]
    for repeat in range(repeats):
        for place in range(len(commands)):
            which = (repeat + place) % len(commands)
            began = time.perf_counter()
            # a fit that stops at its iteration limit ends with 3
            code = subprocess.run([*commands[which], *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            if code not in (0, 3):
                raise SystemExit(f"{shlex.join([*commands[which], *arguments])} ended with {code}")
            times[which].append(time.perf_counter() - began)
    return [statistics.median(each) for each in times]


if __name__ == "__main__":
    main()

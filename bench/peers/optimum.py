#!/usr/bin/env python3
"""Compares how good an optimum Mixtura and scikit-learn find, and for how much work.

Every data set is fitted with many seeds by Mixtura's default options and by scikit-learn with
n_init = 1 and 10, each in turn. The yardstick is the best sound log-likelihood found by anyone,
a long search by Mixtura included. Degenerate fits count as not found.
"""

import argparse
import json
import os
import shlex
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

THREADS = os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
os.environ.setdefault("OMP_NUM_THREADS", THREADS)

import numpy as np
import sklearn

from contestants import sklearn_optimum
from machine import describe, slug
from optimum_problems import OptimumProblem, problems
from optimum_report import to_markdown

LONG_SEARCH = 20


@dataclass(frozen=True)
class Outcome:
    """The fits of one contestant on one data set."""

    contestant: str
    fits: list[dict]


@dataclass(frozen=True)
class ProblemResult:
    name: str
    group: str
    rows: int
    features: int
    components: int
    best: float
    outcomes: list[Outcome]


def main() -> int:
    options = parse_options()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for problem in problems():
            if not options.only or options.only in problem.name:
                results.append(measure(problem, options, Path(folder)))
                print(f"{problem.name}: done", flush=True)
    machine = {**describe(), "scikit-learn": sklearn.__version__, "threads": THREADS, "seeds": options.seeds}
    text = to_markdown(machine, results)
    print(text)
    if options.output:
        save(options.output / slug(machine["cpu"]), machine, results, text)
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mixtura", required=True, metavar="COMMAND", help="e.g. 'dotnet …/Mixtura.Benchmarks.dll'")
    parser.add_argument("--seeds", type=int, default=10, help="fits of each contestant on each data set (default: 10)")
    parser.add_argument("--only", metavar="PART", help="only data sets whose name has this in it")
    parser.add_argument("--output", type=Path, metavar="DIR", help="write optimum.md and optimum.json there")
    return parser.parse_args()


def measure(problem: OptimumProblem, options: argparse.Namespace, folder: Path) -> ProblemResult:
    rows = np.ascontiguousarray(problem.load(), dtype=float)
    path = folder / f"{problem.name}.npy"
    np.save(path, rows)
    long_search = mixtura(options.mixtura, path, problem.components, 1, LONG_SEARCH)
    outcomes = [
        Outcome("Mixtura", mixtura(options.mixtura, path, problem.components, options.seeds)),
        Outcome("scikit-learn, n_init = 1", peer(rows, problem.components, 1, options.seeds)),
        Outcome("scikit-learn, n_init = 10", peer(rows, problem.components, 10, options.seeds)),
    ]
    fits = [*long_search, *(fit for outcome in outcomes for fit in outcome.fits)]
    best = max(fit["logLikelihood"] for fit in fits if fit["sound"])
    return ProblemResult(problem.name, problem.group, *rows.shape, problem.components, best, outcomes)


def mixtura(command: str, path: Path, components: int, seeds: int, restarts: int | None = None) -> list[dict]:
    arguments = ["optimum", "--data", str(path), "--components", str(components)]
    arguments += ["--seeds", str(seeds), "--threads", THREADS]
    arguments += ["--restarts", str(restarts)] if restarts else []
    process = subprocess.run([*shlex.split(command), *arguments], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in process.stdout.splitlines()]


def peer(rows: np.ndarray, components: int, n_init: int, seeds: int) -> list[dict]:
    return [sklearn_optimum.fit(rows, components, n_init, seed) for seed in range(seeds)]


def save(folder: Path, machine: dict, results: list[ProblemResult], text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {"machine": machine, "results": [asdict(result) for result in results]}
    (folder / "optimum.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "optimum.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
"""Compares Mixtura's EM passes with those of scikit-learn, Armadillo and mclust.

Generates each cell's data once, lets the contestants take turns on it from the same start for the
same number of iterations, checks that they agree on the log-likelihood, and reports the ratios.
Exit codes: 0 all agree, 1 some disagree or the one that ratios refer to failed, 2 wrong usage.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from cells import GRID, Cell, select
from machine import describe
from measure import measure_cell
from problems import write_problem
from report import CellResult, Comparison, save, to_markdown
from roster import COMPILER, PEERS, Contestant, assemble
from summary import summarize


def main() -> int:
    options = parse_options()
    if options.list:
        print("\n".join(cell.name for cell in GRID))
        return 0
    comparison = compare(options)
    print(to_markdown(comparison))
    return 0 if all(map(is_sound, comparison.results)) else 1


def is_sound(result: CellResult) -> bool:
    """Whether all agree, and there is something that the ratios refer to."""
    return all(entry.agrees for entry in result.entries) and not result.entries[0].failure


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--mixtura",
        metavar="COMMAND",
        help="Mixtura's contestant, e.g. 'dotnet …/Mixtura.Benchmarks.dll'; it is called with "
        "'pass' and the options of the protocol (without it, ratios are relative to scikit-learn)",
    )
    parser.add_argument(
        "--peers",
        default=",".join(PEERS),
        help="which peers take part, separated by commas (default: %(default)s)",
    )
    parser.add_argument(
        "--cells",
        metavar="PATTERNS",
        default="*",
        help="shell patterns of cell names, separated by commas, e.g. 'full-d2-*,*-separated' "
        "(default: all)",
    )
    parser.add_argument("--list", action="store_true", help="print the cells' names and end")
    parser.add_argument(
        "--scale",
        type=positive(float),
        default=1.0,
        help="multiply the numbers of rows by this (never below 4 (d + 1) rows a component; "
        "default: 1)",
    )
    parser.add_argument(
        "--threads",
        type=int,
        choices=(1, 2),
        default=1,
        help="threads of every contestant that can use them (default: 1)",
    )
    parser.add_argument(
        "--repeats",
        type=positive(int),
        default=5,
        help="runs of each contestant in each cell (default: 5)",
    )
    parser.add_argument(
        "--iterations",
        type=positive(int),
        help="timed EM iterations of a run (default: each cell's own, 3 to 30)",
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="seed of the generated data (default: 1)"
    )
    parser.add_argument(
        "--mclust-limit",
        metavar="SECONDS",
        type=positive(float),
        default=60.0,
        help="mclust leaves a cell when a whole run takes longer (default: 60)",
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="write JSON and Markdown to a subfolder named after the CPU (default: print only)",
    )
    options = parser.parse_args()
    options.peers = options.peers.split(",")
    if not set(options.peers) <= set(PEERS):
        parser.error(f"--peers takes names out of {', '.join(PEERS)}")
    options.selected = select(options.cells.split(","), options.scale, options.iterations)
    if not options.selected:
        parser.error(f"no cell matches «{options.cells}»; --list shows their names")
    return options


def positive(kind: type):
    """An argparse type: a number above 0."""

    def convert(text: str):
        value = kind(text)
        if value <= 0:
            raise argparse.ArgumentTypeError(f"{text} is not above 0")
        return value

    return convert


def compare(options: argparse.Namespace) -> Comparison:
    """Measures cell by cell; results are saved after each, so that a broken run is not lost."""
    with tempfile.TemporaryDirectory(prefix="mixtura-peers-") as name:
        work = Path(name)
        contestants = assemble(
            options.mixtura, options.peers, options.threads, options.mclust_limit, work
        )
        names = [contestant.name for contestant in contestants]
        comparison = Comparison(describe(), settings(options, contestants), names, [])
        for cell in options.selected:
            comparison.results.append(measure(cell, contestants, options, work))
            if options.output:
                save(comparison, options.output)
    return comparison


def settings(options: argparse.Namespace, contestants: list[Contestant]) -> dict:
    environments = {
        f"environment of {contestant.name}": " ".join(
            f"{key}={value}" for key, value in contestant.environment.items()
        )
        for contestant in contestants
        if contestant.environment
    }
    return {
        "threads": options.threads,
        "repeats": options.repeats,
        "seed": options.seed,
        "scale": options.scale,
        "Armadillo compiled with": " ".join(COMPILER),
        **environments,
    }


def measure(
    cell: Cell, contestants: list[Contestant], options: argparse.Namespace, work: Path
) -> CellResult:
    problem = write_problem(cell, options.seed, work / cell.name)
    runs = measure_cell(
        cell, problem, contestants, options.threads, options.repeats, announce=tell
    )
    entries = summarize(cell, runs, [contestant.name for contestant in contestants])
    return CellResult(cell, problem.active_share, runs, entries)


def tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

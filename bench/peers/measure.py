"""Runs the contestants of a cell, alternately, each run in a process of its own."""

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Callable

from cells import Cell
from problems import Problem
from roster import Contestant


@dataclass(frozen=True)
class Run:
    """One contestant's JSON line in one repeat, or why there is none."""

    contestant: str
    repeat: int
    result: dict | None
    failure: str | None = None


def measure_cell(
    cell: Cell,
    problem: Problem,
    contestants: list[Contestant],
    threads: int,
    repeats: int,
    announce: Callable[[str], None],
) -> list[Run]:
    """Every contestant once a repeat, the order turned by one place from repeat to repeat.

    A contestant that fails is left out of the cell's later repeats.
    """
    values = option_values(cell, problem, threads)
    runs: list[Run] = []
    failed: set[str] = set()
    for repeat in range(repeats):
        for contestant in turned(contestants, repeat):
            if cell.structure not in contestant.structures or contestant.name in failed:
                continue
            announce(f"{cell.name}: repeat {repeat + 1} of {repeats}, {contestant.name}")
            run = run_once(contestant, values, repeat)
            runs.append(run)
            if run.failure:
                failed.add(contestant.name)
    return runs


def option_values(cell: Cell, problem: Problem, threads: int) -> dict[str, str]:
    return {
        "data": str(problem.data),
        "start": str(problem.start),
        "structure": cell.structure,
        "iterations": str(cell.iterations),
        "threads": str(threads),
    }


def turned(contestants: list[Contestant], places: int) -> list[Contestant]:
    cut = places % len(contestants)
    return contestants[cut:] + contestants[:cut]


def run_once(contestant: Contestant, values: dict[str, str], repeat: int) -> Run:
    """One process from start to end; what it says when it fails is kept, not hidden."""
    arguments = [part for name in contestant.options for part in (f"--{name}", values[name])]
    try:
        process = subprocess.run(
            [*contestant.command, *arguments],
            env={**os.environ, **contestant.environment},
            capture_output=True,
            text=True,
            timeout=contestant.time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        reason = f"did not end within {contestant.time_limit:g} s"
        return Run(contestant.name, repeat, None, reason)
    except OSError as error:
        return Run(contestant.name, repeat, None, str(error))
    if process.returncode != 0:
        return Run(contestant.name, repeat, None, last_line(process.stderr))
    return parse(contestant.name, repeat, process.stdout)


def parse(name: str, repeat: int, output: str) -> Run:
    try:
        return Run(name, repeat, json.loads(last_line(output)))
    except json.JSONDecodeError:
        return Run(name, repeat, None, f"printed no JSON line but «{last_line(output)}»")


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "(nothing)"

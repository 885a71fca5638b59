"""The contestants: how each is built and started, and which structures it has."""

import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "contestants"

ALL_STRUCTURES = frozenset({"full", "tied", "diagonal", "spherical"})
PEERS = ("scikit-learn", "Armadillo", "mclust")

COMPILER = ("g++", "-std=c++17", "-O3", "-march=native", "-fopenmp", "-DARMA_NO_DEBUG")


@dataclass(frozen=True)
class Contestant:
    """A command that speaks the protocol of the README, and what surrounds it."""

    name: str
    command: tuple[str, ...]
    options: tuple[str, ...] = ("data", "start", "iterations")
    structures: frozenset[str] = ALL_STRUCTURES
    environment: dict[str, str] = field(default_factory=dict)
    time_limit: float | None = None


def assemble(
    mixtura: str | None, peers: list[str], threads: int, mclust_limit: float, build: Path
) -> list[Contestant]:
    """The contestants in the order of the tables; the first is what ratios refer to."""
    makers = {
        "scikit-learn": lambda: scikit_learn(threads),
        "Armadillo": lambda: armadillo(threads, build),
        "mclust": lambda: mclust(mclust_limit),
    }
    chosen = [makers[name]() for name in PEERS if name in peers]
    return [mixtura_contestant(mixtura), *chosen] if mixtura else chosen


def mixtura_contestant(command: str) -> Contestant:
    return Contestant(
        name="Mixtura",
        command=(*shlex.split(command), "pass"),
        options=("data", "start", "iterations", "threads"),
    )


def scikit_learn(threads: int) -> Contestant:
    """Its parallel part is BLAS."""
    return Contestant(
        name="scikit-learn",
        command=(sys.executable, str(FOLDER / "sklearn_contestant.py")),
        environment={"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)},
    )


def armadillo(threads: int, build: Path) -> Contestant:
    """Its rows are shared among OpenMP threads; BLAS sees small matrices, best on one thread."""
    return Contestant(
        name="Armadillo",
        command=(str(compile_armadillo(build)),),
        options=("data", "start", "structure", "iterations"),
        structures=frozenset({"full", "diagonal"}),
        environment={"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": "1"},
    )


def compile_armadillo(build: Path) -> Path:
    source, program = FOLDER / "armadillo_contestant.cpp", build / "armadillo_contestant"
    command = [*COMPILER, str(source), "-o", str(program), "-larmadillo"]
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            f"Armadillo's contestant was not built ({error}). Install g++ and libarmadillo-dev, "
            "or leave Armadillo out with --peers."
        ) from error
    return program


def mclust(time_limit: float) -> Contestant:
    """Single-threaded; its BLAS calls concern one row each, best on one thread."""
    return Contestant(
        name="mclust",
        command=("Rscript", "--vanilla", str(FOLDER / "mclust_contestant.R")),
        options=("data", "start", "structure", "iterations"),
        environment={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        time_limit=time_limit,
    )

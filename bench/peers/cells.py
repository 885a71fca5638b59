"""The grid: what sizes, covariance structures and kinds of data are compared."""

from dataclasses import dataclass, replace
from fnmatch import fnmatch

KINDS = ("overlapping", "separated")

# structure, rows, components, features, iterations. The iterations keep every timed run between
# tenths of a second (the fastest contestant) and about a minute (the slowest).
SIZES = (
    ("full", 500_000, 10, 2, 10),
    ("full", 200_000, 5, 4, 30),
    ("full", 100_000, 5, 8, 30),
    ("full", 200_000, 16, 16, 10),
    ("full", 100_000, 32, 32, 5),
    ("full", 50_000, 64, 64, 3),
    ("full", 30_000, 10, 128, 4),
    ("full", 100_000, 128, 16, 3),
    ("full", 200_000, 256, 8, 3),
    ("diagonal", 200_000, 5, 4, 30),
    ("diagonal", 100_000, 16, 16, 15),
    ("diagonal", 30_000, 64, 64, 10),
    ("tied", 100_000, 16, 16, 15),
    ("spherical", 100_000, 16, 16, 15),
)

# A scaled cell keeps at least this many times d + 1 rows a component: with fewer, estimated
# covariances come close to singular.
LEAST_ROWS_FACTOR = 4


@dataclass(frozen=True)
class Cell:
    """One problem of the grid."""

    structure: str
    kind: str
    rows: int
    components: int
    features: int
    iterations: int

    @property
    def name(self) -> str:
        """The name that ``--cells`` matches; it does not change with ``--scale``."""
        return f"{self.structure}-d{self.features}-k{self.components}-{self.kind}"

    @property
    def work(self) -> int:
        """Rows times components: what one pass has to evaluate."""
        return self.rows * self.components

    def scaled(self, factor: float) -> "Cell":
        """The same cell with fewer (or more) rows, but enough for regular covariances."""
        least = LEAST_ROWS_FACTOR * self.components * (self.features + 1)
        return replace(self, rows=max(round(self.rows * factor), min(least, self.rows)))


GRID = tuple(
    Cell(structure, kind, rows, components, features, iterations)
    for structure, rows, components, features, iterations in SIZES
    for kind in KINDS
)


def select(patterns: list[str], scale: float, iterations: int | None) -> list[Cell]:
    """The cells whose names match one of the shell patterns, with the overrides applied."""
    chosen = [cell for cell in GRID if any(fnmatch(cell.name, pattern) for pattern in patterns)]
    scaled = [cell.scaled(scale) for cell in chosen]
    return [replace(cell, iterations=iterations or cell.iterations) for cell in scaled]

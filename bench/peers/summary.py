"""Medians, ratios and the check that all contestants computed the same thing."""

from dataclasses import dataclass
from statistics import median

from cells import Cell
from measure import Run

TOLERANCE = 1e-8
CLOCKS = ("wallSeconds", "cpuSeconds")


@dataclass(frozen=True)
class Spread:
    """Median, least and greatest of the repeats."""

    median: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Entry:
    """One contestant in one cell. Ratios are its time over the baseline's, repeat by repeat."""

    contestant: str
    failure: str | None = None
    threads: int | None = None
    iterations: int | None = None
    nanoseconds: dict[str, Spread] | None = None
    ratios: dict[str, Spread] | None = None
    log_likelihood: float | None = None
    relative_difference: float | None = None

    @property
    def agrees(self) -> bool:
        """False only where both log-likelihoods are known and differ."""
        difference = self.relative_difference
        return difference is None or difference <= TOLERANCE


def summarize(cell: Cell, runs: list[Run], names: list[str]) -> list[Entry]:
    """One entry for each contestant that took part; the first of ``names`` is the baseline."""
    by_name = {name: [run for run in runs if run.contestant == name] for name in names}
    reference = reference_likelihood(list(by_name.values()))
    return [
        entry(cell, name, own, by_name[names[0]], reference) for name, own in by_name.items() if own
    ]


def reference_likelihood(groups: list[list[Run]]) -> float | None:
    """The log-likelihood of the baseline, or of the first contestant that has one."""
    ended = [run for group in groups for run in group if run.result]
    return ended[0].result["logLikelihood"] if ended else None


def entry(
    cell: Cell, name: str, runs: list[Run], baseline: list[Run], reference: float | None
) -> Entry:
    failures = [run.failure for run in runs if run.failure]
    if failures:
        return Entry(name, failure=failures[0])
    first = runs[0].result
    return Entry(
        name,
        threads=first["threads"],
        iterations=first["iterations"],
        nanoseconds={clock: spread(nanoseconds(cell, runs, clock).values()) for clock in CLOCKS},
        ratios={clock: ratio(cell, runs, baseline, clock) for clock in CLOCKS},
        log_likelihood=first["logLikelihood"],
        relative_difference=difference(runs, reference),
    )


def nanoseconds(cell: Cell, runs: list[Run], clock: str) -> dict[int, float]:
    """Nanoseconds per row x component and pass, by repeat, over the passes really made."""
    return {
        run.repeat: 1e9 * run.result[clock] / (cell.work * run.result["iterations"])
        for run in runs
        if run.result
    }


def ratio(cell: Cell, runs: list[Run], baseline: list[Run], clock: str) -> Spread | None:
    """The spread of this contestant's time over the baseline's in the same repeat."""
    own, base = nanoseconds(cell, runs, clock), nanoseconds(cell, baseline, clock)
    shared = own.keys() & base.keys()
    return spread([own[repeat] / base[repeat] for repeat in shared]) if shared else None


def difference(runs: list[Run], reference: float) -> float:
    """The largest relative difference of any repeat's log-likelihood to the reference."""
    return max(abs(run.result["logLikelihood"] - reference) for run in runs) / abs(reference)


def spread(values) -> Spread:
    listed = list(values)
    return Spread(median(listed), min(listed), max(listed))

"""Results as Markdown (for reading) and JSON (for computing)."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cells import Cell
from machine import slug
from measure import Run
from summary import TOLERANCE, Entry, Spread

FAST_BLAS = ("openblas", "mkl", "blis")


@dataclass(frozen=True)
class CellResult:
    cell: Cell
    active_share: float
    runs: list[Run]
    entries: list[Entry]


@dataclass(frozen=True)
class Comparison:
    """Everything that one call of the script measured."""

    machine: dict
    settings: dict
    contestants: list[str]
    results: list[CellResult]


def save(comparison: Comparison, output: Path) -> Path:
    """Writes both files to the processor's folder and returns the Markdown's path."""
    folder = output / slug(comparison.machine["cpu"])
    folder.mkdir(parents=True, exist_ok=True)
    threads = comparison.settings["threads"]
    stem = f"peers-{threads}-thread{'s' if threads > 1 else ''}"
    content = json.dumps(asdict(comparison), indent=1, ensure_ascii=False)
    (folder / f"{stem}.json").write_text(content + "\n", encoding="utf-8")
    markdown = folder / f"{stem}.md"
    markdown.write_text(to_markdown(comparison), encoding="utf-8")
    return markdown


def to_markdown(comparison: Comparison) -> str:
    parts = [
        "# Peer comparison",
        facts(comparison),
        f"## Time, as a multiple of {comparison.contestants[0]}'s",
        "Wall clock, equal data, start and iterations: median of the repeats' ratios "
        "(least–greatest).",
        ratio_table(comparison),
        "## Details",
        "Nanoseconds per row × component and pass (medians); ratios of wall and of CPU time; "
        "difference of the log-likelihood at the final parameters from the first contestant's, "
        "relative.",
        detail_table(comparison),
        "## Agreement",
        bullets(remarks(comparison)),
    ]
    return "\n\n".join(parts) + "\n"


def facts(comparison: Comparison) -> str:
    described = {**comparison.machine, **comparison.settings, **versions(comparison)}
    return bullets([f"{name}: {value}" for name, value in described.items()])


def versions(comparison: Comparison) -> dict[str, str]:
    """Version, threads and libraries of each contestant as its first run told them."""
    found: dict[str, str] = {}
    for run in (run for result in comparison.results for run in result.runs if run.result):
        threads = run.result["threads"]
        described = f"{run.result['version']}, {threads} thread{'s' if threads > 1 else ''}"
        libraries = run.result.get("libraries")
        text = f"{described}, {libraries}" if libraries else described
        found.setdefault(run.contestant, text)
    return {name: found[name] for name in comparison.contestants if name in found}


def ratio_table(comparison: Comparison) -> str:
    peers = comparison.contestants[1:]
    rows = []
    for result in comparison.results:
        by_name = {entry.contestant: entry for entry in result.entries}
        rows.append([*size(result), *(ratio_text(by_name.get(peer)) for peer in peers)])
    return table(["cell", "n, k, d", "passes", "active pairs", *peers], rows)


def size(result: CellResult) -> list[str]:
    cell = result.cell
    numbers = f"{cell.rows}, {cell.components}, {cell.features}"
    kind = f"{cell.structure}, {cell.kind}"
    return [kind, numbers, str(cell.iterations), f"{100 * result.active_share:.3g} %"]


def ratio_text(entry: Entry | None) -> str:
    """An entry's wall-clock ratio; a dash where the contestant has no such structure."""
    if entry is None:
        return "–"
    if entry.failure:
        return entry.failure
    return spread_text(entry.ratios["wallSeconds"]) + ("" if entry.agrees else " (disagrees)")


def detail_table(comparison: Comparison) -> str:
    header = [
        "cell", "n, k, d", "contestant", "threads", "ns wall", "ns CPU",
        "× wall", "× CPU", "passes", "difference",
    ]  # fmt: skip
    rows = [
        [*size(result)[:2], entry.contestant, *detail(entry)]
        for result in comparison.results
        for entry in result.entries
    ]
    return table(header, rows)


def detail(entry: Entry) -> list[str]:
    if entry.failure:
        return ["", entry.failure, "", "", "", "", ""]
    return [
        str(entry.threads),
        number(entry.nanoseconds["wallSeconds"].median),
        number(entry.nanoseconds["cpuSeconds"].median),
        spread_text(entry.ratios["wallSeconds"]),
        spread_text(entry.ratios["cpuSeconds"]),
        str(entry.iterations),
        f"{entry.relative_difference:.1e}",
    ]


def spread_text(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    return f"{number(spread.median)} ({number(spread.least)}–{number(spread.greatest)})"


def number(value: float) -> str:
    """Three significant digits, never an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".")


def remarks(comparison: Comparison) -> list[str]:
    """What a reader has to know before trusting the ratios."""
    entries = [(result, entry) for result in comparison.results for entry in result.entries]
    found = [
        f"{result.cell.name}, {entry.contestant}: {remark}"
        for result, entry in entries
        for remark in remarks_on(result.cell, entry)
    ]
    return [agreement([entry for _, entry in entries]), *slow_blas(comparison), *found]


def agreement(entries: list[Entry]) -> str:
    differing = sum(not entry.agrees for entry in entries)
    if differing:
        return f"**{differing} of {len(entries)} entries DISAGREE on the log-likelihood.**"
    return f"All contestants that ended agree on the log-likelihood within {TOLERANCE:g}, relative."


def slow_blas(comparison: Comparison) -> list[str]:
    """Peers get their best settings: say so when scikit-learn had no fast BLAS."""
    description = versions(comparison).get("scikit-learn")
    if description is None or any(blas in description.lower() for blas in FAST_BLAS):
        return []
    return ["scikit-learn ran without a fast BLAS (see above): these are not its best times."]


def remarks_on(cell: Cell, entry: Entry) -> list[str]:
    if entry.failure:
        return [entry.failure]
    found = []
    if not entry.agrees:
        found.append(
            f"log-likelihood {entry.log_likelihood!r} DISAGREES: off by "
            f"{entry.relative_difference:.1e}, allowed {TOLERANCE:g}"
        )
    if entry.iterations != cell.iterations:
        found.append(
            f"converged and stopped by itself after {entry.iterations} of {cell.iterations} "
            "iterations; its times are per iteration made"
        )
    return found


def bullets(lines: list[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

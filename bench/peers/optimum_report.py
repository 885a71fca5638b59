"""The comparison of optima as Markdown."""

from statistics import mean, median

# Within this of the best log-likelihood per row counts as having found the optimum.
FOUND = 1e-4


def to_markdown(machine: dict, results: list) -> str:
    parts = [
        "# Optima compared",
        "\n".join(f"* {name}: {value}" for name, value in machine.items()),
        "Default options; log-likelihood per row below the best sound one found by anyone (mean over the seeds; a degenerate fit "
        "counts as the worst sound one of its row), share of seeds within 1e-4 of it, sweeps over the data and "
        "seconds (medians).",
        "## By group",
        group_table(results),
        "## By data set",
        problem_table(results),
    ]
    return "\n\n".join(parts) + "\n"


def contestants(results: list) -> list[str]:
    return [outcome.contestant for outcome in results[0].outcomes]


def gaps(result, contestant: str) -> list[float]:
    """Below the best, one a seed."""
    worst = min(fit["logLikelihood"] for outcome in result.outcomes for fit in outcome.fits if fit["sound"])
    fits = fits_of(result, contestant)
    return [result.best - (fit["logLikelihood"] if fit["sound"] else min(worst, fit["logLikelihood"])) for fit in fits]


def fits_of(result, contestant: str) -> list[dict]:
    return next(outcome.fits for outcome in result.outcomes if outcome.contestant == contestant)


def speed(result, contestant: str) -> float:
    """How many times Mixtura's median time this one's is."""
    ours = median(fit["seconds"] for fit in fits_of(result, contestants([result])[0]))
    return median(fit["seconds"] for fit in fits_of(result, contestant)) / ours


def group_table(results: list) -> str:
    header = ["group", "contestant", "mean gap", "within 1e-4", "passes", "degenerate", "× Mixtura's time"]
    rows = []
    for group in dict.fromkeys(result.group for result in results):
        members = [result for result in results if result.group == group]
        rows += [summary(group, members, contestant) for contestant in contestants(results)]
    rows += [summary("all", results, contestant) for contestant in contestants(results)]
    return table(header, rows)


def summary(group: str, members: list, contestant: str) -> list[str]:
    below = [gap for result in members for gap in gaps(result, contestant)]
    fits = [fit for result in members for fit in fits_of(result, contestant)]
    return [
        group,
        contestant,
        f"{mean(below):.5f}",
        f"{100 * mean(gap <= FOUND for gap in below):.0f} %",
        f"{median(fit['passes'] for fit in fits):.0f}",
        str(sum(not fit["sound"] for fit in fits)),
        f"{median(speed(result, contestant) for result in members):.1f}",
    ]


def problem_table(results: list) -> str:
    header = ["data", "n, d, K", "best", "contestant", "mean gap", "within 1e-4", "passes", "ms", "× time"]
    rows = [
        [*described(result), contestant, *figures(result, contestant)]
        for result in results
        for contestant in contestants(results)
    ]
    return table(header, rows)


def described(result) -> list[str]:
    return [result.name, f"{result.rows}, {result.features}, {result.components}", f"{result.best:.6f}"]


def figures(result, contestant: str) -> list[str]:
    below = gaps(result, contestant)
    fits = fits_of(result, contestant)
    return [
        f"{mean(below):.5f}",
        f"{sum(gap <= FOUND for gap in below)}/{len(below)}",
        f"{median(fit['passes'] for fit in fits):.0f}",
        f"{1000 * median(fit['seconds'] for fit in fits):.1f}",
        f"{speed(result, contestant):.1f}",
    ]


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

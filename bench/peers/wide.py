"""Whole fits of wide data without correlations, as processes: Mixtura's command beside scikit-learn.

Embedding-sized data in one .npy file a cell; each repeat runs both programs on it by turns, from
start to exit, reading included. Prints a Markdown table: seconds, their ratio, peak memory, and the
log-likelihood a row that each reached.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

# rows, features, components
SIZES = [(60, 4000, 2), (2000, 384, 10), (5000, 768, 10), (5000, 1536, 10)]
STRUCTURES = {"diagonal": "diag", "spherical": "spherical"}

PEER = """
import sys
import numpy as np
from sklearn.mixture import GaussianMixture
rows = np.load(sys.argv[1])
model = GaussianMixture(int(sys.argv[2]), covariance_type=sys.argv[3], random_state=0).fit(rows)
print(repr(model.score(rows)))
"""


def draw(rows: int, features: int, components: int, seed: int) -> np.ndarray:
    """A mixture with deviations of its own in every component and feature, means .3 apart in each."""
    random = np.random.default_rng(seed)
    means = 0.3 * random.normal(size=(components, features))
    deviations = np.exp(0.3 * random.normal(size=(components, features)))
    component = random.integers(components, size=rows)
    return means[component] + deviations[component] * random.normal(size=(rows, features))


def run(command: list[str], threads: int) -> tuple[float, int, str]:
    """Seconds, kilobytes at the peak, and what was printed."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss, output


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mixtura", required=True, help='the command, e.g. "dotnet …/Mixtura.Cli.dll"')
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    print("| data | covariance | Mixtura s | scikit-learn s | Mixtura / scikit-learn | Mixtura MB | scikit-learn MB | Mixtura nats a row | scikit-learn nats a row |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = str(Path(folder) / "rows.npy")
            np.save(path, draw(*size, seed=1))
            for structure, name in STRUCTURES.items():
                print(line(options, path, size, structure, name), flush=True)


def line(options: argparse.Namespace, path: str, size: tuple[int, int, int], structure: str, name: str) -> str:
    rows, features, components = size
    own = [*options.mixtura.split(), "fit", path, "-k", str(components), "--covariance", structure, "--threads", str(options.threads)]
    peer = [sys.executable, "-c", PEER, path, str(components), name]
    ours, theirs = [], []
    for repeat in range(options.repeats):
        for command, results in [(own, ours), (peer, theirs)][:: 1 if repeat % 2 == 0 else -1]:
            results.append(run(command, options.threads))
    seconds, peer_seconds = (statistics.median(result[0] for result in results) for results in (ours, theirs))
    reached = re.search(r"nats, (\S+) per row", ours[0][2])
    return (
        f"| {rows} × {features}, K = {components} | {structure} | {seconds:.2f} | {peer_seconds:.2f} | {seconds / peer_seconds:.2f} "
        f"| {max(result[1] for result in ours) / 1024:.0f} | {max(result[1] for result in theirs) / 1024:.0f} "
        f"| {reached.group(1) if reached else '?'} | {float(theirs[0][2]):.6f} |"
    )


if __name__ == "__main__":
    main()

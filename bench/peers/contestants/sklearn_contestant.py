"""scikit-learn's turn: times `_e_step` and `_m_step` of GaussianMixture, and nothing else.

Prints one JSON line; the protocol is described in the README.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky
from threadpoolctl import threadpool_info

COVARIANCE_TYPES = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}


def main() -> None:
    options = parse_options()
    rows = np.load(options.data)
    start = json.loads(Path(options.start).read_text(encoding="utf-8"))
    run_passes(mixture_at(start), rows, 1)  # the warm-up
    mixture = mixture_at(start)
    wall, cpu = time.perf_counter(), time.process_time()
    run_passes(mixture, rows, options.iterations)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    mean_log_likelihood, _ = mixture._e_step(rows)
    pool = blas_pool()
    result = {
        "name": "scikit-learn",
        "version": sklearn.__version__,
        "threads": pool["num_threads"] if pool else 1,
        "iterations": options.iterations,
        "wallSeconds": wall,
        "cpuSeconds": cpu,
        "logLikelihood": float(mean_log_likelihood) * len(rows),
        "libraries": f"NumPy {np.__version__}, {describe(pool)}",
    }
    print(json.dumps(result))


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--start", required=True)
    parser.add_argument("--iterations", type=int, required=True)
    return parser.parse_args()


def mixture_at(start: dict) -> GaussianMixture:
    """A mixture that is ready for its first E-step at the start's parameters."""
    covariance_type = COVARIANCE_TYPES[start["covarianceStructure"]]
    mixture = GaussianMixture(len(start["weights"]), covariance_type=covariance_type, reg_covar=0)
    mixture.weights_ = np.array(start["weights"])
    mixture.means_ = np.array(start["means"])
    mixture.covariances_ = reduce(np.array(start["covariances"]), covariance_type)
    mixture.precisions_cholesky_ = _compute_precision_cholesky(
        mixture.covariances_, covariance_type
    )
    return mixture


def reduce(covariances: np.ndarray, covariance_type: str) -> np.ndarray:
    """Full K x D x D covariances in the shape that scikit-learn keeps for the structure."""
    if covariance_type == "tied":
        return covariances[0].copy()
    if covariance_type == "diag":
        return np.diagonal(covariances, axis1=1, axis2=2).copy()
    if covariance_type == "spherical":
        return covariances[:, 0, 0].copy()
    return covariances


def run_passes(mixture: GaussianMixture, rows: np.ndarray, count: int) -> None:
    for _ in range(count):
        _, log_responsibilities = mixture._e_step(rows)
        mixture._m_step(rows, log_responsibilities)


def blas_pool() -> dict | None:
    """What threadpoolctl tells of the BLAS in use; it knows no reference BLAS."""
    return next((pool for pool in threadpool_info() if pool["user_api"] == "blas"), None)


def describe(pool: dict | None) -> str:
    if pool is None:
        return f"BLAS {loaded_blas()}"
    kernel = pool.get("architecture", "unknown")
    return f"{pool['internal_api']} {pool['version']} ({kernel} kernels)"


def loaded_blas() -> str:
    """File names of the BLAS libraries that this process has loaded (Linux only)."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else []
    files = {Path(line.split()[-1]).name for line in lines if "blas" in line.rpartition("/")[2]}
    return ", ".join(sorted(file for file in files if file.startswith("lib"))) or "unknown"


if __name__ == "__main__":
    main()

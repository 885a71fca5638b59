"""scikit-learn's side of the comparison of optima: GaussianMixture as shipped, its work counted."""

import time
import warnings

import numpy as np
from sklearn import cluster
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture, _base

# A component counts as degenerate under the same rule as Mixtura's, and where scikit-learn's ridge holds it up.
LEAST_SPARE_ROWS = 1.5
LEAST_RELATIVE_DEVIATION = 1e-5
RIDGES = 10


class CountingKMeans(cluster.KMeans):
    """K-means that tells how many sweeps over the data it made."""

    passes = 0.0

    def fit(self, X, y=None, sample_weight=None):
        result = super().fit(X, y, sample_weight)
        k = self.n_clusters
        tries = 2 + int(np.log(k))
        CountingKMeans.passes += self.n_iter_ + (k + tries * (k - 1)) / k
        return result


class CountingMixture(GaussianMixture):
    """GaussianMixture that tells how many E-steps it made."""

    passes = 0

    def _e_step(self, X):
        self.passes += 1
        return super()._e_step(X)


class _Cluster:
    KMeans = CountingKMeans


_base.cluster = _Cluster


def fit(rows: np.ndarray, components: int, n_init: int, seed: int) -> dict:
    """One fit with default options but n_init."""
    CountingKMeans.passes = 0.0
    mixture = CountingMixture(components, n_init=n_init, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        began = time.perf_counter()
        mixture.fit(rows)
        seconds = time.perf_counter() - began
    passes = mixture.passes + CountingKMeans.passes
    return {
        "seed": seed,
        "seconds": seconds,
        "logLikelihood": float(mixture.score(rows)),
        "passes": passes,
        "sound": is_sound(mixture, rows),
    }


def is_sound(mixture: GaussianMixture, rows: np.ndarray) -> bool:
    """No component of fewer rows' worth than d + 1.5, none thin beside the data, none at the ridge."""
    counts = mixture.predict_proba(rows).sum(axis=0)
    if counts.min() < rows.shape[1] + LEAST_SPARE_ROWS:
        return False
    factor = np.linalg.cholesky(np.cov(rows.T, bias=True).reshape(rows.shape[1], -1))
    for covariance in mixture.covariances_:
        whitened = np.linalg.solve(factor, np.linalg.solve(factor, covariance).T)
        if np.linalg.eigvalsh(whitened)[0] < LEAST_RELATIVE_DEVIATION**2:
            return False
        if np.linalg.eigvalsh(covariance)[0] < RIDGES * mixture.reg_covar:
            return False
    return True

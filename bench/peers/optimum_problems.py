"""Data sets on which contestants look for the best optimum: real ones, and mixtures drawn at random."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
from sklearn import datasets
from sklearn.decomposition import PCA

REFERENCE = Path(__file__).resolve().parents[2] / "test/Mixtura.Tests/References/Data"

# The typical distance of neighbouring means, where a component's axes are .4 to 2.5 long.
DISTANCES = {"separated": 8.0, "overlapping": 3.0, "unbalanced": 5.0}
# No two means of separated components are nearer than this.
LEAST_DISTANCE = 8.0


@dataclass(frozen=True)
class OptimumProblem:
    """What to fit: full covariances with so many components."""

    name: str
    group: str
    components: int
    load: Callable[[], np.ndarray]


def problems() -> list[OptimumProblem]:
    """All of them, the real ones first."""
    return [*real(), *synthetic()]


def real() -> list[OptimumProblem]:
    """Data that people compare on; K as the literature has it, and one or two beside it."""
    sources = {
        "faithful": (faithful, (2, 3, 4)),
        "iris": (lambda: datasets.load_iris().data, (2, 3)),
        "wine": (lambda: datasets.load_wine().data, (2, 3)),
        "breast-cancer": (lambda: datasets.load_breast_cancer().data, (2, 3)),
        "digits-pca10": (digits, (5, 10)),
    }
    return [
        OptimumProblem(f"{name}-k{k}", "real", k, load)
        for name, (load, counts) in sources.items()
        for k in counts
    ]


def faithful() -> np.ndarray:
    return np.loadtxt(REFERENCE / "faithful.csv", delimiter=",", skiprows=1, usecols=(0, 1))


def digits() -> np.ndarray:
    return PCA(10, svd_solver="full").fit_transform(datasets.load_digits().data)


def synthetic() -> list[OptimumProblem]:
    """K = 3 ... 50 in 2 to 8 features, a few hundred rows a component."""
    sizes = [
        (3, 2, 1000),
        (5, 2, 1500),
        (5, 8, 3000),
        (10, 4, 5000),
        (20, 2, 6000),
        (20, 8, 10000),
        (50, 4, 20000),
    ]
    return [
        OptimumProblem(f"{group}-k{k}-d{d}", group, k, mixture_loader(group, k, d, n))
        for group in DISTANCES
        for k, d, n in sizes
    ]


def mixture_loader(group: str, k: int, d: int, n: int) -> Callable[[], np.ndarray]:
    return lambda: draw(group, k, d, n)


def draw(group: str, k: int, d: int, n: int) -> np.ndarray:
    """Rows of a mixture with ellipsoidal components (axes from .4 to 2.5), the same for the same arguments."""
    generator = np.random.default_rng([k, d, n, *group.encode()])
    weights = generator.dirichlet(np.full(k, 1.0 if group == "unbalanced" else 10.0))
    weights = np.maximum(weights, 4.0 * (d + 2) / n)
    weights /= weights.sum()
    means = draw_means(group, k, d, generator)
    labels = generator.choice(k, size=n, p=weights)
    rows = generator.standard_normal((n, d))
    for component in range(k):
        rotation, _ = np.linalg.qr(generator.standard_normal((d, d)))
        axes = np.exp(generator.uniform(np.log(0.4), np.log(2.5), d))
        members = labels == component
        rows[members] = (rows[members] * axes) @ rotation.T + means[component]
    return rows


def draw_means(group: str, k: int, d: int, generator: np.random.Generator) -> np.ndarray:
    """Uniform in a box whose size gives neighbours the group's distance; separated ones are drawn again, ever farther out."""
    spread = np.sqrt(3.0) * DISTANCES[group] * k ** (1.0 / d) / 3.5
    closest = LEAST_DISTANCE if group == "separated" else 0.0
    means = np.empty((0, d))
    while len(means) < k:
        candidate = generator.uniform(-spread, spread, d)
        if np.all(np.linalg.norm(means - candidate, axis=1) >= closest):
            means = np.vstack([means, candidate])
        else:
            spread *= 1.01
    return means

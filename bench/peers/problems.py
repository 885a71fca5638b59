"""Makes the data and the start of a cell, and writes both where every contestant can read them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cells import Cell

# Overlapping: the typical distance of two means, in standard deviations, whatever the number of features.
OVERLAPPING_DISTANCE = 1.5
# Separated: the means' standard deviation in every feature, that of scikit-learn's make_blobs (uniform on
# +-10 about clusters of standard deviation 1), and the least distance of two.
SEPARATED_SPREAD = 10 / 3**0.5
SEPARATED_LEAST_DISTANCE = 9.6

# The start is the truth with every mean moved by this many standard deviations ...
MEAN_SHIFT = 0.5
# ... and every covariance multiplied by this.
COVARIANCE_FACTOR = 1.25

# A responsibility below this changes no sum in double precision.
NEGLIGIBLE = 1e-16
PROBED_ROWS = 2000


@dataclass(frozen=True)
class Parameters:
    """Weights (K), means (K x D) and covariances (K x D x D, whatever the structure)."""

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray


@dataclass(frozen=True)
class Problem:
    """A cell's files, and the share of row-component pairs that matter at the start."""

    data: Path
    start: Path
    active_share: float


def write_problem(cell: Cell, seed: int, folder: Path) -> Problem:
    """Draws the cell's data (the same for the same seed) and writes it with its start."""
    generator = np.random.default_rng([seed, *cell.name.encode()])
    truth = draw_parameters(cell, generator)
    rows = draw_rows(truth, cell.rows, generator)
    start = disturb(truth, generator)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "data.npy", rows)
    write_start(cell, start, folder / "start.json")
    share = active_share(start, rows[:PROBED_ROWS])
    return Problem(folder / "data.npy", folder / "start.json", share)


def draw_parameters(cell: Cell, generator: np.random.Generator) -> Parameters:
    """A mixture with unequal weights whose components overlap, or are as far apart as blobs."""
    weights = 0.5 + generator.random(cell.components)
    means = draw_means(cell, generator)
    covariances = draw_covariances(cell, generator)
    return Parameters(weights / weights.sum(), means, covariances)


def draw_means(cell: Cell, generator: np.random.Generator) -> np.ndarray:
    """Normal means; separated ones are drawn again, ever farther out, until none is close."""
    separated = cell.kind == "separated"
    closest = SEPARATED_LEAST_DISTANCE if separated else 0.0
    spread = SEPARATED_SPREAD if separated else OVERLAPPING_DISTANCE / np.sqrt(2 * cell.features)
    means = np.empty((0, cell.features))
    while len(means) < cell.components:
        candidate = spread * generator.standard_normal(cell.features)
        if np.all(np.linalg.norm(means - candidate, axis=1) >= closest):
            means = np.vstack([means, candidate])
        else:
            spread *= 1.01
    return means


def draw_covariances(cell: Cell, generator: np.random.Generator) -> np.ndarray:
    """Covariances near the identity; overlapping ones so near that shapes do not separate rows."""
    d, k = cell.features, cell.components
    unevenness = 0.5 / d if cell.kind == "overlapping" else 0.3 / np.sqrt(d)
    if cell.structure == "spherical":
        return np.exp(unevenness * generator.standard_normal((k, 1, 1))) * np.eye(d)
    if cell.structure == "diagonal":
        return np.exp(unevenness * generator.standard_normal((k, d, 1))) * np.eye(d)
    count = 1 if cell.structure == "tied" else k
    factors = np.eye(d) + unevenness * generator.standard_normal((count, d, d))
    return np.broadcast_to(factors @ factors.transpose(0, 2, 1), (k, d, d))


def draw_rows(truth: Parameters, count: int, generator: np.random.Generator) -> np.ndarray:
    """Rows of the mixture, in random order (float64, C order)."""
    labels = generator.choice(len(truth.weights), size=count, p=truth.weights)
    rows = generator.standard_normal((count, truth.means.shape[1]))
    for component, covariance in enumerate(truth.covariances):
        members = labels == component
        factor = np.linalg.cholesky(covariance)
        rows[members] = rows[members] @ factor.T + truth.means[component]
    return rows


def disturb(truth: Parameters, generator: np.random.Generator) -> Parameters:
    """The start: equal weights, moved means, wider covariances."""
    components, features = truth.means.shape
    shift = MEAN_SHIFT / np.sqrt(features) * generator.standard_normal(truth.means.shape)
    return Parameters(
        np.full(components, 1 / components),
        truth.means + shift,
        COVARIANCE_FACTOR * truth.covariances,
    )


def write_start(cell: Cell, start: Parameters, path: Path) -> None:
    """The start as Mixtura model JSON, and the same numbers as .npy for readers without JSON."""
    model = {
        "format": "mixtura.gaussian-mixture",
        "version": 1,
        "features": [f"x{index + 1}" for index in range(cell.features)],
        "covarianceStructure": cell.structure,
        "weights": start.weights.tolist(),
        "means": start.means.tolist(),
        "covariances": start.covariances.tolist(),
    }
    path.write_text(json.dumps(model), encoding="utf-8")
    for name in ("weights", "means", "covariances"):
        numbers = np.ascontiguousarray(getattr(start, name))
        np.save(path.with_name(f"{path.stem}-{name}.npy"), numbers)


def active_share(start: Parameters, rows: np.ndarray) -> float:
    """The share of row-component pairs whose responsibility is not negligible at the start."""
    scores = np.stack([log_density(rows, *component) for component in components_of(start)], axis=1)
    scores -= scores.max(axis=1, keepdims=True)
    responsibilities = np.exp(scores)
    responsibilities /= responsibilities.sum(axis=1, keepdims=True)
    return float((responsibilities > NEGLIGIBLE).mean())


def components_of(parameters: Parameters):
    """(weight, mean, covariance) of each component."""
    return zip(parameters.weights, parameters.means, parameters.covariances)


def log_density(rows: np.ndarray, weight: float, mean: np.ndarray, covariance: np.ndarray):
    """Log of weight times density, less the constant that all components share."""
    factor = np.linalg.cholesky(covariance)
    whitened = np.linalg.solve(factor, (rows - mean).T)
    return np.log(weight) - np.log(np.diag(factor)).sum() - 0.5 * (whitened**2).sum(axis=0)

"""Plain EM for mixtures of contaminated normal components (Punzo and McNicholas 2016), row by row from the formulas.

    python3 contaminated.py

writes contaminated.csv (240 rows of two groups, some of each spread widely), contaminated-missing.csv (the same with cells
taken out) and contaminated.json: the parameters and the log-likelihood after 0, 1, 2, 10 and 50 iterations.

f(x) = a N(x; m, S) + (1 - a) N(x; m, h S).  E-step: r of the component, v of the row being good within it.
M-step: a = max(1/2, sum r v / sum r); m and S with weights u = v + (1 - v)/h under the h of the E-step, S divided by sum r;
then h = max(1, sum r (1 - v) d / (D sum r (1 - v))) with d the squared distance under the new m and S. Of a row that lacks
values d is the expectation of it, under the parameters of the E-step, given what is observed.
"""
import json
import numpy as np

rng = np.random.default_rng(20260711)
D, K, N = 2, 2, 240
AFTER = [0, 1, 2, 10, 50]


def data():
    means = np.array([[0.0, 0.0], [6.0, 2.0]])
    roots = np.array([[[1.0, 0.0], [0.6, 0.7]], [[0.8, 0.0], [-0.5, 1.1]]])
    group = rng.random(N) < 0.4
    bad = rng.random(N) < np.where(group, 0.06, 0.15)
    z = rng.standard_normal((N, D)) * np.where(bad, np.where(group, 5.0, 3.0), 1.0)[:, None]
    x = np.einsum("nij,nj->ni", roots[group.astype(int)], z) + means[group.astype(int)]
    return np.round(x, 4)


def restrict(scatters, counts, structure):
    """The M-step of the covariances: scatters with weights r u about the new means, divided by the counts."""
    if structure == "full":
        return [s / n for s, n in zip(scatters, counts)]
    if structure == "tied":
        return [sum(scatters) / sum(counts)] * K
    if structure == "diagonal":
        return [np.diag(np.diag(s)) / n for s, n in zip(scatters, counts)]
    if structure == "EII":
        return [np.eye(D) * (sum(np.trace(s) for s in scatters) / (D * sum(counts)))] * K
    raise ValueError(structure)


def log_normal(z, s):
    o = len(z)
    sign, logdet = np.linalg.slogdet(s)
    return -0.5 * (o * np.log(2 * np.pi) + logdet + z @ np.linalg.solve(s, z)) if o else 0.0


def e_step(x, p):
    """Responsibilities, v, the completed deviations and the conditional covariances; and the log-likelihood."""
    n = len(x)
    joint = np.empty((n, K))
    v = np.empty((n, K))
    filled = np.empty((n, K, D))
    spread = np.zeros((n, K, D, D))
    for i in range(n):
        there = ~np.isnan(x[i])
        lack = ~there
        for k in range(K):
            m, s, a, h = p["means"][k], p["covariances"][k], p["goodShares"][k], p["inflations"][k]
            z = x[i, there] - m[there]
            oo = s[np.ix_(there, there)]
            good = np.log(a) + log_normal(z, oo)
            bad = np.log1p(-a) + log_normal(z, h * oo)
            both = np.logaddexp(good, bad)
            joint[i, k] = np.log(p["weights"][k]) + both
            v[i, k] = np.exp(good - both)
            filled[i, k, there] = z
            if lack.any():
                g = np.linalg.solve(oo, s[np.ix_(there, lack)]).T if there.any() else np.zeros((lack.sum(), 0))
                filled[i, k, lack] = g @ z
                spread[i, k][np.ix_(lack, lack)] = s[np.ix_(lack, lack)] - g @ s[np.ix_(there, lack)]
    top = joint.max(1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(joint - top).sum(1))
    return np.exp(joint - total[:, None]), v, filled, spread, total.sum()


def m_step(x, p, structure):
    r, v, filled, spread, _ = e_step(x, p)
    counts = r.sum(0)
    h = p["inflations"]
    means, scatters = [], []
    for k in range(K):
        u = v[:, k] + (1 - v[:, k]) / h[k]
        shift = (r[:, k] * u) @ filled[:, k] / (r[:, k] * u).sum()
        z = filled[:, k] - shift
        means.append(p["means"][k] + shift)
        # what is uncertain of a missing value has h times the covariance in a bad row, which counts 1/h
        scatters.append((r[:, k] * u)[:, None, None].T.reshape(-1) @ np.einsum("ni,nj->nij", z, z).reshape(len(x), -1))
        scatters[-1] = scatters[-1].reshape(D, D) + np.einsum("n,nij->ij", r[:, k], spread[:, k])
    covariances = restrict(scatters, counts, structure)
    shares, inflations = [], []
    for k in range(K):
        bad = r[:, k] * (1 - v[:, k])
        inverse = np.linalg.inv(covariances[k])
        z = filled[:, k] - (means[k] - p["means"][k])
        d = np.einsum("ni,ij,nj->n", z, inverse, z) + h[k] * np.einsum("nij,ij->n", spread[:, k], inverse)
        shares.append(max(0.5, (r[:, k] @ v[:, k]) / counts[k]))
        inflations.append(max(1.0, (bad @ d) / (D * bad.sum())))
    return {"weights": counts / counts.sum(), "means": means, "covariances": covariances, "goodShares": np.array(shares), "inflations": np.array(inflations)}


def trajectory(x, p, structure):
    steps = []
    last = -np.inf
    for t in range(max(AFTER) + 1):
        r, v, _, _, log_likelihood = e_step(x, p)
        assert log_likelihood >= last - 1e-9, (structure, t)
        last = log_likelihood
        if t in AFTER:
            best = r.argmax(1)
            steps.append({"iterations": t, "loglik": log_likelihood, "bad_rows": int((v[np.arange(len(x)), best] < 0.5).sum()),
                          **{name: np.asarray(value).tolist() for name, value in p.items()}})
        p = m_step(x, p, structure)
    return steps


def main():
    x = data()
    gaps = x.copy()
    gaps[rng.random(gaps.shape) < 0.12] = np.nan
    eye = np.eye(D)
    start = {"weights": np.array([0.5, 0.5]), "means": [np.array([1.0, 0.0]), np.array([5.0, 1.0])], "covariances": [2.0 * eye, 2.0 * eye],
             "goodShares": np.array([0.9, 0.8]), "inflations": np.array([4.0, 9.0])}
    for name, rows in (("contaminated.csv", x), ("contaminated-missing.csv", gaps)):
        with open(name, "w") as file:
            file.write("x,y\n")
            for row in rows:
                file.write(",".join("" if np.isnan(cell) else repr(float(cell)) for cell in row) + "\n")
    result = {
        "source": "contaminated.py, beside this file: plain EM for contaminated normal mixtures (Punzo and McNicholas 2016), numpy " + np.__version__,
        "convention": "after `iterations` M-steps from `initial`; loglik total, in nats; bad_rows: rows whose v is below 1/2 in their most probable component",
        "initial": {name: np.asarray(value).tolist() for name, value in start.items()},
        "fits": {structure: trajectory(x, start, structure) for structure in ("full", "tied", "diagonal", "EII")},
        "missing": {structure: trajectory(gaps, start, structure) for structure in ("full", "tied", "diagonal", "EII")},
    }
    with open("contaminated.json", "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main()

"""Reference values for the tests of forecasts, by other people's code.

    pip install numpy scipy statsmodels
    python tests/forecast_reference/make.py

writes scores.csv and filters.json beside this file. Scores of the pooled random walk, of the local level (statsmodels,
UnobservedComponents) and of the autoregression (statsmodels, OLS) are worked out from the tables in scenarios/surveys.
Filters are checked against plain conditioning of one large normal distribution, without any recursion.
"""

import csv
import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.stats import norm

HERE = pathlib.Path(__file__).parent
SURVEYS = HERE.parent.parent / "scenarios" / "surveys"
# Survey, horizons in waves, waves known at the first origin, waves between origins.
CASES = [
    ("chicago-police", [1, 3, 6, 12], 30, 8),
    ("gss-confidence", [1, 2, 3], 12, 1),
    ("gss-social-trust", [1, 2, 3], 12, 1),
    ("pew-government", [1, 2, 3], 16, 1),
]


def panels(name):
    """One table of waves by groups for each measure, in shares of 1; NaN where nothing was published."""
    found = {}
    with open(SURVEYS / f"{name}.csv", newline="") as file:
        for row in csv.DictReader(file):
            measure, group = row.get("measure") or "trust", row.get("group") or ""
            found.setdefault(measure, {}).setdefault(group, {})[row["date"]] = float(row["value"]) / 100
    for measure, groups in sorted(found.items()):
        dates = sorted({date for series in groups.values() for date in series})
        yield measure, np.array([[groups[g].get(d, np.nan) for g in sorted(groups)] for d in dates])


def crps(mean, sd, y):
    z = (y - mean) / sd
    return sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))


def last_value_pooled(known, group, horizon):
    at = np.flatnonzero(~np.isnan(known[:, group]))[-1]
    steps = horizon + len(known) - 1 - at
    changes = (known[steps:] - known[:-steps]).ravel()
    return known[at, group], np.sqrt(np.nanmean(changes**2))


def ar1(known, group, horizon):
    y = known[:, group]
    at = np.flatnonzero(~np.isnan(y))[-1]
    pairs = [(a, b) for a, b in zip(y[:-1], y[1:]) if not np.isnan(a + b)]
    if len(pairs) < 5:
        return None
    x, z = np.array(pairs).T
    fit = sm.OLS(z, sm.add_constant(x, has_constant="add")).fit()
    constant, slope = fit.params
    if abs(slope) > 0.99:
        slope = np.clip(slope, -0.99, 0.99)
        constant = np.mean(z - slope * x)
    sd = np.sqrt(np.sum((z - constant - slope * x) ** 2) / (len(z) - 2))
    mean, variance = y[at], 0.0
    for _ in range(horizon + len(known) - 1 - at):
        mean, variance = constant + slope * mean, 1 + slope**2 * variance
    return mean, sd * np.sqrt(variance)


FITTED = {}


def local_level(known, group, horizon):
    y = known[:, group] * 100
    if np.sum(~np.isnan(y)) < 5:
        return None
    y = y[np.flatnonzero(~np.isnan(y))[0] :]
    key = y.tobytes()
    if key not in FITTED:
        model = sm.tsa.UnobservedComponents(y, "local level")
        spread = np.nanvar(y)
        starts = ([spread * share, spread * (1 - share)] for share in (0.05, 0.6, 0.98))
        best = max((model.fit(start_params=s, disp=0, method="lbfgs") for s in starts), key=lambda fit: fit.llf)
        FITTED[key] = model.fit(start_params=best.params, disp=0, method="nm", maxiter=400)
    ahead = FITTED[key].get_forecast(horizon)
    return ahead.predicted_mean[-1] / 100, np.sqrt(ahead.var_pred_mean[-1]) / 100


def scores():
    rows = []
    for survey, horizons, least, step in CASES:
        for measure, values in panels(survey):
            if measure == "trust by sector":
                continue  # half an hour for nothing new
            for name, model in [("last_value_pooled", last_value_pooled), ("local_level", local_level), ("ar1", ar1)]:
                for horizon in horizons:
                    found = []
                    for origin in range(least - 1, len(values) - horizon, step):
                        known = values[: origin + 1]
                        for group in range(values.shape[1]):
                            y = values[origin + horizon, group]
                            if np.isnan(y) or np.all(np.isnan(known[:, group])):
                                continue
                            ahead = model(known, group, horizon) or last_value_pooled(known, group, horizon)
                            found.append(crps(*ahead, y))
                    rows.append([survey, measure, least, step, name, horizon, len(found), f"{np.mean(found):.9f}"])
            print(survey, measure, flush=True)
    with open(HERE / "scores.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("survey,measure,least,step,model,horizon,n,crps".split(","))
        writer.writerows(rows)


def joint(transition, noise, seen, mean, covariance, waves, window, sampling):
    """Mean and covariance of what is published over some waves, by writing every wave out in full."""
    n, ahead = len(seen), waves + window - 1
    # Everything that is drawn: the first state, what moves it in each wave, and a sampling error for each wave of each
    # window (those before the first wave see the first state).
    size = n + n * (waves - 1) + ahead
    spread = np.zeros((size, size))
    spread[:n, :n] = covariance
    for t in range(waves - 1):
        at = n + n * t
        spread[at : at + n, at : at + n] = noise
    for t in range(ahead):
        spread[size - ahead + t, size - ahead + t] = sampling
    states = [np.hstack([np.eye(n), np.zeros((n, size - n))])]
    for t in range(waves - 1):
        step = np.zeros((n, size))
        step[:, n + n * t : n + n * (t + 1)] = np.eye(n)
        states.append(transition @ states[-1] + step)
    single = []
    for t in range(ahead):
        row = seen @ states[max(0, t - window + 1)]
        row = row.copy()
        row[size - ahead + t] += 1
        single.append(row)
    single = np.array(single)
    published = np.array([single[t : t + window].mean(axis=0) for t in range(waves)])
    start = np.zeros(size)
    start[:n] = mean
    return published @ start, published @ spread @ published.T


def condition(mean, covariance, observed):
    """Log density of what was observed, and mean and variance of everything given it."""
    there = ~np.isnan(observed)
    inside = covariance[np.ix_(there, there)]
    error = observed[there] - mean[there]
    gain = covariance[:, there] @ np.linalg.inv(inside)
    density = -0.5 * (error @ np.linalg.solve(inside, error) + np.linalg.slogdet(2 * np.pi * inside)[1])
    after = covariance - gain @ covariance[there]
    return density, mean + gain @ error, np.diag(after)


def filters():
    rng = np.random.default_rng(1)
    waves, ahead, window, sampling, rounding = 14, 3, 4, 3e-4, 1e-6
    transition = np.array([[1.0, 0.6], [0.0, 0.6]])
    noise = np.array([[3e-4 + 1e-4, 1e-4], [1e-4, 1e-4]])
    seen, start = np.array([1.0, 0.0]), np.array([0.5, 0.0])
    covariance = np.array([[0.01, 0.0], [0.0, 2e-4]])
    observed = np.round(0.5 + np.cumsum(rng.normal(0, 0.02, waves)), 6)
    observed[[4, 5, 9]] = np.nan
    out = {"transition": transition.ravel().tolist(), "noise": noise.ravel().tolist(), "seen": seen.tolist(),
           "start": start.tolist(), "covariance": covariance.ravel().tolist(), "sampling": sampling,
           "rounding": rounding, "window": window,
           "observed": [None if np.isnan(y) else y for y in observed]}
    for name, width in [("plain", 1), ("rolling", window)]:
        mean, spread = joint(transition, noise, seen, start, covariance, waves + ahead, width, sampling)
        spread = spread + rounding * np.eye(waves + ahead)
        density, after, variance = condition(mean, spread, np.concatenate([observed, [np.nan] * ahead]))
        out[name] = {"log_likelihood": density, "mean": after[waves:].tolist(), "variance": variance[waves:].tolist()}
    # A panel of four groups, alike, complete: deviations from the mean sum to zero.
    groups, contrast = 4, {"transition": [[0.6, 0.0], [0.0, 1.0]], "noise": [[4e-4, 0.0], [0.0, 3e-5]],
                           "seen": [1.0, 1.0], "covariance": [[6e-4, 0.0], [0.0, 4e-3]]}
    panel = np.round(0.5 + rng.normal(0, 0.06, groups) + np.cumsum(rng.normal(0, 0.02, (waves, groups)), axis=0), 6)
    out["contrast"] = {k: np.array(v).ravel().tolist() for k, v in contrast.items()}
    out["panel"] = panel.T.tolist()
    for name, width in [("panel_plain", 1), ("panel_rolling", window)]:
        total = waves + ahead
        shared_mean, shared = joint(transition, noise, seen, start, covariance, total, width, 0.0)
        _, own = joint(np.array(contrast["transition"]), np.array(contrast["noise"]), np.array(contrast["seen"]),
                       np.zeros(2), np.array(contrast["covariance"]), total, width, 0.0)
        _, errors = joint(np.eye(1), np.zeros((1, 1)), np.ones(1), np.zeros(1), np.zeros((1, 1)), total, width, sampling)
        mean = np.tile(shared_mean, groups)
        spread = np.kron(np.ones((groups, groups)), shared)
        spread += np.kron(np.eye(groups) - 1 / groups, own)
        # With a window, errors stay inside it; without, they are those of each number.
        spread += np.kron(np.eye(groups), errors) + rounding * np.eye(groups * total)
        known = np.concatenate([np.concatenate([panel[:, g], [np.nan] * ahead]) for g in range(groups)])
        density, after, variance = condition(mean, spread, known)
        at = [g * total + waves + h for g in range(groups) for h in range(ahead)]
        out[name] = {"log_likelihood": density, "mean": after[at].tolist(), "variance": variance[at].tolist()}
    (HERE / "filters.json").write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    filters()
    scores()

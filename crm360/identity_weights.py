"""Weights of evidence for identity resolution: the model of Fellegi and Sunter (1969), estimated without labels.

For each comparison and level, m is the probability that a pair of records of one person agrees at that level, u the
same for a pair of two people; log2(m / u) is the evidence in bits. u comes from random pairs (and, for equal values,
from counting all pairs), m by expectation maximisation (Dempster, Laird and Rubin 1977; Winkler 1988) over counts of
comparison patterns, in one pass per blocking rule: within the pairs of a rule, what the rule itself is made of agrees
by construction, so a pass estimates the other comparisons only. The prior is the share of matches among all pairs of
records that makes the expected number of matches among the candidates equal to itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

ALL, RANDOM = "all candidates", "random pairs"
COLUMNS = ["comparison", "level", "m", "u", "weight", "expected_matches", "source", "candidate_pairs", "records"]
MIN_PASS_PAIRS = 20
"""A blocking rule with fewer pairs does not train."""
MIN_MATCHES = 20.0
"""Fewer expected matches among the candidates are too few to learn from: the defaults of the seed are taken."""
ROUNDS = 3
"""u is corrected for the matches among random pairs, which takes m, which takes u: converged after two."""
EM_STEPS = 300
TINY = 1e-12


class UntrainedError(ValueError):
    """A comparison has values, but no blocking rule leaves it free to be estimated."""


class _Counts:
    """Pattern counts as arrays: `codes` (patterns x comparisons; 0 is missing), `pairs`, `vetoed`."""

    def __init__(self, frame: pd.DataFrame, levels: dict[str, list[str]]):
        columns = []
        for name, known in levels.items():
            found = pd.Index(["missing", *known]).get_indexer(frame[f"{name}_level"].to_numpy(dtype=object))
            if (found < 0).any():
                unknown = frame.loc[found < 0, f"{name}_level"].iloc[0]
                raise ValueError(f"identity_comparisons has no row for the level {unknown} of {name}: add it")
            columns.append(found)
        self.codes = np.stack(columns, axis=1) if columns else np.zeros((len(frame), 0), int)
        self.pairs = frame["pairs"].to_numpy(dtype=float)
        self.vetoed = frame["is_vetoed"].to_numpy(dtype=bool)

    def by_level(self, j: int, size: int, share: np.ndarray | float = 1.0) -> np.ndarray:
        """Pairs of each level of comparison j (without missing), each pattern counted by its share."""
        return np.bincount(self.codes[:, j], weights=self.pairs * share, minlength=size + 1)[1:]

    def posterior(self, share: float, evidence: np.ndarray) -> np.ndarray:
        """Probability of a match of each pattern, from the share of matches and the evidence in nats; vetoed: none."""
        odds = np.log(share / (1 - share)) + evidence
        return np.where(self.vetoed, 0.0, 1 / (1 + np.exp(-np.clip(odds, -500, 500))))


def estimate(
    patterns: pd.DataFrame, rule_comparisons: pd.DataFrame, chances: pd.DataFrame, comparisons: pd.DataFrame
) -> pd.DataFrame:
    """Weight of each level of each comparison, and the prior (comparison "prior", level "match", m = the probability).

    patterns: population (a rule, ALL or RANDOM), <comparison>_level …, is_vetoed, pairs.
    rule_comparisons: rule, comparison. chances: comparison ("record" for all), pairs, same_pairs.
    comparisons: the seed, rows in order of strength: comparison, level, fixed_m, fixed_u, default_m, default_u.
    Returns COLUMNS, one row a comparison and level: weight in bits; source is estimated, fixed (by the seed), default
    (too few matches to learn from) or no data (weight 0). Raises UntrainedError.
    """
    comparisons = comparisons.drop_duplicates(["comparison", "level"])
    levels = {name: group["level"].tolist() for name, group in comparisons.groupby("comparison", sort=True)}
    names = list(levels)
    sizes = [len(levels[name]) for name in names]
    total = chances.set_index("comparison")
    all_pairs = float(total["pairs"].get("record", 0.0))
    records = round((1 + np.sqrt(1 + 8 * all_pairs)) / 2) if all_pairs else 0
    by_population = {
        name: _Counts(group.sort_values([f"{name}_level" for name in names]), levels)
        for name, group in patterns.groupby("population", sort=True)
    }
    candidates = by_population.get(ALL, _Counts(patterns.head(0), levels))
    random = by_population.get(RANDOM, _Counts(patterns.head(0), levels))
    used = rule_comparisons.groupby("rule")["comparison"].agg(set).to_dict()
    seed = comparisons.set_index(["comparison", "level"])
    defaults = [_column(seed, name, levels[name], "default") for name in names]
    present = [j for j in range(len(names)) if candidates.by_level(j, sizes[j]).sum() > 0]

    # Only to see whether there is anything to learn from.
    prior = _prior(candidates, defaults, present, all_pairs, records)
    if prior * all_pairs < MIN_MATCHES:
        return _table(names, levels, seed, defaults, None, present, "default", prior, candidates, records)

    fixed = [_column(seed, name, levels[name], "fixed") for name in names]

    def chances_of(m: list[np.ndarray] | None, prior: float) -> list[np.ndarray]:
        return [
            _override(_chance(random, j, sizes[j], total, names[j], m and m[j], prior), fixed[j][1])
            for j in range(len(names))
        ]

    u = chances_of(None, 0.0)
    for _ in range(ROUNDS):
        m, trained = _train(by_population, used, names, sizes, u, present, [value[0] for value in fixed])
        prior = _prior(candidates, list(zip(m, u, strict=True)), present, all_pairs, records)
        u = chances_of(m, prior)
    untrained = [names[j] for j in present if trained[j] <= 0 and np.isnan(fixed[j][0]).any()]
    if untrained:
        raise UntrainedError(
            f"No blocking rule of {MIN_PASS_PAIRS} pairs and more leaves {', '.join(untrained)} free to be estimated: "
            "add a rule to identity_blocking_rules that is made of other fields, or set fixed_m and fixed_u in "
            "identity_comparisons."
        )
    weights = list(zip(m, u, strict=True))
    prior = _prior(candidates, weights, present, all_pairs, records)
    return _table(names, levels, seed, weights, trained, present, "estimated", prior, candidates, records)


def log_odds(codes: np.ndarray, weights: Sequence[tuple[np.ndarray, np.ndarray]], which: Sequence[int]) -> np.ndarray:
    """Evidence of each pattern in nats, without the prior; missing levels count nothing."""
    total = np.zeros(len(codes))
    for j in which:
        m, u = weights[j]
        table = np.concatenate([[0.0], np.log(m + TINY) - np.log(u + TINY)])
        total += table[codes[:, j]]
    return total


def _train(by_population, used, names, sizes, u, present, fixed_m):
    """m of each comparison: the mean over the passes, weighted by the matches that each pass found."""
    sums = [np.zeros(size) for size in sizes]
    trained = np.zeros(len(names))
    for rule, counts in by_population.items():
        free = [j for j in present if names[j] not in used.get(rule, set())]
        if rule in (ALL, RANDOM) or not free or counts.pairs.sum() < MIN_PASS_PAIRS:
            continue
        m, posterior = _em(counts, free, sizes, u, fixed_m)
        for j in free:
            matches = counts.by_level(j, sizes[j], posterior).sum()
            sums[j] += matches * m[j]
            trained[j] += matches
    start = _start(sizes)
    m = [sums[j] / trained[j] if trained[j] > 0 else start[j] for j in range(len(names))]
    return [_override(value, fixed_m[j]) for j, value in enumerate(m)], trained


def _em(counts, free, sizes, u, fixed_m):
    """One pass: m of the free comparisons and the share of matches, u held; returns m and each pattern's posterior."""
    m = [_override(value, fixed_m[j]) for j, value in enumerate(_start(sizes))]
    share, pairs = 0.3, counts.pairs.sum()
    posterior = np.zeros(len(counts.pairs))
    for _ in range(EM_STEPS):
        posterior = counts.posterior(share, log_odds(counts.codes, list(zip(m, u, strict=True)), free))
        for j in free:
            found = counts.by_level(j, sizes[j], posterior)
            if found.sum() > 0:
                m[j] = _override((found + 0.5 / (sizes[j] + 1)) / (found.sum() + 0.5), fixed_m[j])
        updated = float(np.clip((posterior * counts.pairs).sum() / pairs, 1e-6, 1 - 1e-6))
        if abs(updated - share) < 1e-7:
            break
        share = updated
    return m, posterior


def _prior(candidates, weights, present, all_pairs, records) -> float:
    """The share of matches among all pairs that agrees with the matches expected among the candidates."""
    if all_pairs <= 0:
        return 0.005
    evidence = log_odds(candidates.codes, weights, present)
    prior = 1 / max(records, 200)
    for _ in range(200):
        expected = (candidates.posterior(prior, evidence) * candidates.pairs).sum()
        updated = float(np.clip(expected, 1e-3, 0.5 * all_pairs)) / all_pairs
        if abs(updated - prior) < 1e-7 * prior:
            break
        prior = updated
    return float(np.clip(prior, 1e-12, 0.01)) if records < 200 else prior


def _chance(random, j, size, chances, name, m, prior) -> np.ndarray:
    """u of each level from random pairs, less the matches among them; of the level "same" from all pairs."""
    seen = random.by_level(j, size)
    if m is not None:
        seen = np.maximum(seen - prior * seen.sum() * m, 0.0)
    u = (seen + 0.3) / (seen.sum() + 0.3 * (size + 1))
    if name in chances.index and chances["pairs"][name] > 0:
        pairs, same = float(chances["pairs"][name]), float(chances["same_pairs"][name])
        u[0] = max(same - (prior * pairs * m[0] if m is not None else 0.0), 0.3) / pairs
    return u


def _start(sizes) -> list[np.ndarray]:
    """Where EM begins: equal values in four matches of five."""
    return [np.concatenate([[0.8], np.full(size - 2, 0.02), [0.03]]) if size > 1 else np.ones(1) for size in sizes]


def _column(seed, name, levels, kind) -> tuple[np.ndarray, np.ndarray]:
    rows = seed.loc[[(name, level) for level in levels]]
    return tuple(rows[f"{kind}_{which}"].to_numpy(dtype=float) for which in ("m", "u"))


def _override(value: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(fixed), value, fixed)


def _table(names, levels, seed, weights, trained, present, source, prior, candidates, records) -> pd.DataFrame:
    rows = []
    for j, name in enumerate(names):
        m, u = weights[j]
        for k, level in enumerate(levels[name]):
            is_fixed = not (np.isnan(seed["fixed_m"][name, level]) or np.isnan(seed["fixed_u"][name, level]))
            is_known = j in present or is_fixed
            weight = float(np.log2(m[k] + TINY) - np.log2(u[k] + TINY)) if is_known else 0.0
            rows.append(
                {
                    "comparison": name,
                    "level": level,
                    "m": float(m[k]),
                    "u": float(u[k]),
                    "weight": weight,
                    "expected_matches": float(trained[j]) if trained is not None else 0.0,
                    "source": "fixed" if is_fixed else source if is_known else "no data",
                }
            )
    rows.append(
        {
            "comparison": "prior",
            "level": "match",
            "m": prior,
            "u": 1 - prior,
            "weight": float(np.log2(prior / (1 - prior))),
            "expected_matches": float(prior * records * (records - 1) / 2),
            "source": source,
        }
    )
    table = pd.DataFrame(rows)
    table["candidate_pairs"] = int(candidates.pairs.sum())
    table["records"] = int(records)
    return table[COLUMNS].sort_values(["comparison", "level"], ignore_index=True)

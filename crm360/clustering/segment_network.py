"""The network from traits to segment as a table, compared with the majority by cross-validation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crm360.clustering.inputs import KEY, typed
from crm360.clustering.network import Coding, Network, fit_network

SEGMENT = "cluster_number"
FOLDS, MIN_ROWS, TRAINING_ROWS = 5, 100, 100_000
MAJORITY, NAIVE, TREE = "majority", "naive_bayes", "tree_augmented"
TABLE = {
    "part": "string",
    "model": "string",
    "metric": "string",
    "segment": "Int64",
    "trait": "string",
    "trait_value": "string",
    "parent_trait": "string",
    "parent_value": "string",
    "value": "float64",
    "baseline_value": "float64",
    "is_chosen": "boolean",
    "row_count": "Int64",
    "status": "string",
    "note": "string",
    "trained_on": "datetime64[us]",
}


def train(traits: pd.DataFrame, as_of: pd.Timestamp | None = None) -> pd.DataFrame:
    """Compares the majority, naive Bayes and the tree, and writes the best as a table (columns `TABLE`).

    traits: customer_id, cluster_number (the segment); every other column is a trait (text, missing = unknown).
    Part `evaluation`: a row per model and metric over five folds (accuracy; log_loss in nats, lower is better), beside
    the majority's. Part `prior`: P(segment). Part `probability`: P(trait_value | segment, parent_value), `row_count`
    the customers it rests on. The lowest log loss wins; status is trained, baseline (no model is better than the
    shares of the segments, or too little data) or no_data. With more than 100,000 customers, about so many are drawn.
    """
    if len(traits) == 0:
        return typed([], TABLE)
    rows = traits.sort_values(KEY, kind="stable").reset_index(drop=True)
    if len(rows) > TRAINING_ROWS:
        drawn = np.random.default_rng(0).choice(len(rows), TRAINING_ROWS, replace=False)
        rows = rows.iloc[np.sort(drawn)].reset_index(drop=True)
    names = [column for column in rows.columns if column not in (KEY, SEGMENT)]
    segments, places = np.unique(rows[SEGMENT].to_numpy(dtype=int), return_inverse=True)
    common = {"row_count": len(rows), "trained_on": as_of}
    enough = len(rows) >= MIN_ROWS and len(segments) > 1 and bool(names)
    if enough:
        measured = _cross_validated(rows, names, places, len(segments))
        chosen = min(measured, key=lambda model: measured[model]["log_loss"])
        note = "no network tells segments better than their shares" if chosen == MAJORITY else "lowest log loss"
    else:
        measured, chosen, note = (
            {MAJORITY: {"accuracy": None, "log_loss": None}},
            MAJORITY,
            "too few customers or segments",
        )
    common |= {"status": "baseline" if chosen == MAJORITY else "trained", "note": note}
    evaluation = [
        common
        | {
            "part": "evaluation",
            "model": model,
            "metric": metric,
            "value": value,
            "baseline_value": measured[MAJORITY][metric],
            "is_chosen": model == chosen,
        }
        for model, figures in measured.items()
        for metric, value in figures.items()
    ]
    coding = Coding.of(rows, names if chosen != MAJORITY else [])
    codes = coding.codes(rows)
    network = fit_network(codes, coding.sizes(), places, len(segments), tree=chosen == TREE)
    parameters = _rows_of(network, coding, codes, places, segments)
    return typed([*evaluation, *(common | row | {"model": chosen, "is_chosen": True} for row in parameters)], TABLE)


def load(table: pd.DataFrame) -> tuple[Network, Coding, np.ndarray]:
    """The chosen network, its coding and its segments, from the rows that `train` wrote."""
    prior = table[(table["part"] == "prior").to_numpy(dtype=bool)].sort_values("segment")
    cells = table[(table["part"] == "probability").to_numpy(dtype=bool)]
    segments = prior["segment"].to_numpy(dtype=int)
    names = list(dict.fromkeys(cells["trait"]))
    coding = Coding({name: list(dict.fromkeys(cells.loc[cells["trait"] == name, "trait_value"])) for name in names})
    parents, tables = [], []
    for name in names:
        own = cells[cells["trait"] == name]
        parent = own["parent_trait"].iloc[0]
        parents.append(-1 if pd.isna(parent) else names.index(parent))
        given = {value: place for place, value in enumerate(coding.values[parent])} if not pd.isna(parent) else {}
        values = {value: place for place, value in enumerate(coding.values[name])}
        probabilities = np.zeros((len(segments), max(1, len(given)), len(values)))
        for row in own.to_dict("records"):
            place = given[row["parent_value"]] if given else 0
            probabilities[np.searchsorted(segments, row["segment"]), place, values[row["trait_value"]]] = row["value"]
        tables.append(probabilities)
    return Network(prior["value"].to_numpy(dtype=float), parents, tables), coding, segments


def score(traits: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """P(segment | traits), one column a segment, one row a customer: what SQL does in customer_segment_match."""
    network, coding, segments = load(table)
    return pd.DataFrame(network.probabilities(coding.codes(traits)), columns=segments, index=traits[KEY])


def _cross_validated(rows: pd.DataFrame, names: list[str], places: np.ndarray, count: int) -> dict[str, dict]:
    """{model: {accuracy, log_loss}}, each customer judged by networks that have not seen it."""
    fold = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    found = {model: np.empty((len(rows), count)) for model in (MAJORITY, NAIVE, TREE)}
    for number in range(FOLDS):
        out = fold == number
        coding = Coding.of(rows[~out], names)
        codes, sizes = coding.codes(rows), coding.sizes()
        for model in (MAJORITY, NAIVE, TREE):
            known = (codes[:, :0], []) if model == MAJORITY else (codes, sizes)
            network = fit_network(known[0][~out], known[1], places[~out], count, tree=model == TREE)
            found[model][out] = network.probabilities(known[0][out])
    own = np.arange(len(rows))
    return {
        model: {
            "accuracy": round(float((shares.argmax(axis=1) == places).mean()), 6),
            "log_loss": round(float(-np.log(shares[own, places]).mean()), 6),
        }
        for model, shares in found.items()
    }


def _rows_of(
    network: Network, coding: Coding, codes: np.ndarray, places: np.ndarray, segments: np.ndarray
) -> list[dict]:
    names = list(coding.values)
    counts = np.bincount(places, minlength=len(segments))
    rows = [
        {"part": "prior", "segment": segment, "value": share, "row_count": customers}
        for segment, share, customers in zip(segments, network.prior, counts, strict=True)
    ]
    for trait, (name, parent, table) in enumerate(zip(names, network.parents, network.tables, strict=True)):
        given = coding.values[names[parent]] if parent >= 0 else [None]
        parent_codes = codes[:, parent] if parent >= 0 else np.zeros(len(codes), dtype=int)
        cells = np.zeros(table.shape, dtype=int)
        np.add.at(cells, (places, parent_codes, codes[:, trait]), 1)
        rows += [
            {
                "part": "probability",
                "segment": segment,
                "trait": name,
                "trait_value": value,
                "parent_trait": names[parent] if parent >= 0 else None,
                "parent_value": parent_value,
                "value": table[s, p, v],
                "row_count": cells[s, p, v],
            }
            for s, segment in enumerate(segments)
            for p, parent_value in enumerate(given)
            for v, value in enumerate(coding.values[name])
        ]
    return rows

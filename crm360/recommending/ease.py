"""EASE: item weights in closed form (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data").

    P = inverse(X'X + penalty * I),   B[i, j] = -P[i, j] / P[j, j],   B[i, i] = 0,   score = X B

X holds the users' weights for the items. Unlike a cosine, B is net of what other items explain.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import linalg, sparse
from threadpoolctl import threadpool_limits

PENALTY = 100.0
MAX_ITEMS = 5_000
"""Only the most taken items get weights: the inverse grows with the cube."""
COLUMNS = ["thing", "neighbour", "similarity"]


def ease_weights(entries: pd.DataFrame, penalty: float = PENALTY, most: int = 100) -> pd.DataFrame:
    """thing, neighbour, similarity: what having the item `thing` adds to the score of `neighbour`, may be negative.

    entries: user, item, weight as `interactions.weigh` gives. The `most` weights of the largest size per item.
    """
    counts = entries["item"].value_counts()
    items = sorted(sorted(counts.index, key=lambda item: (-counts[item], item))[:MAX_ITEMS])
    if len(items) < 2:
        return pd.DataFrame({"thing": [], "neighbour": [], "similarity": []}).astype(
            {"thing": str, "neighbour": str, "similarity": float}
        )
    kept = entries[entries["item"].isin(items)]
    columns = pd.Categorical(kept["item"], categories=items).codes
    users, rows = np.unique(kept["user"].to_numpy(dtype=object), return_inverse=True)
    taken = sparse.csr_matrix((kept["weight"].to_numpy(float), (rows, columns)), shape=(len(users), len(items)))
    gram = (taken.T @ taken).toarray()
    gram[np.diag_indices_from(gram)] += penalty
    with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
        inverse = linalg.inv(gram, overwrite_a=True, assume_a="pos")
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    most = min(most, len(items) - 1)
    best = np.argsort(-np.abs(np.round(weights, 12)), axis=1, kind="stable")[:, :most]
    names = np.array(items, dtype=object)
    return pd.DataFrame(
        {
            "thing": np.repeat(names, most),
            "neighbour": names[best.ravel()],
            "similarity": np.take_along_axis(weights, best, axis=1).ravel(),
        }
    )

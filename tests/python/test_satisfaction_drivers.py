"""Correlations of the mart `satisfaction_drivers` against pandas and scipy, on the demo company."""

import duckdb
import pytest
from scipy import stats


@pytest.fixture(scope="module")
def warehouse(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield connection


def test_correlations_and_welch_interval(warehouse):
    values = warehouse.execute("select * from marts.int_satisfaction_driver_values").fetch_df()
    drivers = warehouse.execute(
        "select * from marts.satisfaction_drivers where pearson is not null and score_difference_lower is not null"
    ).fetch_df()
    assert len(drivers) > 20
    groups = {key: rows for key, rows in values.groupby(["survey_type", "driver"])}
    for driver in drivers.itertuples():
        rows = groups[driver.survey_type, driver.driver]
        value, score = rows["driver_value"].to_numpy(), rows["score_percent"].to_numpy()
        assert driver.pearson == pytest.approx(stats.pearsonr(value, score).statistic, abs=1e-9)
        assert driver.spearman == pytest.approx(stats.spearmanr(value, score).statistic, abs=1e-9)
        high, low = score[value > driver.high_above], score[value <= driver.high_above]
        margin = 1.959963984540054 * (high.var(ddof=1) / len(high) + low.var(ddof=1) / len(low)) ** 0.5
        assert driver.score_difference == pytest.approx(high.mean() - low.mean(), abs=1e-9)
        assert driver.score_difference_upper == pytest.approx(high.mean() - low.mean() + margin, abs=1e-9)

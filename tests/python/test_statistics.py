"""descriptive_statistics and correlations against pandas and SciPy on the same customers."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats


@pytest.fixture(scope="module")
def frames(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        described = connection.execute("from marts.descriptive_statistics").df().set_index("column_name")
        correlations = connection.execute("from marts.correlations").df()
        numbers = ", ".join(f"cast({name} as double) as {name}" for name in described.index)
        customers = connection.execute(f"select {numbers} from marts.customer_360").df()
    return described, correlations, customers


def test_descriptive_statistics_are_those_of_scipy(frames):
    described, _, customers = frames
    assert len(described) >= 17
    for name, row in described.iterrows():
        values = customers[name].dropna().to_numpy()
        assert (row["known"], row["missing"]) == (len(values), len(customers) - len(values))
        if len(values) < 2:
            continue
        wanted = {
            "mean": values.mean(),
            "standard_deviation": values.std(ddof=1),
            "minimum": values.min(),
            "maximum": values.max(),
            **{
                column: np.quantile(values, share, method="inverted_cdf")
                for column, share in {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}.items()
            },
        }
        if values.std() > 0:
            wanted["skewness"] = stats.skew(values)
        for column, value in wanted.items():
            assert row[column] == pytest.approx(value, rel=1e-7, abs=1e-9), (name, column)


def test_outliers_are_those_of_iglewicz_and_hoaglin(frames):
    described, _, customers = frames
    for name, row in described.iterrows():
        values = customers[name].dropna().to_numpy()
        if row["known"] == 0:
            continue
        distances = np.abs(values - row["median"])
        deviation = np.quantile(distances, 0.5, method="inverted_cdf")
        assert row["median_absolute_deviation"] == pytest.approx(deviation)
        if deviation == 0:
            assert pd.isna(row["outliers_low"]) and pd.isna(row["outliers_high"]), name
        else:
            scores = 0.6744897501960817 * (values - row["median"]) / deviation
            assert (row["outliers_low"], row["outliers_high"]) == ((scores < -3.5).sum(), (scores > 3.5).sum()), name


def test_correlations_are_those_of_pandas(frames):
    _, correlations, customers = frames
    metrics = set(correlations["metric"])
    assert len(correlations) == len(metrics) * (len(metrics) - 1) and len(metrics) > 10
    for row in correlations.itertuples():
        pair = customers[[row.metric, row.other_metric]].dropna()
        assert row.customers == len(pair)
        assert row.pearson == pytest.approx(pair.corr().iloc[0, 1], abs=1e-9)
        assert row.spearman == pytest.approx(stats.spearmanr(pair).statistic, abs=1e-9)

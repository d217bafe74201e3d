"""The competing churn models: known answers, what is stored of them, and that SQL scores as Python does."""

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from threadpoolctl import threadpool_limits

from crm360 import frames
from crm360.churn.bayes import bayes_terms
from crm360.churn.calibration import Calibration
from crm360.churn.candidates import BY_NAME, CANDIDATES, fit_candidate
from crm360.churn.comparing import choose, compare
from crm360.churn.fits import fit_logistic, fit_svm, linear
from crm360.churn.metrics import calibration_error, metrics_of
from crm360.churn.model import load, to_table
from crm360.churn.periods import Fold, Period, splits_by_time
from crm360.churn.scoring import score, score_by_python
from crm360.churn.terms import KNOTS, Term, spline_terms
from crm360.churn.training import backtest, train
from crm360.churn.trees import apply_trees, export_forest

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
MODELS = REPOSITORY / "models/marts/churn"


def features_of_sql():
    text = (REPOSITORY / "macros/features/churn_features.sql").read_text()
    return re.findall(r"'(\w+)'", text)


def sample(rows=1500, features=("recency_days", "tickets_90d", "spend_365d"), seed=0, unknown=0.1):
    """Churn rises with the first feature and bends; the third is skewed, and some values are unknown."""
    rng = np.random.default_rng(seed)
    columns = {name: rng.normal(size=rows) for name in features}
    columns[features[0]] = rng.exponential(50, rows)
    columns[features[1]] = rng.poisson(0.4, rows).astype(float)
    columns[features[2]] = rng.lognormal(3, 1.5, rows)
    first = columns[features[0]]
    truth = -1.5 + 0.05 * np.minimum(first, 60) + 0.5 * columns[features[1]]
    labels = (rng.random(rows) < 1 / (1 + np.exp(-truth))).astype(float)
    values = np.column_stack([columns[name] for name in features])
    values[rng.random(values.shape) < unknown] = np.nan
    return Period(list(features), values, labels, np.zeros(rows))


def snapshots(customers=200, months=14, seed=2):
    period = sample(customers * months, seed=seed)
    dates = np.repeat(pd.date_range("2024-01-31", periods=months, freq="ME"), customers)
    frame = pd.DataFrame(period.values, columns=period.features)
    return frame.assign(
        customer_id=[f"C{number:05d}" for number in range(customers)] * months,
        snapshot_date=dates,
        label_known_on=dates + pd.Timedelta(days=90),
        is_churned=period.labels == 1,
    )


@pytest.fixture(scope="module")
def fitted():
    rows = sample()
    halves = rows.rows(np.arange(1000)), rows.rows(np.arange(1000, 1500))
    return {one.name: fit_candidate(one, *halves)[0] for one in CANDIDATES}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_stored_model_gives_the_same_probabilities(fitted, name):
    model, later = fitted[name], sample(400, seed=5)
    table = to_table(model.to_rows()).sample(frac=1, random_state=1)
    read = load(table)
    np.testing.assert_array_equal(read.probability(later.values), model.probability(later.values))
    assert (read.name, read.is_linear) == (name, name in ("logistic", "logistic_splines", "bayes"))
    assert metrics_of(later.labels, model.log_odds(later.values), model.probability(later.values))["auc"] > 0.6


@pytest.mark.parametrize("name", BY_NAME)
def test_contributions_point_where_the_risk_comes_from(fitted, name):
    values = np.array([[120.0, 0.0, 20.0], [1.0, 0.0, 20.0], [40.0, 4.0, 20.0]])
    contributions = fitted[name].contributions(values)
    assert contributions[0, 0] > 0 > contributions[1, 0]
    assert contributions[2, 1] > 0
    if fitted[name].units is None:
        total = fitted[name].bias + contributions.sum(axis=1)
        np.testing.assert_allclose(total, fitted[name].log_odds(values), atol=1e-9)


def test_logistic_is_scikit_learns_on_standardised_values():
    rows = sample(unknown=0, features=("a", "b", "c"))
    values = np.random.default_rng(1).normal(size=rows.values.shape)  # symmetric: no logarithms
    labels = (values[:, 0] + np.random.default_rng(2).normal(size=len(values)) > 0).astype(float)
    model = fit_logistic(values, labels, rows.features, splines=False, C=0.3)
    standardised = (values - values.mean(axis=0)) / values.std(axis=0)
    expected = LogisticRegression(C=0.3, tol=1e-12, max_iter=1000).fit(standardised, labels)
    np.testing.assert_allclose(model.log_odds(values), expected.decision_function(standardised), atol=1e-6)


def test_naive_bayes_is_bayes_rule():
    """Two normal classes and a coin: the log-odds are those of the true densities."""
    labels = np.repeat([0.0, 1.0], 4000)
    rng = np.random.default_rng(3)
    continuous = np.where(labels == 1, rng.normal(1, 2, 8000), rng.normal(-1, 1, 8000))
    coin = (rng.random(8000) < np.where(labels == 1, 0.75, 0.25)).astype(float)
    values = np.column_stack([continuous, coin])
    terms, bias = bayes_terms(values, labels, ["x", "coin"])
    found = linear(values, ["x", "coin"], terms, bias).log_odds(np.array([[0.5, 1.0], [-2.0, 0.0]]))
    groups = [continuous[labels == one] for one in (0, 1)]
    shares = [(coin[labels == one].sum() + 1) / 4002 for one in (0, 1)]
    for point, value in zip([(0.5, 1), (-2.0, 0)], found, strict=True):
        densities = [norm.logpdf(point[0], group.mean(), group.std()) for group in groups]
        coins = [np.log(share if point[1] else 1 - share) for share in shares]
        assert value == pytest.approx(densities[1] - densities[0] + coins[1] - coins[0], abs=1e-9)


@pytest.mark.parametrize("trees", [1, 7])
def test_exported_forest_is_the_mean_of_its_trees(trees):
    rows = sample(unknown=0.2)
    if trees == 1:
        forest = DecisionTreeClassifier(min_samples_leaf=20, random_state=0).fit(rows.values, rows.labels)
        exported, bias = export_forest([forest])
    else:
        forest = RandomForestClassifier(trees, min_samples_leaf=20, random_state=0).fit(rows.values, rows.labels)
        exported, bias = export_forest(forest.estimators_)
    later = sample(500, seed=8, unknown=0.2).values
    probability = 0.5 + (bias + apply_trees(exported, later).sum(axis=1)) / 4
    np.testing.assert_allclose(probability, forest.predict_proba(later)[:, 1], atol=1e-9)


def test_a_spline_follows_a_bend_that_a_line_misses():
    rng = np.random.default_rng(4)
    x = rng.uniform(0, 100, (6000, 1))
    truth = 1 / (1 + np.exp(-(np.abs(x[:, 0] - 50) / 10 - 2.5)))
    labels = (rng.random(6000) < truth).astype(float)
    errors = []
    for splines in (False, True):
        model = fit_logistic(x, labels, ["x"], splines=splines, C=1.0)
        errors.append(np.abs(model.probability(x) - truth).mean())
    assert errors[1] < 0.04 < 0.1 < errors[0]


def test_terms_shape_values_as_they_say():
    values = np.array([0.0, 3.0, np.nan])
    for kind, expected in {
        "value": [0, 3, 5],
        "square": [0, 9, 25],
        "log": np.log1p([0, 3, 5]),
        "log_square": np.log1p([0, 3, 5]) ** 2,
        "above": [0, 1, 3],
        "unknown": [0, 0, 1],
    }.items():
        np.testing.assert_allclose(Term("x", kind, knot=2.0, fill=5.0).apply(values), expected)
    assert len({term.knot for term in spline_terms(sample().values, ["a", "b", "c"]) if term.kind == "above"}) <= 12


def test_slow_models_learn_from_a_part_of_the_rows():
    rows = sample(1500)
    half = Fold(rows.rows(np.arange(1000)), rows.rows(np.arange(1000, 1300)), rows.rows(np.arange(1300, 1500)))
    results = compare([half], [BY_NAME[name] for name in ("svm", "logistic")], slow_rows=400)
    assert {name: found[0].fitted_rows for name, found in results.items()} == {
        "recency": 1300,
        "svm": 400,
        "logistic": 1300,
    }
    # The cost of scoring does not grow with the rows either: landmarks, not support vectors.
    assert len(fit_svm(rows.values, rows.labels, rows.features, C=1.0).units.weights) == 100


def test_calibration_error_and_metrics_of_known_answers():
    labels = np.repeat([1.0, 0.0], 10)
    assert calibration_error(labels, np.repeat([0.75, 0.25], 10)) == pytest.approx(0.25)
    assert calibration_error(labels, labels) == 0
    found = metrics_of(np.array([1.0, 1, 0, 0]), np.array([4, 1, 3, 2]), np.array([0.9, 0.2, 0.8, 0.3]))
    assert (found["accuracy"], found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5, 0.5)
    assert metrics_of(np.array([1.0, 0]), np.array([0.1, 0.2]), np.array([0.1, 0.2]))["precision"] == 0


def test_the_best_calibrated_of_equals_scores_and_the_baseline_unless_beaten():
    measured = {
        "recency": {"brier": 0.19, "calibration_error": 0.001},
        "forest": {"brier": 0.1800, "calibration_error": 0.03},
        "logistic": {"brier": 0.1803, "calibration_error": 0.02},
        "bayes": {"brier": 0.1850, "calibration_error": 0.01},
    }
    assert choose(measured) == "logistic"
    assert choose(measured | {"recency": {"brier": 0.17, "calibration_error": 0.5}}) == "recency"


def test_folds_roll_and_never_see_what_they_are_judged_on():
    dates = pd.date_range("2024-01-31", periods=18, freq="ME")
    months = pd.DataFrame({"snapshot_date": dates, "label_known_on": dates + pd.Timedelta(days=90)})
    splits = splits_by_time(months)
    assert [split.validate for split in splits] == [list(dates[9:12]), list(dates[12:15]), list(dates[15:18])]
    for split in splits:
        assert split.fit[-1] < split.calibrate[0]
        assert split.calibrate[-1] + pd.Timedelta(days=90) <= split.validate[0]


def test_backtest_tells_what_was_known_then():
    frame = snapshots()
    table = train(frame)
    told = backtest(frame, table)
    assert (told["trained_to"] + pd.Timedelta(days=90) <= told["snapshot_date"]).all()
    assert not told.duplicated(["customer_id", "snapshot_date"]).any()
    pooled = table[(table["part"] == "leaderboard") & table["is_chosen"].fillna(False) & (table["name"] == "brier")]
    brier = ((told["churn_probability"] - told["is_churned"].astype(float)) ** 2).mean()
    assert brier == pytest.approx(pooled["value"].iloc[0], abs=1e-5)
    for _, month in told.groupby("snapshot_date"):
        rate = month["is_churned"].astype(float).mean()
        assert ((month["churn_probability"] - month["is_churned"].astype(float)) ** 2).mean() < rate * (1 - rate)
    assert len(backtest(frame.head(0), train(frame.head(0)))) == 0


def test_same_rows_in_any_order_give_the_same_bytes():
    frame = snapshots(customers=90)
    shuffled = frame.sample(frac=1, random_state=1)
    one, two = train(frame), train(shuffled)
    assert one.to_csv().encode() == two.to_csv().encode()
    assert backtest(frame, one).to_csv().encode() == backtest(shuffled, two).to_csv().encode()


def sql_scores(table, features, texts):
    """What the SQL models make of a model table, run on DuckDB without dbt."""
    environment = jinja2.Environment()
    helpers = {
        "config": lambda **_: "",
        "ref": str,
        "churn_features": features_of_sql,
        "churn_knots": lambda: len(KNOTS),
        "safe_divide": lambda one, two: f"(cast({one} as double) / nullif(cast({two} as double), 0))",
    }
    with duckdb.connect() as connection:
        frames_by_name = {"ml_churn_training": table, "int_churn_scoring": features, "churn_reason_texts": texts}
        for name, frame in frames_by_name.items():
            connection.register("given", frame)
            connection.execute(f"create table {name} as from given")
        macros = (REPOSITORY / "macros/features/linear_models.sql").read_text()
        for name in ("curves", "contributions", "reasons", "scores"):
            text = (MODELS / f"int_churn_linear_{name}.sql").read_text()
            sql = environment.from_string(macros + text).render(**helpers)
            connection.execute(f"create table int_churn_linear_{name} as {sql}")
        return connection.sql("from int_churn_linear_scores order by customer_id").df()


@pytest.mark.parametrize("name", ["logistic", "logistic_splines", "bayes"])
def test_sql_scores_as_the_library_does(name):
    names = features_of_sql()
    rows = sample(1200, features=names, seed=6)
    model, _ = fit_candidate(BY_NAME[name], rows.rows(np.arange(800)), rows.rows(np.arange(800, 1200)))
    table = to_table(model.to_rows())
    later = sample(500, features=names, seed=7).values
    frame = pd.DataFrame(later, columns=names).assign(
        customer_id=[f"C{number:04d}" for number in range(500)], snapshot_date=pd.Timestamp("2025-06-30")
    )
    texts = pd.read_csv(REPOSITORY / "seeds/reference/churn_reason_texts.csv")
    found = sql_scores(table, frame, texts)
    np.testing.assert_allclose(found["log_odds"], model.log_odds(later), atol=1e-9, rtol=0)
    expected = score(frame, table, texts)
    np.testing.assert_allclose(found["churn_probability"], expected["churn_probability"], atol=1.1e-6)
    for column in ["reasons_for", *(f"reason_{n}_{what}" for n in (1, 2, 3) for what in ("feature", "direction"))]:
        pd.testing.assert_series_equal(
            found[column].fillna("").astype(str), expected[column].fillna("").astype(str), check_names=False
        )
    assert len(score_by_python(frame, table, texts)) == 0


def test_sql_leaves_to_python_what_is_not_linear(fitted):
    texts = pd.read_csv(REPOSITORY / "seeds/reference/churn_reason_texts.csv")
    frame = pd.DataFrame(np.nan, index=range(3), columns=features_of_sql())
    frame = frame.assign(customer_id=["A", "B", "C"], snapshot_date=pd.Timestamp("2025-06-30"))
    curved = replace(fitted["logistic"], calibration=Calibration("isotonic", [-1.0, 1.0], [0.2, 0.8]))
    for model in (*(fitted[name] for name in ("tree", "forest", "svm", "network", "boosting")), curved):
        table = to_table(model.to_rows())
        assert len(sql_scores(table, frame, texts)) == 0
        assert len(score_by_python(frame, table, texts)) == 3


def test_the_demo_is_scored_in_sql_as_by_the_library(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        model = load(frames.to_pandas(connection.sql("from python_models.ml_churn_training")))
        features = frames.to_pandas(connection.sql("from features.int_churn_scoring order by customer_id"))
        found = connection.sql("select log_odds from marts.int_churn_linear_scores order by customer_id").df()
    if not model.is_linear:
        pytest.skip(f"the demo's best model is {model.name}, which SQL does not score")
    values = features[model.features].astype(float).to_numpy()
    np.testing.assert_allclose(found["log_odds"], model.log_odds(values), atol=1e-9, rtol=0)


@pytest.fixture(scope="module")
def benchmark():
    sys.path.insert(0, str(REPOSITORY / "benchmarks/models"))
    spec = importlib.util.spec_from_file_location("churn_benchmark", REPOSITORY / "benchmarks/models/churn.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(REPOSITORY / "benchmarks/models"))


def test_planted_causes_are_among_the_reasons(benchmark, demo_warehouse):
    share, _ = benchmark.demo_rows(demo_warehouse)
    assert share.ours >= 0.70


@pytest.mark.skipif(not (DATA / "telco_churn").exists(), reason="../shared/data/telco_churn is absent")
def test_telco_reaches_what_is_published(benchmark):
    with threadpool_limits(limits=1):
        results = compare(benchmark.telco_folds(DATA), [BY_NAME["logistic"], BY_NAME["logistic_splines"]])
    auc = {name: np.mean([one.metrics["auc"] for one in found]) for name, found in results.items()}
    assert auc["logistic"] == pytest.approx(0.845, abs=0.005)
    assert 0.848 <= auc["logistic_splines"] <= 0.86
    labels, probability = (
        np.concatenate([getattr(one, what) for one in results["logistic_splines"]])
        for what in ("labels", "probability")
    )
    assert calibration_error(labels, probability) <= 0.01


def test_every_month_of_the_demo_beats_its_own_rate(demo_warehouse):
    """Nobody could know a month's churn rate beforehand; the scores are nearer to what happened all the same."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        months = connection.sql("select brier, base_rate_brier from marts.churn_calibration_monthly").fetchall()
    assert len(months) >= 6
    assert all(brier < base_rate for brier, base_rate in months)

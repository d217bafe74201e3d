"""What customers buy next: planted causes are found, SQL scores as Python does, and baselines stay where better."""

import importlib.util
import re
import sys
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from crm360 import frames
from crm360.churn.model import TABLE, load
from crm360.churn.periods import period_of
from crm360.churn.scoring import strongest_reasons
from crm360.propensity import category, purchase, spend
from crm360.propensity.judging import as_table, folds_of, labelled

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
MODELS = REPOSITORY / "models/marts/propensity"
SUBJECTS = {"purchase": purchase, "category": category, "spend": spend}


def names_of(macro):
    return re.findall(r"'(\w+)'", (REPOSITORY / f"macros/features/{macro}.sql").read_text())


def sample(customers=300, months=14, seed=1, share_of_truth=1.0):
    """Who bought lately and often buys again; a quarter's spend is half the last one's, and 40 more of subscribers."""
    rng = np.random.default_rng(seed)
    rows = customers * months
    recency, purchases = rng.exponential(60, rows).round(), rng.poisson(2, rows).astype(float)
    subscriber = rng.random(rows) < 0.4
    last = rng.gamma(2, 50, rows).round(2)
    csat = np.where(rng.random(rows) < 0.3, np.nan, rng.integers(1, 6, rows))
    truth = 1 / (1 + np.exp(-(0.02 * (40 - recency) + share_of_truth * (0.7 * (purchases - 2) - 1.0 * subscriber))))
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(customers)] * months,
            "snapshot_date": np.repeat(pd.date_range("2024-01-31", periods=months, freq="ME"), customers),
            "recency_days": recency,
            "purchases_90d": purchases,
            "is_subscriber": subscriber,
            "spend_90d": last,
            "last_csat_score": csat,
            "is_bought": rng.random(rows) < truth,
            "next_spend": np.maximum(0.5 * last + 40 * subscriber + rng.normal(30, 20, rows), 0),
        }
    )
    frame["bought_known_on"] = frame["snapshot_date"] + pd.Timedelta(days=30)
    frame["spend_known_on"] = frame["snapshot_date"] + pd.Timedelta(days=90)
    return frame, truth


def by_recency_alone():
    """Nine in ten buy up to 30 days after their last purchase, one in ten later: a step, which no curve follows."""
    rows, _ = sample(customers=200)
    chance = np.where(rows["recency_days"] <= 30, 0.9, 0.1)
    return rows.assign(is_bought=np.random.default_rng(0).random(len(rows)) < chance)


def choices(customers=120, months=12, seed=3, share_of_truth=1.0):
    """Everybody likes one of four categories and returns to it; books sell most."""
    rng = np.random.default_rng(seed)
    names, base = ["books", "garden", "home", "toys"], np.array([0.4, 0.2, 0.2, 0.1])
    rows = []
    for number in range(customers):
        liked = rng.integers(4)
        for month in pd.date_range("2024-01-31", periods=months, freq="ME"):
            days = rng.integers(1, 10)
            own = rng.binomial(days, np.where(np.arange(4) == liked, 0.7, 0.1))
            chance = np.clip(base + share_of_truth * 0.5 * (np.arange(4) == liked), 0, 1)
            for k, name in enumerate(names):
                rows.append(
                    {
                        "customer_id": f"C{number:05d}",
                        "snapshot_date": month,
                        "label_known_on": month + pd.Timedelta(days=90),
                        "category": name,
                        "days_365d": own[k],
                        "days_since": float(rng.integers(0, 300)) if own[k] else np.nan,
                        "days_total": own[k],
                        "is_last": bool(rng.random() < 0.5) and own[k] > 0,
                        "share_365d": own[k] / days,
                        "share_total": own[k] / days,
                        "is_next": bool(rng.random() < chance[k]),
                    }
                )
    return pd.DataFrame(rows)


def few_by_last_category():
    """Eight customers, who stay with the category of their last purchase."""
    rows = choices(customers=8)
    return rows.assign(is_next=rows["is_last"])


@pytest.fixture(scope="module")
def trained():
    rows, _ = sample()
    return {"purchase": purchase.train(rows), "category": category.train(choices()), "spend": spend.train(rows)}


def measured(table, model=None):
    """Metrics of the chosen model, or of one by name."""
    rows = table[table["part"] == "evaluation"]
    rows = rows[rows["is_chosen"]] if model is None else rows[rows["model"] == model]
    return dict(zip(rows["name"], rows["value"], strict=True))


def test_planted_causes_beat_the_naive_forecasts(trained):
    assert {name: set(table["status"]) for name, table in trained.items()} == {name: {"trained"} for name in trained}
    bought, recency = measured(trained["purchase"]), measured(trained["purchase"], "recency")
    assert bought["auc"] > recency["auc"] + 0.03 and bought["brier"] < recency["brier"] - 0.01
    held, last = measured(trained["category"]), measured(trained["category"], "last_category")
    assert held["hit_at_1"] > last["hit_at_1"] + 0.1 and held["brier"] < last["brier"] - 0.01
    spent = measured(trained["spend"])
    # The noise of 20 (standard deviation) has a mean absolute error of 16 and leaves R² of about .75.
    assert 15 < spent["mae"] < 17 and 0.7 < spent["r2"] < 0.85


def test_probabilities_are_calibrated(trained):
    model = load(trained["purchase"])
    rows, truth = sample(months=1, customers=4000, seed=8)
    said = model.probability(rows[model.features].astype(float).to_numpy())
    assert abs(said.mean() - truth.mean()) < 0.02
    for low, high in [(0, 0.2), (0.2, 0.5), (0.5, 1)]:
        band = (said >= low) & (said < high)
        assert band.sum() > 100
        assert abs(said[band].mean() - truth[band].mean()) < 0.05


def test_planted_weights_are_recovered(trained):
    terms = trained["spend"][trained["spend"]["part"] == "term"]
    per_unit = (terms["value"] / terms["deviation"])[terms["kind"] == "value"].to_numpy()
    found = dict(zip(terms.loc[terms["kind"] == "value", "name"], per_unit, strict=True))
    assert found["spend_90d"] == pytest.approx(0.5, abs=0.02)
    assert found["is_subscriber"] == pytest.approx(40, abs=3)
    assert abs(found["recency_days"]) < 0.05


def test_least_squares_is_the_textbooks():
    """Without noise a line is found to the ridge's pull of one row; a parabola only with squares."""
    rows = sample(customers=200, months=10)[0]
    whole = labelled(rows.assign(next_spend=100 + 0.01 * rows["recency_days"] ** 2), "next_spend", "spend_known_on")
    period = period_of(whole)[0].with_features(["recency_days"])
    line, curve = spend.fit_linear(period), spend.fit_polynomial(period)
    slope, intercept = np.polyfit(period.values[:, 0], period.labels, 1)
    assert spend.predict(line, np.array([[100.0]]))[0] == pytest.approx(intercept + slope * 100, rel=1e-2)
    days = np.array([[0.0], [50.0], [100.0]])
    assert spend.predict(curve, days) == pytest.approx(100 + 0.01 * days[:, 0] ** 2, rel=0.02)


def test_metrics_of_known_answers():
    labels = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 1.0])
    said = np.array([0.9, 0.2, 0.1, 0.3, 0.4, 0.1])
    found = category.metrics(labels, said, np.array([0, 0, 0, 1, 1, 1]))
    assert found["hit_at_1"] == 0.5  # the first purchase held its most probable category, the second did not
    assert found["hit_at_3"] == 1.0
    assert found["brier"] == pytest.approx(((labels - said) ** 2).mean())
    found = spend.metrics(np.array([0.0, 10.0, 20.0]), np.array([0.0, 10.0, 14.0]))
    assert found == {"mae": pytest.approx(2.0), "r2": pytest.approx(1 - 36 / 200)}
    assert np.isnan(spend.metrics(np.zeros(3), np.zeros(3))["r2"])


def test_the_recency_baseline_never_rises():
    model = purchase.fit_recency(period_of(labelled(sample()[0], "is_bought", "bought_known_on"))[0])
    rates = model.probability(np.arange(0, 400.0)[:, None])
    assert (np.diff(rates) <= 1e-12).all() and rates[0] > rates[-1] + 0.2


def test_only_labels_known_on_the_first_validation_month_are_learnt():
    rows = sample(customers=40)[0]
    for label, known_on, days in (("is_bought", "bought_known_on", 30), ("next_spend", "spend_known_on", 90)):
        whole, months, _ = period_of(labelled(rows, label, known_on))
        folds = folds_of(whole, months)
        assert len(folds) == 3
        for split, fold in folds:
            first = fold.validate.dates.min()
            assert first == np.datetime64(split.validate[0])
            assert fold.before.dates.max() + np.timedelta64(days, "D") <= first
        assert not {label, known_on, "is_bought", "next_spend", "bought_known_on", "spend_known_on"} & set(
            whole.features
        )


@pytest.mark.parametrize("name", SUBJECTS)
def test_same_rows_in_any_order_give_the_same_bytes(name):
    rows = choices(customers=60) if name == "category" else sample(customers=100)[0]
    train = SUBJECTS[name].train
    assert train(rows).to_csv().encode() == train(rows.sample(frac=1, random_state=5)).to_csv().encode()


@pytest.mark.parametrize(
    ("name", "rows", "status", "model"),
    [
        ("purchase", lambda: sample()[0].head(0), "no_data", "none"),
        ("purchase", lambda: sample()[0].assign(is_bought=False), "base_rate", "base_rate"),
        ("purchase", lambda: sample()[0].head(20), "base_rate", "base_rate"),
        ("purchase", lambda: sample(customers=15)[0], "baseline", "recency"),
        ("purchase", lambda: sample(months=2)[0], "baseline", "recency"),
        ("purchase", lambda: by_recency_alone(), "baseline", "recency"),
        ("category", lambda: choices().head(0), "no_data", "none"),
        ("category", lambda: choices().query("category == 'toys'").assign(is_next=True), "no_data", "none"),
        ("category", lambda: choices(months=2), "baseline", "popularity"),
        ("category", lambda: few_by_last_category(), "baseline", "last_category"),
        ("spend", lambda: sample()[0].head(0), "no_data", "none"),
        ("spend", lambda: sample(months=2)[0], "baseline", "last_quarter"),
        ("spend", lambda: sample()[0].assign(next_spend=lambda rows: rows["spend_90d"]), "baseline", "last_quarter"),
        ("spend", lambda: sample()[0].assign(next_spend=0.0), "baseline", "last_quarter"),
    ],
)
def test_where_no_model_is_better_the_baseline_scores_and_says_so(name, rows, status, model):
    table = SUBJECTS[name].train(rows())
    assert list(table.columns) == list(TABLE)
    assert (set(table["status"]), load(table).name) == ({status}, model)
    assert table["note"].notna().all()


def run_sql(name, table, **given):
    """What the SQL models of a question make of a model table, run on DuckDB without dbt."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    helpers = {
        "config": lambda **_: "",
        "ref": str,
        "churn_features": lambda: names_of("churn_features"),
        "category_history_features": lambda: names_of("category_history_features"),
        "churn_knots": lambda: 4,
        "safe_divide": lambda one, two: f"(cast({one} as double) / nullif(cast({two} as double), 0))",
    }
    macros = (REPOSITORY / "macros/features/linear_models.sql").read_text()
    with duckdb.connect() as connection:
        for relation, frame in ({f"ml_propensity_{name}": table} | given).items():
            connection.register("given", frame)
            connection.execute(f"create table {relation} as from given")
        steps = {"purchase": ["purchase_contributions", "purchase_reasons", "purchase_scores"]}.get(
            name, [f"{name}_scores"]
        )
        for step in steps:
            sql = environment.from_string(macros + (MODELS / f"int_{step}.sql").read_text()).render(**helpers)
            connection.execute(f"create table int_{step} as {sql}")
        return [connection.sql(f"from int_{step} order by all").df() for step in steps]


def today(customers=400, seed=9):
    rows = sample(customers=customers, months=1, seed=seed)[0]
    return pd.DataFrame(index=rows.index, columns=names_of("churn_features"), dtype=float).assign(
        **{name: rows[name].astype(float) for name in rows.columns if name in names_of("churn_features")},
        customer_id=rows["customer_id"],
        snapshot_date=rows["snapshot_date"],
    )


@pytest.mark.parametrize("kind", ["trained", "baseline", "base_rate"])
def test_sql_tells_who_buys_as_the_library_does(trained, kind):
    rows = {"baseline": lambda: sample(customers=15)[0], "base_rate": lambda: sample()[0].head(20)}
    table = trained["purchase"] if kind == "trained" else purchase.train(rows[kind]())
    assert set(table["status"]) == {kind}
    features, texts = today(), pd.read_csv(REPOSITORY / "seeds/reference/propensity_reason_texts.csv")
    _, reasons, scores = run_sql("purchase", table, int_churn_scoring=features, propensity_reason_texts=texts)
    model = load(table)
    values = features[model.features].to_numpy()
    np.testing.assert_allclose(scores["log_odds"], model.log_odds(values), atol=1e-9, rtol=0)
    np.testing.assert_allclose(scores["probability"], model.probability(values), atol=1e-9, rtol=0)
    expected = strongest_reasons(model.contributions(values), values, model, texts)
    for number, (feature, direction) in enumerate(expected, start=1):
        own = reasons[reasons["reason_number"] == number].set_index("customer_id")
        own = own.reindex(features["customer_id"])
        for found, wanted in ((own["feature"], feature), (own["direction"], direction)):
            assert found.fillna("").tolist() == ["" if text is None else text for text in wanted]


@pytest.mark.parametrize("kind", ["trained", "last_category", "popularity"])
def test_sql_tells_categories_as_the_library_does(trained, kind):
    few = {"last_category": few_by_last_category, "popularity": lambda: choices(months=2)}
    table = trained["category"] if kind == "trained" else category.train(few[kind]())
    assert kind in ("trained", load(table).name)
    rows = choices(customers=80, months=1, seed=6).assign(is_as_of=True)
    [scores] = run_sql("category", table, int_category_choices=rows)
    model = load(table)
    wide = rows.assign(**{f: rows["category"] == f.removeprefix("category: ") for f in model.features if ":" in f})
    wide = wide.sort_values(["customer_id", "category"])
    values = wide[model.features].astype(float).to_numpy()
    found = scores.sort_values(["customer_id", "category"])
    np.testing.assert_allclose(found["log_odds"], model.log_odds(values), atol=1e-9, rtol=0)
    np.testing.assert_allclose(found["probability"], model.probability(values), atol=1e-9, rtol=0)


@pytest.mark.parametrize("fit", spend.FITS)
def test_sql_tells_spend_as_the_library_does(fit):
    whole, _, _ = period_of(labelled(sample()[0], "next_spend", "spend_known_on"))
    model = spend.FITS[fit](whole)
    table = as_table([], model, whole, {"status": "trained", "note": ""})
    features = today()
    [scores] = run_sql("spend", table, int_churn_scoring=features)
    expected = spend.predict(model, features[model.features].to_numpy())
    np.testing.assert_allclose(scores["expected_spend"], expected, atol=1e-9, rtol=0)


def test_the_demo_is_scored_in_sql_as_by_the_library(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        tables = {
            name: frames.to_pandas(connection.sql(f"from python_models.ml_propensity_{name}")) for name in SUBJECTS
        }
        features = frames.to_pandas(connection.sql("from features.int_churn_scoring order by customer_id"))
        rows = frames.to_pandas(
            connection.sql("from features.int_category_choices where is_as_of order by customer_id, category")
        )
        found = {
            name: connection.sql(f"from marts.int_{name}_scores order by customer_id").df()
            for name in ("purchase", "spend")
        }
        found["category"] = connection.sql("from marts.int_category_scores order by customer_id, category").df()
    assert {name: set(table["status"]) for name, table in tables.items()} == {name: {"trained"} for name in SUBJECTS}
    models = {name: load(table) for name, table in tables.items()}
    rows = rows.assign(
        **{
            name: rows["category"] == name.removeprefix("category: ")
            for name in models["category"].features
            if ":" in name
        }
    )
    values = {
        name: (rows if name == "category" else features)[model.features].astype(float).to_numpy()
        for name, model in models.items()
    }
    for name in ("purchase", "category"):
        expected = models[name].probability(values[name])
        np.testing.assert_allclose(found[name]["probability"], expected, atol=1e-9, rtol=0)
    expected = spend.predict(models["spend"], values["spend"])
    np.testing.assert_allclose(found["spend"]["expected_spend"], expected, atol=1e-8, rtol=0)


def test_bank_marketing_reaches_what_is_published():
    if not (DATA / "bank_marketing").exists():
        pytest.skip("../shared/data/bank_marketing is not there")
    sys.path.insert(0, str(REPOSITORY / "benchmarks/models"))
    try:
        spec = importlib.util.spec_from_file_location(
            "propensity_bench", REPOSITORY / "benchmarks/models/propensity.py"
        )
        benchmark = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(benchmark)
    finally:
        sys.path.pop(0)
    with threadpool_limits(limits=1):
        assert benchmark.across_folds(benchmark.bank(DATA), "logistic", folds=3)["auc"] >= 0.76

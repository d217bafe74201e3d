from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln, gammaln
from sklearn.metrics import roc_auc_score

from crm360.lifetime_value.estimation import TABLE, bg_nbd_of, estimate, gamma_gamma_of
from crm360.lifetime_value.expectations import SCHEMA, expect
from crm360.lifetime_value.purchases import BgNbd, fit_bg_nbd
from crm360.lifetime_value.simulation import simulate
from crm360.lifetime_value.spend import GammaGamma, fit_gamma_gamma

REPOSITORY = Path(__file__).resolve().parents[2]
SUMMARY = REPOSITORY.parent / "shared" / "data" / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
needs_cdnow = pytest.mark.skipif(not SUMMARY.exists(), reason="../shared/data/cdnow is absent")
CDNOW, CDNOW_SPEND = BgNbd(0.243, 4.414, 0.793, 2.426), GammaGamma(6.25, 3.74, 15.44)


def counted(customers, observation="today"):
    """Histories and spends as the features count them."""
    key = ["purchases", "last_purchase_days", "age_days"]
    histories = customers.groupby(key, as_index=False).size().rename(columns={"size": "customers"})
    repeaters = customers[customers["purchases"] > 0]
    spends = repeaters.groupby(["purchases", "mean_spend"], as_index=False).size().rename(columns={"size": "customers"})
    return histories.assign(observation=observation), spends.assign(observation=observation)


def value_of(table, model, parameter, column="value"):
    row = table[(table["model"] == model) & (table["parameter"] == parameter)]
    return row[column].iloc[0]


@pytest.fixture(scope="module")
def simulated():
    return simulate(40_000, CDNOW, CDNOW_SPEND, (1, 730), 182, seed=3)


@pytest.fixture(scope="module")
def estimated(simulated):
    return estimate(*counted(simulated))


@needs_cdnow
def test_published_parameters_of_cdnow():
    summary = pd.read_csv(SUMMARY)
    found = fit_bg_nbd(summary["x"], summary["t_x"], summary["T"], np.ones(len(summary)))
    assert found.parameters == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=0.005)
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    # Standard errors as lifetimes 0.11.3 gives them for these rows.
    assert found.standard_errors == pytest.approx([0.012557, 0.378221, 0.185719, 0.705345], rel=1e-3)
    repeaters = summary[summary["x"] > 0]
    spend = fit_gamma_gamma(repeaters["x"], repeaters["zbar"], np.ones(len(repeaters)))
    assert spend.parameters == pytest.approx([6.25, 3.74, 15.44], abs=0.02)


@needs_cdnow
def test_tracking_of_cdnow():
    """Published: about 4 % too few repeat purchases by week 78 (4,339 actual)."""
    summary = pd.read_csv(SUMMARY)
    found = fit_bg_nbd(summary["x"], summary["t_x"], summary["T"], np.ones(len(summary)))
    expected = BgNbd(*found.parameters).expected_since_first(summary["T"].to_numpy() + 39).sum()
    assert expected / 4339 == pytest.approx(0.96, abs=0.005)


@pytest.mark.parametrize(
    "parameters, x, age, weeks, answer",
    [  # Equation 10 with mpmath, 40 digits.
        ((0.243, 4.414, 0.793, 2.426), 0, 0, 52, 1.4460505953964),
        ((0.243, 4.414, 0.793, 2.426), 2, 38.86, 39, 1.68739930580531),
        ((0.243, 4.414, 0.793, 2.426), 26, 38.86, 39, 18.3005509787165),
        ((0.243, 4.414, 0.793, 2.426), 500, 100, 52, 210.984962413385),
        ((0.2, 0.5, 0.2, 0.3), 2, 38.86, 39, 1.98590431773865),
        ((0.2, 0.5, 0.2, 0.3), 500, 100, 52, 247.58091193741),
        ((30, 100, 50, 900), 0, 0, 52, 10.5667490083066),
        ((30, 100, 50, 900), 500, 100, 52, 29.2227472983951),
        ((0.24, 4.4, 1.000000001, 2.4), 2, 38.86, 39, 1.62222714530906),
        ((0.24, 4.4, 1.000000001, 2.4), 500, 100, 52, 202.344716086208),
        ((0.24, 4.4, 3, 0.05), 0, 0, 52, 0.465271467911566),
        ((0.24, 4.4, 3, 0.05), 26, 38.86, 39, 9.89109299976569),
    ],
)
def test_expectations_equal_the_closed_form(parameters, x, age, weeks, answer):
    assert BgNbd(*parameters).expected_if_alive(np.array([x]), age, weeks) == pytest.approx([answer], rel=1e-9)


def test_expectations_at_the_edges():
    x, age = np.array([0, 3, 400]), np.array([10.0, 10.0, 300.0])
    assert CDNOW.expected_if_alive(x, age, 0.0) == pytest.approx([0, 0, 0], abs=1e-300)
    within = [CDNOW.expected_if_alive(x, age, weeks) for weeks in (1.0, 13.0, 26.0, 52.0)]
    assert (np.diff(within, axis=0) > 0).all()
    assert CDNOW.expected_if_alive(np.array([]), 1.0, 1.0).shape == (0,)
    # Without a repeat purchase nobody has left; a customer who just bought is alive but for that purchase.
    assert CDNOW.probability_alive(np.array([0, 1]), np.array([0.0, 5.0]), np.array([90.0, 5.0])) == pytest.approx(
        [1, 1 / (1 + 0.793 / 2.426)]
    )
    assert CDNOW.probability_alive(np.array([2000]), np.array([1.0]), np.array([500.0])) == pytest.approx(
        [0], abs=1e-12
    )


def test_expected_spend_lies_between_own_and_everybodys():
    spend = CDNOW_SPEND.expected_spend(np.array([0, 1, 1000]), np.array([np.nan, 100.0, 100.0]))
    assert spend[0] == pytest.approx(CDNOW_SPEND.mean)
    assert CDNOW_SPEND.mean < spend[1] < spend[2] < 100.0
    assert spend[2] == pytest.approx(100, abs=0.1)


def test_gradients_agree_with_differences(simulated):
    """A wrong gradient would still find a point, but not one where the likelihood is highest in every direction."""
    histories, _ = counted(simulated)
    x, t_x, age, weights = (
        histories[name].to_numpy(float) for name in ("purchases", "last_purchase_days", "age_days", "customers")
    )
    best = fit_bg_nbd(x, t_x / 7, age / 7, weights)
    model = BgNbd(*best.parameters)

    def log_likelihood(r, alpha, a, b):
        """Equation 6 as it is printed."""
        weeks, last = age / 7, t_x / 7
        alive = (
            betaln(a, b + x)
            - betaln(a, b)
            + gammaln(r + x)
            - gammaln(r)
            + r * np.log(alpha)
            - (r + x) * np.log(alpha + weeks)
        )
        left = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) + gammaln(r + x) - gammaln(r)
        left = left + r * np.log(alpha) - (r + x) * np.log(alpha + last)
        return weights @ np.log(np.exp(alive) + np.where(x > 0, np.exp(left), 0))

    at_best = log_likelihood(model.r, model.alpha, model.a, model.b)
    assert best.log_likelihood == pytest.approx(at_best, rel=1e-12)
    for place, error in enumerate(best.standard_errors):
        for side in (-1, 1):
            moved = best.parameters.copy()
            moved[place] += side * error / 10
            assert log_likelihood(*moved) < at_best


def test_weights_are_customers(simulated):
    customers = simulated.head(3000)
    histories, spends = counted(customers)
    single = customers.assign(customers=1, observation="today")
    one_by_one = estimate(single, single[single["purchases"] > 0])
    pd.testing.assert_frame_equal(estimate(histories, spends), one_by_one, rtol=1e-7)


def test_planted_truth_is_found(simulated, estimated):
    for model, truth in (("bg_nbd", CDNOW), ("gamma_gamma", CDNOW_SPEND)):
        for parameter, planted in vars(truth).items():
            found = value_of(estimated, model, parameter)
            error = value_of(estimated, model, parameter, "standard_error")
            assert abs(found - planted) < 4 * error, (parameter, found, error)
            assert 0 < error < 0.15 * planted, (parameter, error)
    x, t_x, age = (simulated[name].to_numpy(float) for name in ("purchases", "last_purchase_days", "age_days"))
    model = bg_nbd_of(estimated, "today")
    alive = model.probability_alive(x, t_x / 7, age / 7)
    for low, high in [(0, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 0.9999)]:
        among = (alive >= low) & (alive < high)
        assert among.sum() > 300
        assert alive[among].mean() == pytest.approx(simulated["is_alive"][among].mean(), abs=0.05)
    expected = model.expected_purchases(x, t_x / 7, age / 7, np.array(26.0))
    assert expected.sum() == pytest.approx(simulated["later_purchases"].sum(), rel=0.03)


def test_same_in_same_bytes_out(simulated):
    histories, spends = counted(simulated.head(5000))
    first = estimate(histories, spends)
    again = estimate(histories.sample(frac=1, random_state=1), spends.sample(frac=1, random_state=2))
    assert first.to_csv().encode() == again.to_csv().encode()


def test_observations_are_fitted_apart(simulated):
    today, holdout = counted(simulated.head(4000)), counted(simulated.tail(3000), "holdout")
    both = estimate(pd.concat([today[0], holdout[0]]), pd.concat([today[1], holdout[1]]))
    alone = estimate(*holdout)
    pd.testing.assert_frame_equal(both[both["observation"] == "holdout"].reset_index(drop=True), alone)


def test_too_few_customers_say_so(simulated):
    table = estimate(*counted(simulated.head(100)))
    assert value_of(table, "bg_nbd", "r", "status") == "thin"
    assert "100 customers" in value_of(table, "bg_nbd", "r", "note")
    assert np.isnan(value_of(table, "bg_nbd", "r"))
    assert value_of(table, "baseline", "weekly_rate") > 0
    assert bg_nbd_of(table, "today") is None
    assert gamma_gamma_of(table, "today") is None
    questions = pd.DataFrame({"observation": ["today"], "purchases": [1], "age_days": [9], "horizon_days": [30]})
    assert expect(questions, table)["expected_if_alive"].isna().all()


def test_where_nobody_leaves_the_model_is_nbd():
    """Rates differ, and nobody leaves: the likelihood of BG/NBD has its maximum at the limit a = 0."""
    generator = np.random.default_rng(8)
    weeks = generator.integers(10, 100, 20_000).astype(float)
    rate = generator.gamma(0.8, 1 / 9.0, len(weeks))
    x = generator.poisson(rate * weeks).astype(float)
    last = np.where(x > 0, weeks * generator.beta(np.maximum(x, 1), 1), 0)
    found = fit_bg_nbd(x, last, weeks, np.ones(len(weeks)))
    assert found.converged
    r, alpha, a, _ = found.parameters
    assert abs(r - 0.8) < 4 * found.standard_errors[0] and abs(alpha - 9) < 4 * found.standard_errors[1]
    assert a < 0.02
    limit = BgNbd(0.8, 9.0, 0.0, 1.0)
    assert (limit.probability_alive(x, last, weeks) == 1).all()
    assert limit.expected_if_alive(x[:50], weeks[:50], 26.0) == pytest.approx((0.8 + x[:50]) * 26 / (9 + weeks[:50]))


def test_customers_all_alike_are_no_model():
    """Everybody buys every week and nobody stops: there is no spread to estimate."""
    customers = pd.DataFrame({"purchases": [52] * 400, "last_purchase_days": [364] * 400, "age_days": [365] * 400})
    table = estimate(*counted(customers.assign(mean_spend=20.0)))
    assert value_of(table, "bg_nbd", "r", "status") == "not_converged"
    assert value_of(table, "gamma_gamma", "p", "status") == "not_converged"
    assert value_of(table, "baseline", "weekly_rate") == pytest.approx(52 / (365 / 7))


def test_nothing_in_nothing_out():
    histories = pd.DataFrame(columns=["observation", "purchases", "last_purchase_days", "age_days", "customers"])
    spends = pd.DataFrame(columns=["observation", "purchases", "mean_spend", "customers"])
    table = estimate(histories, spends)
    assert list(table.columns) == list(TABLE) and table.empty
    questions = pd.DataFrame(columns=["observation", "purchases", "age_days", "horizon_days"])
    assert list(expect(questions, table).columns) == SCHEMA.names


def test_a_table_in_pieces_and_any_order_gives_the_same_bytes(estimated):
    questions = pd.DataFrame(
        [("today", x, age, days) for x in range(20) for age in range(1, 700, 31) for days in (30, 182, 365)],
        columns=["observation", "purchases", "age_days", "horizon_days"],
    )
    whole = expect(questions, estimated)
    shuffled = questions.sample(frac=1, random_state=5)
    pieces = pd.concat(
        [expect(shuffled.iloc[begin : begin + 137], estimated) for begin in range(0, len(questions), 137)]
    )
    key = ["purchases", "age_days", "horizon_days"]
    pieces = pieces.sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(whole.sort_values(key, ignore_index=True), pieces, check_exact=True)


def test_sql_scores_equal_the_library(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        table = connection.sql("select * from python_models.ml_lifetime_value_parameters").df()
        chances = connection.sql(
            "select * from marts.int_lifetime_value_chances where observation = 'today' order by customer_id"
        ).df()
        marts = connection.sql("select * from marts.customer_lifetime_value order by customer_id").df()
    assert len(marts) > 1000 and set(marts["purchases_basis"]) == {"bg_nbd"}
    x, t_x, age = (chances[name].to_numpy(float) for name in ("purchases", "last_purchase_days", "age_days"))
    model, spend = bg_nbd_of(table, "today"), gamma_gamma_of(table, "today")
    alive = model.probability_alive(x, t_x / 7, age / 7)
    assert marts["probability_alive"].to_numpy() == pytest.approx(alive, rel=1e-9, abs=1e-12)
    expected_spend = spend.expected_spend(x, np.maximum(chances["mean_spend"].fillna(0).to_numpy(), 0))
    assert marts["expected_spend"].to_numpy() == pytest.approx(expected_spend, rel=1e-9)
    for months, days in ((3, 91), (6, 183), (12, 365)):
        expected = model.expected_purchases(x, t_x / 7, age / 7, np.array(days / 7))
        assert marts[f"expected_purchases_{months}m"].to_numpy() == pytest.approx(expected, rel=1e-9, abs=1e-12)
        revenue = marts[f"expected_revenue_{months}m"].to_numpy()
        assert revenue == pytest.approx(expected * expected_spend, rel=1e-9, abs=1e-12)


def test_demo_churners_are_told(demo_warehouse):
    """The planted truth: people whom the demo company lost, among its customers with a purchase."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        truth = REPOSITORY / "seeds" / "demo_truth"
        alive, churned = (
            connection.sql(
                f"""
            select any_value(scores.probability_alive) as alive, max(people.churned) as churned
            from marts.customer_lifetime_value as scores
            inner join marts.customer_identity_map as map on scores.customer_id = map.customer_id
            inner join read_csv('{truth / "records.csv"}', all_varchar = true) as records
                on map.source_system = records.system and upper(map.source_customer_id) = upper(records.source_id)
            inner join read_csv('{truth / "people.csv"}') as people on records.person_id = people.person_id
            group by scores.customer_id
            """
            )
            .fetchnumpy()
            .values()
        )
    assert roc_auc_score(churned, 1 - alive) > 0.85

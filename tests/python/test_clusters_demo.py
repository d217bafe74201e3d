"""Clusters as dbt builds them: SQL does what the library does, and finds what was planted."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from crm360.clustering import assign, label_customers, select_k
from crm360.clustering.measures import k_means, silhouette
from crm360.clustering.rules import apply_rules
from crm360.clustering.segment_network import score

WHOLESALE = Path(__file__).resolve().parents[3] / "shared/data/wholesale_customers/wholesale.csv"


@pytest.fixture(scope="module")
def table(demo_warehouse):
    """A table of the demo's warehouse as a frame."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield lambda name: connection.sql(f"select * from {name}").df()


def by_customer(frame):
    return frame.sort_values("customer_id").reset_index(drop=True)


@pytest.fixture(scope="module")
def inputs(table):
    return by_customer(table("features.int_cluster_inputs"))


@pytest.fixture(scope="module")
def centres(table):
    return table("python_models.ml_customer_clusters")


def test_sql_assigns_as_the_library(table, inputs, centres):
    mart = by_customer(table("marts.customer_clusters"))
    assert mart["cluster_number"].tolist() == assign(inputs, centres).tolist()


def test_sql_applies_the_rules_as_the_library(table, inputs, centres):
    found = apply_rules(inputs, table("python_models.ml_cluster_rules"), centres)
    mart = table("marts.cluster_rules").set_index("rule_number")
    assert mart["customers"].to_dict() == {number: int((found == number).sum()) for number in mart.index}
    assert mart["members"].sum() / mart["customers"].sum() > 0.8
    assert mart.groupby("cluster_number")["rule_coverage"].sum().min() > 0.6


def test_labels_of_the_other_methods_are_those_of_the_library(table, inputs, centres):
    labels = label_customers(inputs, table("python_models.ml_cluster_methods"), centres)
    mart = by_customer(table("marts.customer_cluster_methods"))
    for method in ("ward", "mixture", "dbscan", "hdbscan"):
        assert mart[f"{method}_cluster"].tolist() == labels[method].tolist()


def test_sql_multiplies_probabilities_as_the_library(table):
    traits = by_customer(table("marts.int_segment_traits"))
    shares = score(traits, table("python_models.ml_segment_network"))
    mart = by_customer(table("marts.customer_segment_match"))
    np.testing.assert_allclose(mart["likely_probability"], shares.max(axis=1), atol=1e-9)
    own = shares.to_numpy()[np.arange(len(shares)), shares.columns.get_indexer(mart["cluster_number"])]
    np.testing.assert_allclose(mart["own_probability"], own, atol=1e-9)


def test_the_demo_has_stable_clusters(table):
    selection = table("marts.cluster_selection")
    assert selection.loc[selection["is_chosen"], "stability"].tolist()[0] >= 0.9
    methods = table("marts.cluster_methods").set_index("method")
    assert methods.loc["kmeans", "silhouette"] > methods.loc["spend_groups", "silhouette"] + 0.1


def test_planted_people_are_in_the_clusters_named_for_them(ask):
    [(loyal, all_loyal, gone, all_gone)] = ask(
        """
        select
            count(*) filter (where persona = 'loyalist' and cluster_name = 'Loyal big spenders'),
            count(*) filter (where persona = 'loyalist'),
            count(*) filter (where churned = '1' and cluster_name like 'Lapsed%'),
            count(*) filter (where cluster_name like 'Lapsed%')
        from marts.customer_clusters
        inner join people using (customer_id)
        """
    )
    assert loyal / all_loyal > 0.6
    assert gone / all_gone > 0.85


@pytest.fixture(scope="module")
def wholesale():
    if not WHOLESALE.exists():
        pytest.skip(f"{WHOLESALE} is not there")
    return pd.read_csv(WHOLESALE).drop(columns=["Channel", "Region"])


def test_wholesale_customers_are_two_groups(wholesale):
    selection = select_k(wholesale.assign(customer_id=[f"{number:03d}" for number in range(len(wholesale))]))
    assert selection.loc[selection["is_chosen"], "k"].tolist() == [2]
    assert selection.loc[selection["is_gap_choice"], "k"].tolist() == [2]
    assert selection.loc[selection["silhouette"].idxmax(), "k"] == 2


def test_wholesale_silhouettes_are_those_published(wholesale):
    """SOURCE.md: logarithms, five outliers left out, two principal components: .4263, .389, .332."""
    logs = np.log(wholesale.drop(index=[65, 66, 75, 128, 154]).to_numpy(dtype=float))
    centred = logs - logs.mean(axis=0)
    plane = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    for k, published in ((2, 0.4263), (3, 0.389), (4, 0.332)):
        assert silhouette(plane, k_means(plane, k).labels_) == pytest.approx(published, abs=0.001)

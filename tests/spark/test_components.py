"""Connected components on Spark: the rounds of the macro, run on a session, against a union-find oracle."""

from itertools import pairwise
from pathlib import Path
from random import Random
from types import SimpleNamespace

import jinja2
import pytest

MACRO = Path(__file__).parents[2] / "macros/cross_db/connected_components.sql"


class Components:
    """The macro rendered outside dbt, with a Spark session behind `run_query`."""

    def __init__(self, spark):
        self.spark, self.rounds = spark, 0

    def run_query(self, sql):
        self.rounds += sql.startswith("create table")
        return SimpleNamespace(rows=[tuple(row) for row in self.spark.sql(sql).collect()])

    def find(self, nodes, edges):
        self.spark.createDataFrame([(node,) for node in nodes], "node string").createOrReplaceTempView("nodes")
        self.spark.createDataFrame(edges, "node_1 string, node_2 string").createOrReplaceTempView("edges")
        template = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False).from_string(MACRO.read_text())
        context = {
            "execute": True,
            "flags": SimpleNamespace(WHICH="build"),
            "this": "default.components",
            "config": {},
            "run_query": self.run_query,
        }
        module = template.make_module(context)
        context["crm360"] = module
        sql = template.make_module(context).spark__connected_components("nodes", "edges")
        return {row.node: row.component for row in self.spark.sql(sql).collect()}


def expected(nodes, edges):
    """Union-find: the smallest node of each component."""
    parent = {node: node for node in nodes}

    def root(node):
        while parent[node] != node:
            node = parent[node]
        return node

    for one, other in edges:
        small, large = sorted((root(one), root(other)))
        parent[large] = small
    return {node: root(node) for node in nodes}


@pytest.fixture
def components(spark):
    yield Components(spark)
    for table in spark.sql("show tables in default like 'components__round_*'").collect():
        spark.sql(f"drop table default.{table.tableName}")


def names(prefix, count):
    return [f"{prefix}{number:05d}" for number in range(count)]


def test_chains_hubs_cycles_loners_and_random_graphs(components):
    """One graph of many shapes: what it takes is the number of rounds, and the longest chain decides that."""
    chain, hub, cycle, pair, loners = (names(prefix, 1000 if prefix == "a" else 50) for prefix in "abcde")
    shuffled = Random(3).sample(chain, len(chain))
    edges = list(pairwise(shuffled))
    edges += [(hub[30], node) for node in hub if node != hub[30]]
    edges += [*pairwise(cycle), (cycle[-1], cycle[0])]
    edges += [(pair[0], pair[1]), (pair[1], pair[0]), (pair[0], pair[1]), (loners[0], loners[0])]
    nodes = [*chain, *hub, *cycle, *pair, *loners]
    for seed in range(5):
        random, some = Random(seed), names(f"r{seed}", 200)
        edges += [tuple(random.choices(some, k=2)) for _ in range(150)]
        nodes += some
    assert components.find(nodes, edges) == expected(nodes, edges)
    assert components.rounds <= 12


def test_no_edges(components):
    assert components.find(names("n", 3), []) == {node: node for node in names("n", 3)}

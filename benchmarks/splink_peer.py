"""Run Splink 5 on person records, measured the way our own identity resolution is: quality, seconds and memory.

Another script runs this one in Splink's own environment (it needs splink, duckdb and the standard library only):

    python splink_peer.py --input records.parquet --truth truth.parquet --settings febrl --out result.json

The input holds one row a record: `unique_id` (unique over all sources), `source_dataset` where two sources are linked,
and the columns of the settings; the truth holds `unique_id` and `entity`. The settings are those of Splink's own
example notebooks (docs/demos/examples/duckdb of moj-analytical-services/splink, as they are for Splink 5) where there
is one for the data set. Where there is none, they follow the same notebooks' habits:

- febrl: febrl3 when the input has one source, febrl4 (its detailed model, link_only) when it has two
- febrl_without_id: the same without soc_sec_id, which is nearly unique there and makes the task easy
- fake: accuracy_analysis_from_labels_column, the notebook that evaluates fake_1000
- rldata: names and date of birth (Splink publishes no settings for these data)
- demo: our synthetic CRM records, with Splink's ready-made comparison of each column
- demo_full_name: the same with a comparison of full names and of emails by edit distance (see `demo`)

Recall is over all pairs of the truth, whether or not blocking finds them.
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import splink
import splink.comparison_library as cl
from agreement import b_cubed, number, pairs, quality
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator

THRESHOLDS = (0.05, 0.5, 0.8, 0.95, 0.99)
RUN_THRESHOLD = 0.95
"""The clustering that counts in the end-to-end time: a run clusters once, most often at 0.95 in the notebooks."""
SEED = 2
SETTINGS = ("febrl", "febrl_without_id", "rldata", "fake", "demo", "demo_full_name")

Rule = str | BlockingRuleCreator


@dataclass(frozen=True)
class Recipe:
    """What a Splink notebook decides about a data set."""

    columns: dict[str, str]
    """Columns that Splink sees, as SQL over the input."""
    comparisons: list[ComparisonCreator]
    blocking: list[Rule]
    deterministic: list[Rule]
    """Rules whose pairs are nearly all matches; with their assumed recall they give the prior."""
    recall: float
    training: list[Rule]
    """Blocking rules of the passes of expectation maximisation."""
    link_type: str = "dedupe_only"
    train_without_tf: bool = True
    max_pairs: float = 1e6
    """Pairs sampled for the u probabilities; 1e7 as in deduplicate_50k where rare values need them."""


def text(column: str) -> str:
    """SQL of a text column with blanks as NULL."""
    return f"nullif(trim(cast({column} as varchar)), '')"


def texts(*columns: str) -> dict[str, str]:
    """Text columns under their own names."""
    return {column: text(column) for column in columns}


def with_tf(comparison: ComparisonCreator) -> ComparisonCreator:
    """A comparison whose exact matches count for more when the value is rare."""
    return comparison.configure(term_frequency_adjustments=True)


def febrl3(with_id: bool) -> Recipe:
    """febrl3.ipynb; without the id the rules that are left are taken to find 0.6, as in deduplicate_50k."""
    identifier = ["soc_sec_id"] if with_id else []
    id_rules = [block_on(column) for column in identifier]
    return Recipe(
        columns=texts("given_name", "surname", "date_of_birth", "street_number", "postcode", *identifier),
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            *(cl.DamerauLevenshteinAtThresholds(column, [2]) for column in identifier),
            with_tf(cl.ExactMatch("street_number")),
            with_tf(cl.ExactMatch("postcode")),
        ],
        blocking=[
            *id_rules,
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
        deterministic=[
            *id_rules,
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
        ],
        recall=0.9 if with_id else 0.6,
        training=[block_on("date_of_birth"), block_on("postcode")],
        train_without_tf=False,
    )


def febrl4(with_id: bool) -> Recipe:
    """The detailed model of febrl4.ipynb; the recall without the id as in febrl3."""
    identifier = ["soc_sec_id"] if with_id else []
    id_rules = [block_on(column) for column in identifier]
    return Recipe(
        columns=texts(
            "given_name", "surname", "date_of_birth", "street_number", "address_1", "postcode", "state", *identifier
        ),
        comparisons=[
            with_tf(cl.NameComparison("given_name")),
            with_tf(cl.NameComparison("surname")),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            *(cl.DamerauLevenshteinAtThresholds(column, [1, 2]) for column in identifier),
            with_tf(cl.ExactMatch("street_number")),
            with_tf(cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])),
        ],
        blocking=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            *id_rules,
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        deterministic=[*id_rules, block_on("given_name", "surname", "date_of_birth")],
        recall=0.8 if with_id else 0.6,
        training=[block_on("date_of_birth"), block_on("postcode")],
        link_type="link_only",
    )


def fake() -> Recipe:
    """accuracy_analysis_from_labels_column.ipynb."""
    return Recipe(
        columns=texts("first_name", "surname", "city", "email") | {"dob": "try_cast(dob as date)"},
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=False),
            with_tf(cl.ExactMatch("city")),
            cl.EmailComparison("email"),
        ],
        blocking=[block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email")],
        deterministic=[
            "l.first_name = r.first_name and levenshtein(r.dob::varchar, l.dob::varchar) <= 1",
            "l.surname = r.surname and levenshtein(r.dob::varchar, l.dob::varchar) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        recall=0.7,
        training=[block_on("dob"), block_on("email"), block_on("first_name", "surname")],
    )


def rldata() -> Recipe:
    """First name, last name and date of birth; the second name parts are too rare to learn from (7 and 1 in 100).

    Impossible dates (month 21, year 9185) are the data's own typing errors, so that they are compared as texts.
    """
    return Recipe(
        columns={
            "first_name": text("fname_c1"),
            "last_name": text("lname_c1"),
            "birth_date": """printf('%04d-%02d-%02d', "by"::integer, bm::integer, bd::integer)""",
        },
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("last_name"),
            cl.DateOfBirthComparison("birth_date", input_is_string=True, invalid_dates_as_null=False),
        ],
        blocking=[block_on("first_name"), block_on("last_name"), block_on("birth_date")],
        deterministic=[
            block_on("first_name", "birth_date"),
            block_on("last_name", "birth_date"),
            "l.first_name = r.first_name and l.last_name = r.last_name and "
            "levenshtein(l.birth_date, r.birth_date) <= 1",
        ],
        recall=0.9,
        training=[block_on("birth_date"), block_on("last_name"), block_on("first_name")],
        max_pairs=1e7,
    )


def demo(full_name: bool) -> Recipe:
    """City and gender are left out: they follow from postcode and given name, which Splink advises against.

    Two ways with names and email. The plain one takes Splink's ready-made comparisons of each column. The other, which
    is the stronger by far on a million records, compares the full name as deduplicate_50k does, and the email by edit
    distance: EmailComparison finds addresses alike that only hold the same name, which then counts twice.
    """
    names_and_email = (
        [
            cl.ForenameSurnameComparison("given_name", "family_name", forename_surname_concat_col_name="full_name"),
            with_tf(cl.LevenshteinAtThresholds("email", [1, 2])),
        ]
        if full_name
        else [cl.NameComparison("given_name"), cl.NameComparison("family_name"), cl.EmailComparison("email")]
    )
    columns = texts("given_name", "family_name", "email", "phone", "loyalty_number", "address_line", "postcode")
    columns["birth_date"] = "try_cast(birth_date as date)"
    if full_name:
        columns["full_name"] = f"{text('given_name')} || ' ' || {text('family_name')}"
    return Recipe(
        columns=columns,
        comparisons=[
            *names_and_email,
            cl.DateOfBirthComparison("birth_date", input_is_string=False),
            with_tf(cl.ExactMatch("phone")),
            with_tf(cl.ExactMatch("loyalty_number")),
            cl.PostcodeComparison("postcode"),
            cl.LevenshteinAtThresholds("address_line", [1, 3]),
        ],
        blocking=[
            block_on("email"),
            block_on("phone"),
            block_on("loyalty_number"),
            block_on("given_name", "family_name"),
            block_on("family_name", "postcode"),
            block_on("birth_date", "family_name"),
            block_on("birth_date", "given_name"),
        ],
        deterministic=[
            block_on("loyalty_number"),
            block_on("email", "family_name"),
            block_on("phone", "family_name"),
            block_on("given_name", "family_name", "birth_date"),
        ],
        recall=0.7,
        training=[block_on("email"), block_on("given_name", "family_name"), block_on("phone")],
    )


def recipe_for(settings: str, sources: int) -> Recipe:
    """The recipe of a name on the command line; two sources of FEBRL are linked, one is deduplicated."""
    if settings.startswith("febrl"):
        return (febrl4 if sources > 1 else febrl3)(with_id=settings == "febrl")
    if settings.startswith("demo"):
        return demo(full_name=settings == "demo_full_name")
    return {"rldata": rldata, "fake": fake}[settings]()


class Warnings(logging.Handler):
    """Splink's warnings, kept for the result: untrained levels, above all."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage().strip())


class Clock:
    """Seconds of named phases."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time one phase."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def peak_gb() -> float:
    """Peak resident memory of this process and its children in GB.

    getrusage inherits the peak of the process that started this one, so that /proc is asked first.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        status = Path("/proc/self/status").read_text()
        own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, children) * 1024 / 1e9


def connect(memory: str, threads: int, scratch: str) -> duckdb.DuckDBPyConnection:
    """An in-memory database that spills to a scratch folder."""
    connection = duckdb.connect()
    for name, value in {"memory_limit": memory, "threads": threads, "temp_directory": scratch}.items():
        connection.execute(f"set {name} = '{value}'")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set enable_progress_bar = false")
    return connection


def load(connection: duckdb.DuckDBPyConnection, records: Path, settings: str) -> tuple[Recipe, list[str]]:
    """Read the input into one table a source (one table in all to deduplicate); returns the recipe and the tables."""
    connection.execute(f"create view input as from read_parquet('{records}')")
    columns = [name for name, *_ in connection.execute("describe input").fetchall()]
    sources: list[str] = []
    if settings.startswith("febrl") and "source_dataset" in columns:
        found = connection.execute("select distinct source_dataset::varchar from input order by 1").fetchall()
        sources = [name for (name,) in found]
    recipe = recipe_for(settings, len(sources))
    selected = ", ".join(f"{sql} as {name}" for name, sql in recipe.columns.items())
    wanted = sources if recipe.link_type == "link_only" else [""]
    tables = [f"source_{index}" for index in range(len(wanted))]
    for table, source in zip(tables, wanted, strict=True):
        where = "where source_dataset::varchar = ?" if source else ""
        connection.execute(
            f"create table {table} as select unique_id::varchar as unique_id, {selected} from input {where}",
            [source] if source else None,
        )
    return recipe, tables


def load_truth(connection: duckdb.DuckDBPyConnection, truth: Path, tables: list[str]) -> None:
    """Table `truth`: record, its entity, its source (pairs are counted across sources) and its key within Splink."""
    linked = len(tables) > 1
    source = "'{0}'" if linked else "unique_id"
    key = "'{0}_records-__-' || unique_id" if linked else "unique_id"
    records = " union all ".join(
        f"select unique_id, {source} as source, {key} as join_key from {table}".format(table) for table in tables
    )
    connection.execute(
        f"""create table truth as
        select records.*, entity::varchar as entity from ({records}) as records
        left join (select unique_id::varchar as unique_id, entity from read_parquet('{truth}')) using (unique_id)"""
    )
    if number(connection, "select count(*) - count(distinct unique_id) from truth"):
        raise SystemExit("unique_id is not unique over the input, or the truth has a record twice")
    if number(connection, "select count(*) from truth where entity is null"):
        raise SystemExit("the truth lacks records of the input")


def train(linker: Linker, recipe: Recipe, max_pairs: float) -> None:
    """The training of the notebooks: the prior, u by random sampling, m by expectation maximisation."""
    training = linker.training
    training.estimate_probability_two_random_records_match(recipe.deterministic, recall=recipe.recall)
    training.estimate_u_using_random_sampling(max_pairs=max_pairs, seed=SEED)
    for rule in recipe.training:
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=recipe.train_without_tf
        )


def measure(arguments: argparse.Namespace, scratch: str) -> dict[str, object]:
    """Run Splink and score it; returns the result to write."""
    clock = Clock()
    warnings = Warnings()
    logging.getLogger("splink").addHandler(warnings)
    connection = connect(arguments.memory, arguments.threads, scratch)

    with clock.phase("load"):
        recipe, tables = load(connection, arguments.input, arguments.settings)
    max_pairs = arguments.max_pairs or recipe.max_pairs
    with clock.phase("training"):
        api = DuckDBAPI(connection)
        settings = SettingsCreator(
            link_type=recipe.link_type,
            comparisons=recipe.comparisons,
            blocking_rules_to_generate_predictions=recipe.blocking,
            retain_matching_columns=False,
        )
        linker = Linker([api.register(table, dataset_display_name=f"{table}_records") for table in tables], settings)
        train(linker, recipe, max_pairs)
    with clock.phase("blocking"):
        blocked = linker.inference.compute_blocked_pairs_for_predict()
    with clock.phase("scoring"):
        predictions = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    peak = peak_gb()

    load_truth(connection, arguments.truth, tables)
    true = pairs(connection, "truth", "entity")
    blocked_pairs = number(connection, f"select count(*) from {blocked.physical_name}")
    blocked_true = number(
        connection,
        f"""select count(*) from {blocked.physical_name} as pair
        join truth as l on l.join_key = pair.join_key_l join truth as r on r.join_key = pair.join_key_r
        where l.entity = r.entity""",
    )
    blocked.drop_table_from_database_and_remove_from_cache()
    connection.execute(
        f"""create table judged as
        select pair.match_probability as probability, l.entity = r.entity as same
        from {predictions.physical_name} as pair
        join truth as l on l.unique_id = pair.unique_id_l join truth as r on r.unique_id = pair.unique_id_r"""
    )

    thresholds: dict[str, object] = {}
    for threshold in THRESHOLDS:
        with clock.phase(f"clustering_{threshold}"):
            clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
                predictions, threshold_match_probability=threshold
            )
        peak = max(peak, peak_gb())
        connection.execute(
            f"""create or replace table clustered as select cluster_id as cluster, entity, source
            from {clusters.physical_name} join truth using (unique_id)"""
        )
        clusters.drop_table_from_database_and_remove_from_cache()
        linked = number(connection, f"select count(*) from judged where probability >= {threshold}")
        right = number(connection, f"select count(*) from judged where probability >= {threshold} and same")
        joined = pairs(connection, "clustered", "cluster")
        thresholds[str(threshold)] = {
            "pairs": quality(true, linked, right),
            "clusters": quality(true, joined, pairs(connection, "clustered", "cluster", "entity"))
            | {
                "clusters": number(connection, "select count(distinct cluster) from clustered"),
                "largest": number(
                    connection, "select count(*) from clustered group by cluster order by 1 desc limit 1"
                ),
            },
            "b_cubed": b_cubed(connection, "clustered"),
        }

    seconds = clock.seconds
    seconds["prediction"] = seconds["blocking"] + seconds["scoring"]
    seconds["clustering"] = seconds[f"clustering_{RUN_THRESHOLD}"]
    seconds["end_to_end"] = sum(seconds[phase] for phase in ("load", "training", "prediction", "clustering"))
    records = number(connection, "select count(*) from truth")
    possible = records * (records - 1) // 2
    if recipe.link_type == "link_only":
        possible = pairs(connection, "(select *, 0 as all_records from truth)", "all_records")
    return {
        "settings": arguments.settings,
        "link_type": recipe.link_type,
        "splink": splink.__version__,
        "duckdb": duckdb.__version__,
        "python": platform.python_version(),
        "memory_limit": arguments.memory,
        "threads": arguments.threads,
        "u_max_pairs": max_pairs,
        "records": records,
        "entities": number(connection, "select count(distinct entity) from truth"),
        "true_pairs": true,
        "blocked_pairs": blocked_pairs,
        "blocking_recall": round(blocked_true / true, 6) if true else None,
        "prior_estimated": linker.misc.save_model_to_json()["probability_two_random_records_match"],
        "prior_true": true / possible,
        "seconds": {phase: round(value, 2) for phase, value in seconds.items()},
        "peak_gb": round(peak, 3),
        "thresholds": thresholds,
        "warnings": warnings.messages,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Run Splink 5 on person records and score it against the truth.")
    parser.add_argument("--input", type=Path, required=True, help="Parquet file of the records")
    parser.add_argument("--truth", type=Path, required=True, help="Parquet file of unique_id and entity")
    parser.add_argument("--settings", required=True, choices=SETTINGS)
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write")
    parser.add_argument("--memory", default="8GB", help="DuckDB's memory limit")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--max-pairs", type=float, help="pairs sampled for u, in place of the recipe's")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="splink_peer_") as scratch:
        result = measure(arguments, scratch)
    arguments.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()

"""Resolve a table of people: which rows are the same person.

`python -m crm360.dedupe people.parquet --out customer_identity_map.parquet`, or `resolve_people` from Python. It builds
the dbt project examples/dedupe_people, which maps the table onto crm360's identity models; no other data are needed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = REPOSITORY / "examples" / "dedupe_people"
SELECTION = ["+customer_identity_map", "+identity_review_queue", "int_identity_compared_records"]


class DedupeError(RuntimeError):
    """The build did not pass; the message is dbt's."""


def resolve_people(
    people: str | Path,
    out: str | Path,
    *,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    variables: Mapping[str, object] | None = None,
    work_dir: str | Path | None = None,
    with_tests: bool = True,
) -> dict[str, int]:
    """Write which rows of a table are one person to a Parquet or CSV file; returns records, customers and reviews.

    people: .parquet or .csv file, one row a record; any of name, birth date, e-mail, phone, address, city, postcode,
    personal number, gender and up to three other traits may be absent. Columns are recognised by their names
    (examples/dedupe_people/macros/people_columns.sql) unless `columns` says which column is which field.
    out: columns record_key, source_system, source_customer_id (the table's own id, or "row n"), customer_id,
    cluster_size, is_oldest_record.
    variables: vars of crm360, such as identity_match_probability. work_dir: a folder that keeps the DuckDB file with
    every step between (weights, pairs with their evidence, review queue); kept ids and weights if it is used again.
    Raises FileNotFoundError, DedupeError.
    """
    people, out = Path(people).resolve(), Path(out).resolve()
    if not people.exists():
        raise FileNotFoundError(f"There is no file {people}.")
    if work_dir is not None:
        return _resolve(people, out, Path(work_dir).resolve(), columns or {}, variables or {}, with_tests)
    with tempfile.TemporaryDirectory(prefix="crm360_dedupe_") as scratch:
        return _resolve(people, out, Path(scratch), columns or {}, variables or {}, with_tests)


def _resolve(people: Path, out: Path, work: Path, columns, variables, with_tests: bool) -> dict[str, int]:
    work.mkdir(parents=True, exist_ok=True)
    project, warehouse = work / "project", work / "warehouse.duckdb"
    shutil.rmtree(project, ignore_errors=True)
    # A copy, so that several tables can be resolved at once: dbt writes its installed packages into the project.
    shutil.copytree(
        PROJECT, project, ignore=shutil.ignore_patterns("target", "logs", "dbt_packages", "package-lock.yml")
    )
    (project / "packages.yml").write_text(json.dumps({"packages": [{"local": str(REPOSITORY)}]}))
    env = os.environ | {"CRM360_WAREHOUSE": str(warehouse)}
    installed = project / "dbt_packages" / "crm360"
    installed.parent.mkdir()
    try:
        # What `dbt deps` makes of a local package, without another start of dbt.
        installed.symlink_to(REPOSITORY, target_is_directory=True)
    except OSError:
        _dbt(["deps", "--quiet"], project, env)
    every = {"people_file": str(people), "people_columns": dict(columns), **variables}
    command = ["build", "--quiet", "--vars", json.dumps(every), "--indirect-selection", "cautious"]
    for kind in ["unit_test"] if with_tests else ["unit_test", "test"]:
        command += ["--exclude-resource-type", kind]
    _dbt([*command, "--select", *SELECTION], project, env)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        copy = "(format parquet)" if out.suffix == ".parquet" else "(format csv, header)"
        path = str(out).replace("'", "''")
        out.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"copy (select * from marts.customer_identity_map order by source_customer_id) to '{path}' {copy}"
        )
        found = connection.execute(
            "select (select count(*) from marts.customer_identity_map), "
            "(select count(distinct customer_id) from marts.customer_identity_map), "
            "(select count(*) from marts.identity_review_queue)"
        ).fetchall()[0]
    return dict(zip(("records", "customers", "to_review"), found, strict=True))


def _dbt(arguments: list[str], project: Path, env: dict[str, str]) -> None:
    command = [str(Path(sys.executable).with_name("dbt")), *arguments, "--project-dir", str(project)]
    if arguments[0] != "deps":
        command += ["--profiles-dir", str(project)]
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DedupeError(f"dbt {arguments[0]} did not pass:\n{done.stdout[-4000:]}{done.stderr[-2000:]}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m crm360.dedupe", description=__doc__.splitlines()[0])
    parser.add_argument("people", type=Path, help="table of people, .parquet or .csv")
    parser.add_argument("--out", type=Path, default=Path("customer_identity_map.parquet"), help=".parquet or .csv")
    parser.add_argument("--work-dir", type=Path, help="keep the DuckDB file with every step there")
    parser.add_argument(
        "--columns", type=json.loads, default={}, help='which column is what, as JSON: {"last_name": "sn"}'
    )
    parser.add_argument("--vars", type=json.loads, default={}, help="vars of crm360, as JSON")
    parser.add_argument("--no-tests", action="store_true", help="build without the data tests")
    arguments = parser.parse_args()
    try:
        found = resolve_people(
            arguments.people,
            arguments.out,
            columns=arguments.columns,
            variables=arguments.vars,
            work_dir=arguments.work_dir,
            with_tests=not arguments.no_tests,
        )
    except (FileNotFoundError, DedupeError) as problem:
        sys.exit(str(problem))
    print(
        f"{found['records']:,} records are {found['customers']:,} people; "
        f"{found['to_review']:,} pairs of people are for review. Written to {arguments.out}."
    )


if __name__ == "__main__":
    main()

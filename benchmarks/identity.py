"""Measure identity resolution on labelled data, beside Splink 5 in its own environment.

`make bench-identity DATA=../shared/data` resolves each data set with `crm360.dedupe` in the one default configuration
(no tuning, no labels), and with Splink in its documented settings (benchmarks/splink_peer.py), and compares both with
the known persons. Results go to benchmarks/results/identity.json, one entry a data set.

Seconds are wall clock from the table of people to the written result, with dbt's start and all the models between; peak
memory is the largest resident size of the process and its children.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import duckdb
from agreement import b_cubed, number, pairs, quality
from scale import REPOSITORY, measured

RESULTS = REPOSITORY / "benchmarks" / "results" / "identity.json"
SPLINK = "splink==5.0.0"
FEBRL = {"febrl1": ["dataset1"], "febrl2": ["dataset2"], "febrl3": ["dataset3"], "febrl4": ["dataset4a", "dataset4b"]}
RLDATA = {"rldata500": "RLdata500", "rldata10000": "RLdata10000"}
RECORDS_PER_PERSON = 3.88
"""Customer records a person of the demo company, to ask the generator for a number of records."""
DEMO_SEED = 11
SPLINK_NAMES = {"first_name": "given_name", "last_name": "family_name"}


def prepare_public(data: Path, scratch: Path) -> dict[str, str]:
    """Write <name>.parquet and <name>.truth.parquet (id, entity) of the public sets; returns Splink's settings."""
    sets: dict[str, str] = {}
    with duckdb.connect() as connection:
        for name, files in FEBRL.items():
            paths = [str(data / "febrl" / f"{file}.csv.gz") for file in files]
            source = f"read_csv({paths!r}, all_varchar = true, filename = true)"
            columns = [
                column for column in connection.sql(f"select * from {source} limit 1").columns if column != "filename"
            ]
            texts = ", ".join(f"nullif(trim(\"{column}\"), '') as {column.strip()}" for column in columns)
            for suffix, drop in (("", ""), ("_without_id", "exclude (soc_sec_id)")):
                people = f"select * {drop} from (select {texts} from {source})"
                _write(connection, people, "rec_id", "split_part(rec_id, '-', 2)", scratch / f"{name}{suffix}")
                sets[f"{name}{suffix}"] = f"febrl{suffix}"
        for name, file in RLDATA.items():
            people = (
                f"select * from read_csv('{data / 'rldata' / file}.csv.gz', all_varchar = true, nullstr = ['NA', ''])"
            )
            _write(connection, people, "rec_id", "identity", scratch / name, "exclude (identity)")
            sets[name] = "rldata"
        people = f"select * from read_csv('{data / 'splink_fake_1000' / 'fake_1000.csv'}', all_varchar = true)"
        _write(connection, people, "unique_id", "cluster", scratch / "splink_fake_1000", "exclude (cluster)")
        sets["splink_fake_1000"] = "fake"
    return sets


def _write(connection, people: str, key: str, entity: str, path: Path, drop: str = "") -> None:
    connection.execute(f"copy (select * {drop} from ({people})) to '{path}.parquet' (format parquet)")
    connection.execute(
        f"copy (select {key} as id, {entity} as entity from ({people})) to '{path}.truth.parquet' (format parquet)"
    )


def prepare_demo(records: int, scratch: Path) -> str:
    """The demo company's customer records as one table of people, with the planted persons; returns its name."""
    name, folder = f"demo_{records}", scratch / f"raw_{records}"
    if not (scratch / f"{name}.parquet").exists():
        people = round(records / RECORDS_PER_PERSON)
        _run(
            [
                sys.executable,
                "-m",
                "crm360.demo",
                "--customers",
                str(people),
                "--seed",
                str(DEMO_SEED),
                "--web-days",
                "1",
                "--format",
                "parquet",
                "--out",
                str(folder),
            ],
            scratch / "generate.log",
        )
        warehouse = scratch / f"{name}.duckdb"
        warehouse.unlink(missing_ok=True)
        dbt = [str(Path(sys.executable).with_name("dbt")), "-q"]
        common = [
            "--target",
            "duckdb",
            "--target-path",
            str(scratch / "target"),
            "--log-path",
            str(scratch),
            "--vars",
            json.dumps({"raw_dir": str(folder), "raw_format": "parquet"}),
        ]
        env = {"CRM360_WAREHOUSE": str(warehouse)}
        for command in (["seed"], ["run", "--select", "+customers", "+int_identity_names"]):
            _run([*dbt, *command, *common], scratch / "prepare.log", env)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            connection.execute(
                f"""
                create temp table people as
                select
                    names.record_key as unique_id, names.given_name as first_name, names.family_name as last_name,
                    customers.email, customers.phone, customers.birth_date, customers.gender, customers.address_line,
                    customers.city, customers.region, customers.postcode, customers.country_code, customers.company,
                    customers.loyalty_number,
                    truth.person_id
                from conformed.customers
                inner join identity.int_identity_names as names
                    on names.record_key = customers.source_system || ':' || customers.source_customer_id
                inner join read_parquet('{folder}/truth/records.parquet') as truth
                    on
                        truth.system = customers.source_system
                        and upper(truth.source_id) = upper(customers.source_customer_id)
                """
            )
            _write(connection, "select * from people", "unique_id", "person_id", scratch / name, "exclude (person_id)")
        shutil.rmtree(folder)
        warehouse.unlink()
    return name


def _run(command: list[str], log: Path, env: dict[str, str] | None = None) -> None:
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=REPOSITORY, env=os.environ | (env or {}), stdout=output, stderr=output, check=False
        )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed, see {log}")


def agreement(found: str, truth: str) -> dict[str, float]:
    """Pairwise precision, recall and F1, and B-cubed F1, of a partition (id, cluster) against the truth (id, entity).

    Both are SQL relations. Pairs are those of the final clusters, over all pairs of the data, blocked or not.
    """
    with duckdb.connect() as connection:
        connection.execute(
            f"create table labelled as select t.id as source, cluster, entity "
            f"from {truth} as t inner join {found} as f on upper(t.id) = upper(f.id)"
        )
        true = pairs(connection, "labelled", "entity")
        found_pairs = pairs(connection, "labelled", "cluster")
        counted = quality(true, found_pairs, pairs(connection, "labelled", "cluster", "entity"))
        return {
            "records": number(connection, "select count(*) from labelled"),
            "true_pairs": true,
            "precision": round(counted["precision"], 5),
            "recall": round(counted["recall"], 5),
            "f1": round(counted["f1"], 5),
            "b_cubed_f1": round(b_cubed(connection, "labelled")["f1"], 5),
        }


def crm360_entry(name: str, scratch: Path) -> dict[str, object]:
    """Resolve one data set with the default configuration."""
    out, work = scratch / f"{name}.map.parquet", scratch / f"work_{name}"
    shutil.rmtree(work, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "crm360.dedupe",
        str(scratch / f"{name}.parquet"),
        "--out",
        str(out),
        "--work-dir",
        str(work),
        "--no-tests",
    ]
    seconds, samples, code = measured(command, dict(os.environ), scratch / f"{name}.log")
    if code:
        raise SystemExit(f"crm360 failed on {name}, see {scratch / f'{name}.log'}")
    with duckdb.connect(str(work / "warehouse.duckdb"), read_only=True) as connection:
        compared = number(connection, "select count(*) from identity.int_identity_comparisons")
    scores = agreement(
        f"(select source_customer_id as id, customer_id as cluster from read_parquet('{out}'))",
        f"read_parquet('{scratch / name}.truth.parquet')",
    )
    entry = scores | {
        "seconds": round(seconds, 1),
        "peak_gb": round(max((gb for _, gb in samples), default=0.0), 2),
        "compared_pairs": compared,
    }
    shutil.rmtree(work)
    return entry


def splink_entry(name: str, settings: str, scratch: Path, python: Path) -> dict[str, object]:
    """The same with Splink, in its own environment."""
    result, records, truth = (scratch / f"{name}.splink.{kind}" for kind in ("json", "parquet", "truth.parquet"))
    with duckdb.connect() as connection:
        columns = connection.sql(f"select * from '{scratch / name}.parquet' limit 1").columns
        known = SPLINK_NAMES if settings.startswith("demo") else {"rec_id": "unique_id"}
        renamed = {column: known[column] for column in columns if column in known}
        exclude = f"exclude ({', '.join(renamed)})" if renamed else ""
        extra = "".join(f", {column} as {new}" for column, new in renamed.items())
        if name.startswith("febrl4"):
            # FEBRL 4 is two files to link: the originals, and a duplicate of each.
            extra += ", if(rec_id like '%org%', 'a', 'b') as source_dataset"
        connection.execute(
            f"copy (select * {exclude} {extra} from '{scratch / name}.parquet') to '{records}' (format parquet)"
        )
        connection.execute(
            f"copy (select id as unique_id, entity from '{scratch / name}.truth.parquet') to '{truth}' (format parquet)"
        )
    command = [str(python), str(REPOSITORY / "benchmarks" / "splink_peer.py"), "--input", str(records)]
    command += ["--truth", str(truth), "--settings", settings, "--out", str(result)]
    seconds, samples, code = measured(command, dict(os.environ), scratch / f"{name}.splink.log")
    if code:
        return {"error": (scratch / f"{name}.splink.log").read_text().strip().splitlines()[-1]}
    return json.loads(result.read_text()) | {
        "seconds": round(seconds, 1),
        "peak_gb": round(max((gb for _, gb in samples), default=0.0), 2),
    }


def splink_python(scratch: Path) -> Path:
    """Splink's own environment, made where it is absent."""
    folder = scratch / "splink-venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        _run([str(python), "-m", "pip", "install", "--quiet", SPLINK, "pandas"], scratch / "splink-install.log")
    return python


def main() -> None:
    """Command line: `python benchmarks/identity.py --data ../shared/data`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of the public data sets; without it, the demo company only")
    parser.add_argument(
        "--records", type=int, nargs="*", default=[100_000, 1_000_000], help="customer records of the demo company"
    )
    parser.add_argument("--only", nargs="*", help="these data sets only")
    parser.add_argument("--without-splink", action="store_true")
    parser.add_argument("--scratch", type=Path, default=REPOSITORY / "target" / "bench-identity")
    arguments = parser.parse_args()
    scratch = arguments.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    sets: dict[str, str] = {}
    if arguments.data:
        if not (arguments.data / "febrl").is_dir():
            raise SystemExit(f"{arguments.data} has no folder febrl: make bench-identity DATA=path/to/the/data/sets")
        sets |= prepare_public(arguments.data.resolve(), scratch)
    sets |= {f"demo_{records}": "demo_full_name" for records in arguments.records}
    known = json.loads(RESULTS.read_text())["sets"] if RESULTS.exists() else {}
    python = None if arguments.without_splink else splink_python(scratch)
    for name, settings in sets.items():
        if arguments.only and name not in arguments.only:
            continue
        if settings == "demo_full_name":
            prepare_demo(int(name.split("_")[1]), scratch)
        entry = known.setdefault(name, {})
        entry["crm360"] = crm360_entry(name, scratch)
        ours = entry["crm360"]
        print(
            f"{name:22} crm360 F1 {ours['f1']:.4f} B3 {ours['b_cubed_f1']:.4f} {ours['seconds']:.0f} s",
            flush=True,
        )
        if python:
            entry["splink"] = splink_entry(name, settings, scratch, python)
            print(f"{'':22} splink {json.dumps(entry['splink'])[:300]}", flush=True)
        machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
        RESULTS.write_text(json.dumps({"machine": machine, "sets": known}, indent=2) + "\n")
    print(f"\nWritten to {RESULTS.relative_to(REPOSITORY)}.")


if __name__ == "__main__":
    main()

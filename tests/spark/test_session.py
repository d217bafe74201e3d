"""Sessions that the adapter starts in this process."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ASK = """
import sys
import pandas as pd
from dbt.adapters.crm360spark.adapter import Crm360SparkCredentials
from dbt.adapters.crm360spark.session import spark_session

settings = {"spark.master": "local[1]", "spark.ui.enabled": "false"}
credentials = Crm360SparkCredentials(host="localhost", schema="main", method="session", driver_settings=settings)


def python_of(frames):
    for _ in frames:
        yield pd.DataFrame({"python": [sys.executable]})


workers = spark_session(credentials).range(1).mapInPandas(python_of, "python string")
print(workers.first()["python"])
"""


def test_workers_run_the_python_that_runs_dbt(tmp_path):
    """Another Python on the PATH, in which nothing is installed, is not asked."""
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK_", "SPARK_"))}
    found = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env=environment | {"PATH": f"{tmp_path}{os.pathsep}{environment['PATH']}", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    assert Path(found.stdout.split()[-1]) == Path(sys.executable)

"""Spark for the tests: a session in their process and servers that dbt runs against, each with its own warehouse."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import duckdb
import pytest
import yaml

from crm360 import frames

REPOSITORY = Path(__file__).resolve().parents[2]
SERVER_SECONDS = 120
PROJECT_PARTS = "macros", "models", "python_models", "seeds/reference", "snapshots", "tests/generic", "tests/singular"


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """Spark on two cores, without Hive: tables live as long as the session."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()


class Engine:
    """Where dbt builds: a target of profiles.yml, the variables that it reads, and a way to ask for rows."""

    def __init__(self, name, environment, query=None):
        self.name, self.environment, self.query = name, environment, query
        self.target = "duckdb" if name == "duckdb" else "spark"

    def rows(self, sql):
        """What a query finds, as a pandas frame in order of its columns, those that are no floats first."""
        frame = frames.to_pandas(self.query(sql))
        exact = [name for name, kind in frame.dtypes.items() if kind.kind != "f"]
        order = [*exact, *(name for name in frame.columns if name not in exact)]
        return frame.sort_values(order, ignore_index=True)


class Project:
    """A dbt project in a folder of its own, for any number of runs on any engine, at the same time as well."""

    def __init__(self, folder, parts_of=None):
        self.folder = folder
        if parts_of is None:
            parts = (
                "macros",
                "models",
                "python_models",
                "seeds/reference",
                "snapshots",
                "tests/generic",
                "tests/singular",
            )
            for part in parts:
                shutil.copytree(REPOSITORY / part, folder / part)
            shutil.copy(REPOSITORY / "dbt_project.yml", folder)
        else:
            shutil.copytree(parts_of, folder, dirs_exist_ok=True)
        shutil.copy(REPOSITORY / "profiles.yml", folder)

    def run(self, engine, *arguments, **project_vars):
        """dbt's exit code and what it printed, without Java's stacks."""
        state = self.folder / "target" / engine.name
        options = ["--target", engine.target, "--target-path", state, "--log-path", state]
        options += ["--vars", yaml.safe_dump(project_vars)]
        result = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *arguments, *options],
            cwd=self.folder,
            env=_environment() | {"CRM360_SPARK_DIR": str(self.folder / "spark")} | engine.environment,
            capture_output=True,
            text=True,
        )
        lines = (result.stdout + result.stderr).splitlines()
        return result.returncode, "\n".join(line for line in lines if not line.lstrip().startswith("at "))

    def build(self, engine, *arguments, **project_vars):
        code, printed = self.run(engine, "build", *arguments, **project_vars)
        assert code == 0, printed[-6000:]
        return printed


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The project of merges, snapshots, Python models and seeds in `delta_project/`."""
    return Project(tmp_path_factory.mktemp("tiny"), parts_of=Path(__file__).parent / "delta_project")


@pytest.fixture(scope="session")
def crm360(tmp_path_factory):
    """A copy of the whole project."""
    return Project(tmp_path_factory.mktemp("crm360"))


@pytest.fixture(scope="session")
def duckdb_engine(tmp_path_factory):
    """DuckDB, with a warehouse that all tests of the run share."""
    warehouse = str(tmp_path_factory.mktemp("duckdb") / "warehouse.duckdb")

    def query(sql):
        return duckdb.connect(warehouse, read_only=True).sql(sql)

    return Engine("duckdb", {"CRM360_WAREHOUSE": warehouse}, query)


@pytest.fixture(scope="session")
def local_engine():
    """Spark in dbt's own process."""
    return Engine("local", {"CRM360_SPARK_MASTER": "local[2]", "CRM360_MEMORY": "2GB"})


@pytest.fixture(scope="session")
def spark_server(tmp_path_factory):
    """The ports of one Spark application that serves Spark Connect and Thrift, with a Hive metastore.

    By its own settings it is what a build must not take over: ANSI mode is off, and the time zone is Tokyo's.
    """
    import pyspark

    folder = tmp_path_factory.mktemp("spark_server")
    connect_port, thrift_port = _free_port(), _free_port()
    settings = {
        "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": connect_port,
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
        "spark.log.level": "ERROR",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.session.timeZone": "Asia/Tokyo",
        "spark.sql.shuffle.partitions": 2,
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.ui.enabled": "false",
    }
    home = Path(pyspark.__file__).parent
    command = [home / "bin/spark-submit", "--master", "local[2]", "--driver-memory", "2g"]
    command += ["--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"]
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    command += ["spark-internal", "--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1"]
    command += ["--hiveconf", f"hive.server2.thrift.port={thrift_port}"]
    environment = {"SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable}
    with _serving(command, folder, environment, connect_port, thrift_port):
        yield connect_port, thrift_port


@pytest.fixture(scope="session")
def connect_engine(spark_server):
    """Spark over Spark Connect."""
    remote = f"sc://127.0.0.1:{spark_server[0]}"
    with contextlib.ExitStack() as sessions:

        def query(sql):
            # In a session of its own: one that stayed would remember the files of tables that dbt has replaced since.
            return sessions.enter_context(_session(remote)).sql(sql)

        yield Engine("connect", {"CRM360_SPARK_REMOTE": remote}, query)


@pytest.fixture(scope="session")
def thrift_engine(spark_server, connect_engine):
    """Spark over Thrift, without a session for Python models; tables are read over Spark Connect."""
    environment = {
        "CRM360_SPARK_METHOD": "thrift",
        "CRM360_SPARK_HOST": "127.0.0.1",
        "CRM360_SPARK_PORT": str(spark_server[1]),
    }
    return Engine("thrift", environment, connect_engine.query)


@pytest.fixture(scope="session")
def thrift_and_connect_engine(thrift_engine, connect_engine):
    """Spark over Thrift, with Spark Connect for Python models."""
    return Engine("thrift_and_connect", thrift_engine.environment | connect_engine.environment, thrift_engine.query)


@pytest.fixture(scope="session")
def no_engine():
    """An address at which nobody listens."""
    return Engine("none", {"CRM360_SPARK_REMOTE": "sc://127.0.0.1:9"})


@pytest.fixture(scope="session")
def sail_engines(tmp_path_factory):
    """Makes engines, by name, of a Sail server, which speaks Spark Connect and writes Delta and Iceberg without a jar.

    It keeps a catalog for each session as long as that lasts, so all runs of dbt on one engine share a session's id.
    """
    folder = tmp_path_factory.mktemp("sail")
    port = _free_port()
    command = [sys.executable, "-m", "pysail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    with _serving(command, folder, {}, port), contextlib.ExitStack() as sessions:

        def engine(name):
            remote = f"sc://127.0.0.1:{port}/;session_id={uuid.uuid4()}"
            session = sessions.enter_context(_session(remote))
            session.conf.set("spark.sql.warehouse.dir", str(folder / name))
            return Engine(name, {"CRM360_SPARK_REMOTE": remote}, session.sql)

        yield engine


@contextlib.contextmanager
def _serving(command, folder, environment, *ports):
    """Runs a server in a folder until the block is left. Fails with its log where it does not listen in time."""
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment() | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + SERVER_SECONDS
        while not all(map(_listens, ports)):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start: {log.read_text()[-4000:]}")
            time.sleep(0.2)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment():
    """The environment without the settings of whoever runs the tests."""
    foreign = ("CRM360_", "DBT_", "SPARK_", "PYSPARK_", "SAIL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"PYTHONPATH": str(REPOSITORY)}


@contextlib.contextmanager
def _session(remote):
    # Not through pyspark.sql.SparkSession, which holds one session a process, and that is another test's.
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.remote(remote).create()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    # While the server still listens: PySpark would try for ten minutes to end it.
    session.stop()


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0

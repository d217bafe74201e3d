"""Adapter, credentials and Python submission of `crm360spark`."""

import traceback
from dataclasses import dataclass, field
from typing import Any

from dbt.adapters.base import PythonJobHelper, available
from dbt.adapters.contracts.connection import ConnectionState
from dbt.adapters.spark.connections import SparkConnectionManager, SparkConnectionMethod, SparkCredentials
from dbt.adapters.spark.impl import SparkAdapter
from dbt_common.exceptions import DbtRuntimeError

from .session import SessionConnection, dbt_errors, message_of, spark_session


@dataclass
class Crm360SparkCredentials(SparkCredentials):
    """dbt-spark's credentials and two more for the method `session`.

    remote: address of a Spark Connect server (`sc://host:port`); unset, Spark runs in this process.
    driver_settings: settings for starting Spark in this process (master, memory, jars, warehouse).
    `server_side_parameters` are set on the session once it is there, wherever it is.
    """

    remote: str | None = None
    driver_settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        super().__post_init__()
        self.remote = self.remote or None
        self.driver_settings = {name: str(value) for name, value in self.driver_settings.items()}
        # dbt-spark switches ANSI mode off, where Spark turns what it cannot cast into NULL without a word.
        self.server_side_parameters["spark.sql.ansi.enabled"] = "true"

    @property
    def type(self):
        """The adapter's name in profiles."""
        return "crm360spark"

    def _connection_keys(self):
        # What macros see as `target`: the preflight asks for the method, which dbt-spark keeps to itself.
        return (*super()._connection_keys(), "method")


class Crm360SparkConnectionManager(SparkConnectionManager):
    """Opens sessions itself; leaves Thrift, HTTP and ODBC to dbt-spark, and sets what Thrift servers do not."""

    TYPE = "crm360spark"

    @classmethod
    def open(cls, connection):
        """Open a connection: for the method `session`, on the process's one Spark session."""
        if connection.state == ConnectionState.OPEN:
            return connection
        credentials = connection.credentials
        if credentials.method == SparkConnectionMethod.SESSION:
            connection.handle = SessionConnection(credentials)
            connection.state = ConnectionState.OPEN
            return connection
        connection = super().open(connection)
        if credentials.method == SparkConnectionMethod.THRIFT:
            # Spark's Thrift server passes over the settings that a client sends along when it connects.
            for name, value in credentials.server_side_parameters.items():
                connection.handle.cursor().execute(f"set {name} = {value}")
        return connection


class SessionPythonJob(PythonJobHelper):
    """Runs a Python model's compiled code in this process, on the session of the build."""

    def __init__(self, parsed_model, credentials):
        self._name = parsed_model["unique_id"]
        self._credentials = credentials

    def submit(self, compiled_code):
        """Run the model and write its table."""
        spark = spark_session(self._credentials)
        try:
            exec(compile(compiled_code, self._name, "exec"), {"__name__": self._name, "spark": spark})
        except Exception as error:
            # The model's own lines: what PySpark does in between tells its reader nothing.
            lines = [line for line in traceback.format_tb(error.__traceback__)[1:] if "/pyspark/" not in line]
            raise DbtRuntimeError(f"{''.join(lines)}{type(error).__name__}: {message_of(error)}") from error


class Crm360SparkAdapter(SparkAdapter):
    """dbt-spark's adapter with one more way to submit Python models."""

    ConnectionManager = Crm360SparkConnectionManager

    @property
    def default_python_submission_method(self):
        """Python models run on the session of the build unless they say otherwise."""
        return "session"

    @property
    def python_submission_helpers(self):
        """Ways to submit a Python model, by the name that its config `submission_method` gives."""
        return {"session": SessionPythonJob}

    @available.parse_none
    def columns_of_query(self, sql):
        """Names of the columns that a query would return; None where a file or table that it reads does not exist."""
        from pyspark.errors import AnalysisException

        with dbt_errors():
            try:
                return spark_session(self.config.credentials).sql(sql).columns
            except AnalysisException as error:
                if error.getCondition() in ("PATH_NOT_FOUND", "TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND"):
                    return None
                raise

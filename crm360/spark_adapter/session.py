"""One Spark session per process, shared by the SQL and the Python models of a build."""

import contextlib
import datetime
import decimal
import logging
import os
import socket
import sys
import threading
import urllib.parse
import weakref

from dbt.adapters.exceptions import FailedToConnectError
from dbt.adapters.spark.connections import SparkConnectionMethod
from dbt.adapters.spark.session import Cursor, SessionConnectionWrapper
from dbt_common.exceptions import DbtRuntimeError

CONNECT_PORT = 15002
CONNECT_SECONDS = 10

_LOCK = threading.Lock()
_sessions = {}


def spark_session(credentials):
    """The session of these credentials, one per process, started at the first call.

    Where `remote` names no Spark Connect server, Spark starts in this process with `driver_settings`, and with a Hive
    metastore, so that the next process finds the tables of this one.

    With another method than `session`, SQL goes elsewhere and only a remote session sees the same tables. It is a new
    one at each call: one that stayed would remember the files of tables that SQL has replaced since.

    Raises DbtRuntimeError where there is no such session, FailedToConnectError where nothing answers at `remote`.
    """
    if credentials.method != SparkConnectionMethod.SESSION:
        if not credentials.remote:
            raise DbtRuntimeError(
                f"Python models need a Spark session, which the method {credentials.method} does not give: name a "
                "Spark Connect server with the same catalog in the profile's `remote` (CRM360_SPARK_REMOTE=sc://host:port)."
            )
        return _new_session(credentials)
    with _LOCK:
        if credentials.remote not in _sessions:
            _sessions[credentials.remote] = _new_session(credentials)
        return _sessions[credentials.remote]


def _new_session(credentials):
    from pyspark.sql import SparkSession

    # PySpark logs each failed statement with its Java stack, beside the error that dbt shows.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    if credentials.remote:
        _require_listener(credentials.remote)
        session = SparkSession.builder.remote(credentials.remote).create()
        # Left to the end of the interpreter, closing its gRPC channel waits for a thread that is gone by then.
        weakref.finalize(session, session.client.close)
    else:
        if str(credentials.driver_settings.get("spark.master", "local")).startswith("local"):
            # Otherwise Spark's workers take the first python3 on the PATH, which need not have what this one has.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.enableHiveSupport()
        for name, value in credentials.driver_settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    for name, value in credentials.server_side_parameters.items():
        session.conf.set(name, value)
    return session


def _require_listener(remote):
    """Say at once that nobody listens at an address: PySpark tries again for ten minutes without a word."""
    address = urllib.parse.urlsplit(remote)
    try:
        socket.create_connection((address.hostname, address.port or CONNECT_PORT), CONNECT_SECONDS).close()
    except OSError as error:
        raise FailedToConnectError(f"No Spark Connect server answers at {remote} ({error})") from error


def message_of(error):
    """What an error says, without the server's stack, which Spark Connect puts into the message."""
    return str(error).partition("\n\nJVM stacktrace:")[0]


@contextlib.contextmanager
def dbt_errors():
    """Turns Spark's errors into dbt's."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise DbtRuntimeError(message_of(error)) from error


def sql_literal(value):
    """A Python value as a Spark SQL literal: text is escaped, None is NULL.

    Dates and timestamps become text, which the cast around every seed value reads.
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        value = value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


class SessionCursor(Cursor):
    """A cursor over the process's session.

    Spark finds an error when a statement is analysed or when its rows are computed; a Spark Connect client hears of
    either only when it asks for the columns or the rows.
    """

    def __init__(self, credentials):
        super().__init__(server_side_parameters=credentials.server_side_parameters)
        self._session = spark_session(credentials)

    def execute(self, sql, *parameters):
        """Run one statement, with `%s` replaced by the parameters, which are SQL literals already."""
        self._rows = None
        with dbt_errors():
            self._df = self._session.sql(sql % parameters if parameters else sql)

    @property
    def description(self):
        """Name and type of each column of the last statement."""
        with dbt_errors():
            return super().description

    def fetchall(self):
        """The rows of the last statement."""
        with dbt_errors():
            return super().fetchall()


class SessionConnection(SessionConnectionWrapper):
    """What dbt holds as a connection: any number of them share one session."""

    def __init__(self, credentials):
        super().__init__(handle=None)
        self._credentials = credentials

    def cursor(self):
        """A new cursor, kept as the current one."""
        self._cursor = SessionCursor(self._credentials)
        return self

    @classmethod
    def _fix_binding(cls, value):
        return sql_literal(value)

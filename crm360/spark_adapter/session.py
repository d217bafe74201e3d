"""One Spark session per process, shared by the SQL and the Python models of a build."""

import datetime
import decimal
import logging
import threading

from dbt.adapters.spark.session import Cursor, SessionConnectionWrapper
from dbt_common.exceptions import DbtRuntimeError

_LOCK = threading.Lock()
_sessions = {}


def spark_session(credentials):
    """The session of these credentials, one per process, started at the first call.

    Where `remote` names no Spark Connect server, Spark starts in this process with `driver_settings`, and with a Hive
    metastore, so that the next process finds the tables of this one.
    """
    from pyspark.sql import SparkSession

    # PySpark logs each failed statement with its Java stack, beside the error that dbt shows.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    with _LOCK:
        session = _sessions.get(credentials.remote)
        if session is None:
            if credentials.remote:
                session = SparkSession.builder.remote(credentials.remote).getOrCreate()
            else:
                builder = SparkSession.builder.enableHiveSupport()
                for name, value in credentials.driver_settings.items():
                    builder = builder.config(name, value)
                session = builder.getOrCreate()
            for name, value in credentials.server_side_parameters.items():
                session.conf.set(name, value)
            _sessions[credentials.remote] = session
        return session


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
    """A cursor over the process's session."""

    def __init__(self, credentials):
        super().__init__(server_side_parameters=credentials.server_side_parameters)
        self._session = spark_session(credentials)

    def execute(self, sql, *parameters):
        """Run one statement, with `%s` replaced by the parameters, which are SQL literals already."""
        from pyspark.errors import PySparkException

        self._rows = None
        try:
            self._df = self._session.sql(sql % parameters if parameters else sql)
        except PySparkException as error:
            raise DbtRuntimeError(str(error)) from error


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

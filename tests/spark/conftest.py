"""A Spark session in the test's process, with a warehouse and metastore of its own."""

import pytest


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

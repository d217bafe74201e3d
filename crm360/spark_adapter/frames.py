"""Frames that Python models return, written as Spark tables."""

import pandas
import pyarrow


def write_table(spark, frame, name, file_format):
    """Replace the table `name` by a frame: a Spark data frame, a pandas one, or an Arrow table.

    Timestamps without a zone are UTC. Raises TypeError for anything else.
    """
    if isinstance(frame, pandas.DataFrame):
        frame = pyarrow.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pyarrow.Table):
        frame = spark.createDataFrame(frame.cast(_with_zone(frame.schema)))
    if not hasattr(frame, "write"):
        raise TypeError(f"The Python model of {name} returned a {type(frame)}: return a data frame")
    frame.write.mode("overwrite").format(file_format).option("overwriteSchema", "true").saveAsTable(name)


def _with_zone(schema):
    """The schema with each timestamp marked as UTC: Spark's `timestamp` is a moment, not a reading of a clock."""
    return pyarrow.schema(
        [
            field.with_type(pyarrow.timestamp("us", tz="UTC")) if pyarrow.types.is_timestamp(field.type) else field
            for field in schema
        ]
    )

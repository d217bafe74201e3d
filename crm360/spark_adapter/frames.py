"""Frames that Python models return, written as Spark tables."""

import pandas
import pyarrow

from crm360.frames import schema_with_zones


def write_table(spark, frame, name, file_format):
    """Replace the table `name` by a frame: a Spark data frame, a pandas one, or an Arrow table.

    Timestamps without a zone are UTC. Raises TypeError for anything else.
    """
    if isinstance(frame, pandas.DataFrame):
        frame = pyarrow.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pyarrow.Table):
        frame = spark.createDataFrame(frame.cast(schema_with_zones(frame.schema, "UTC")))
    if not hasattr(frame, "write"):
        raise TypeError(f"The Python model of {name} returned a {type(frame)}: return a data frame")
    frame.write.mode("overwrite").format(file_format).option("overwriteSchema", "true").saveAsTable(name)

import pandas as pd
import pyarrow as pa

from crm360 import frames

SCHEMA = pa.schema([("customer_id", pa.string()), ("name_length", pa.int64()), ("updated_at", pa.timestamp("us"))])


def lengths(records):
    return pd.DataFrame(
        {
            "customer_id": records["customer_id"],
            "name_length": records["customer_name"].str.len().astype("Int64"),
            "updated_at": records["updated_at"],
        }
    )


def model(dbt, session):
    return frames.map_batches(session, dbt.ref("delivery"), lengths, SCHEMA)

import pandas as pd

from crm360 import frames


def model(dbt, session):
    dbt.config(materialized="incremental", unique_key="model")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    runs = 1 if previous is None else int(previous["runs"].sum()) + 1
    records = frames.to_pandas(dbt.ref("delivery"))
    return pd.DataFrame({"model": ["run counts"], "runs": [runs], "balance": [records["balance"].sum()]})

"""The dbt adapter `crm360spark`: dbt-spark whose sessions also run Python models.

Installed as `dbt.adapters.crm360spark` (pyproject.toml), where dbt looks for the adapter that a profile's `type` names.
It differs from dbt-spark in four things: Python models run in the session of the build (dbt-spark offers them on
Databricks only); a session may be a remote one (Spark Connect); seeds keep NULLs and apostrophes; and ANSI mode stays
on, so that a cast that fails is an error and not a silent NULL.
"""

from pathlib import Path

from dbt.adapters.base import AdapterPlugin

from .adapter import Crm360SparkAdapter, Crm360SparkCredentials

Plugin = AdapterPlugin(
    adapter=Crm360SparkAdapter,
    credentials=Crm360SparkCredentials,
    include_path=str(Path(__file__).parent / "include"),
    dependencies=["spark"],
    project_name="dbt_crm360spark",
)

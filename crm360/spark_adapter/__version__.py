"""The version that dbt prints: dbt-spark's, whose behaviour this is."""

from dbt.adapters.spark.__version__ import version

__all__ = ["version"]

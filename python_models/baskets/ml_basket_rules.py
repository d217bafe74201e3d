"""Finds the association rules of every scope; `crm360.baskets.rules.rules_by_item`."""

from crm360.learning import basket_rules, frames


def model(dbt, session):
    dbt.config(materialized="table")
    settings = frames.to_pandas(dbt.ref("int_basket_settings"))
    return basket_rules.rules_by_item(session, dbt.ref("int_basket_lines"), settings)

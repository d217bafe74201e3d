"""Estimates how much each level of agreement says about identity; `crm360.identity_weights.estimate`."""

from crm360.learning import frames, identity_weights


def model(dbt, session):
    # Weights stay as they are, whatever records join, and through --full-refresh, until a run with identity_refit.
    dbt.config(materialized="incremental", unique_key="comparison", full_refresh=False)
    refit = dbt.config.get("identity_refit")
    if dbt.is_incremental and not refit:
        return frames.to_pandas(session.sql(f"select * from {dbt.this}"))
    return identity_weights.estimate(
        frames.to_pandas(dbt.ref("int_identity_patterns")),
        frames.to_pandas(dbt.ref("int_identity_rule_comparisons")),
        frames.to_pandas(dbt.ref("int_identity_chances")),
        frames.to_pandas(dbt.ref("identity_comparisons")),
    )

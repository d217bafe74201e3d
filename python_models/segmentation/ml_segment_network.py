"""Learns which traits go with which cluster; `crm360.clustering.segment_network.train`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    dbt.config(materialized="table")
    as_of = clustering.only_day(frames.to_pandas(dbt.ref("int_as_of")))
    return clustering.train_network(frames.to_pandas(dbt.ref("int_segment_traits_sample")), as_of)

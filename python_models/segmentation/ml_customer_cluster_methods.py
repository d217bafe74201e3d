"""Labels every customer by the other methods; `crm360.clustering.comparison.label_customers`."""

from functools import partial

from crm360.learning import clustering, frames


def model(dbt, session):
    dbt.config(materialized="table")
    label = partial(
        clustering.label_customers,
        table=frames.to_pandas(dbt.ref("ml_cluster_methods")),
        centres=frames.to_pandas(dbt.ref("ml_customer_clusters")),
    )
    return frames.map_batches(session, dbt.ref("int_cluster_inputs"), label, clustering.LABELS)

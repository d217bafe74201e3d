-- Chains of matches can join two people whom no pair of records would: a warning where more than one customer of
-- several records in a hundred holds birth dates that are neither equal nor a slip apart. Sources that type dates badly
-- have more.
{{ config(severity='warn') }}

with birth_dates as (
    select distinct
        clusters.customer_id,
        customers.birth_date
    from {{ ref('int_identity_clusters') }} as clusters
    inner join {{ ref('customers') }} as customers
        on
            clusters.source_system = customers.source_system
            and clusters.source_customer_id = customers.source_customer_id
    where clusters.cluster_size > 1 and customers.birth_date is not null
),

contradicted as (
    select count(distinct one.customer_id) as contradicted_customers
    from birth_dates as one
    inner join birth_dates as other
        on
            one.customer_id = other.customer_id
            and one.birth_date < other.birth_date
    where {{ edit_distance('cast(one.birth_date as string)', 'cast(other.birth_date as string)', at_most=1) }} > 1
),

merged as (
    select count(distinct customer_id) as merged_customers
    from {{ ref('int_identity_clusters') }}
    where cluster_size > 1
)

select
    contradicted.contradicted_customers,
    merged.merged_customers
from contradicted
cross join merged
where contradicted.contradicted_customers > greatest(1, 0.01 * merged.merged_customers)

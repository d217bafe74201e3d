{{ config(materialized='view') }}

with binned as (
    select * from {{ ref('int_credit_binned') }}
),

labelled as (
    select
        customer_id,
        snapshot_date,
        label_known_on,
        is_bad,
        late_share,
        feature,
        bin
    from binned
    where is_bad is not null
)

select * from labelled

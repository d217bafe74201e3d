{{ config(materialized='view') }}

with rows_in as (
    select * from {{ ref('int_anomaly_orders') }}
),

counted as (
    select count(*) as row_count from rows_in
),

sampled as (
    select rows_in.* from rows_in
    cross join counted
    where
        {{ customer_hash('rows_in.entity_key') }}
        < {{ hash_limit(var('anomaly_training_rows'), 'counted.row_count') }}
)

select * from sampled

-- Written after the comparisons: what the next run takes for compared.
-- depends_on: {{ ref('int_identity_comparisons') }}
{{ config(
    materialized='incremental' if can_change_tables() else 'table',
    incremental_strategy='append',
    pre_hook="{{ crm360.forget_changed_records() }}"
) }}

with changed as (
    select * from {{ ref('int_identity_changed_records') }}
),

final as (
    select
        record_key,
        content_hash
    from changed
    where change_type <> 'gone'
)

select * from final

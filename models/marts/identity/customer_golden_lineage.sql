with choices as (
    select * from {{ ref('int_golden_choices') }}
),

records as (
    select * from {{ ref('customer_identity_map') }}
),

trust as (
    select * from {{ ref('identity_survivorship') }}
),

final as (
    select
        choices.customer_id,
        choices.field,
        choices.record_key,
        records.source_system,
        records.source_customer_id,
        cast(trust.trust_rank as int) as trust_rank,
        cast(choices.records_with_value as int) as records_with_value
    from choices
    inner join records on choices.record_key = records.record_key
    left join trust
        on choices.field = trust.field and records.source_system = trust.source_system
)

select * from final

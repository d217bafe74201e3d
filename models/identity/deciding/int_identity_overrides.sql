-- What people decided about two records (seed `identity_overrides`), the smaller record key first; a decision about a
-- record that does not exist waits until it does.
with overrides as (
    select
        {{ record_key('source_system_1', 'source_customer_id_1') }} as one_key,
        {{ record_key('source_system_2', 'source_customer_id_2') }} as other_key,
        decision,
        reason
    from {{ ref('identity_overrides') }}
),

records as (
    select node as record_key from {{ ref('int_identity_nodes') }}
),

final as (
    select
        least(overrides.one_key, overrides.other_key) as record_key_1,
        greatest(overrides.one_key, overrides.other_key) as record_key_2,
        overrides.decision,
        overrides.reason
    from overrides
    inner join records as one on overrides.one_key = one.record_key
    inner join records as other on overrides.other_key = other.record_key
)

select * from final

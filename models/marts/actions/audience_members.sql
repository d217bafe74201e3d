with chosen as (
    select * from {{ ref('next_best_actions') }}
    where action <> 'none'
),

final as (
    select
        action || '-' || substr(cast(as_of_date as string), 1, 7) as audience,
        customer_id,
        as_of_date,
        action,
        channel,
        offer,
        message_key,
        case when is_held_out then '{{ var("control_variant") }}' else 'treatment' end as variant,
        case when is_held_out then 0e0 else cost end as cost,
        expected_value,
        reason
    from chosen
)

select * from final

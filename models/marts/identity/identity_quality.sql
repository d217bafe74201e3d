{%- set labels = labelled_records() %}

-- The only model that reads labels, and it decides nothing.
with labelled as (
    {% if labels -%}
    select
        map.record_key,
        map.customer_id,
        labels.person_id
    from {{ labels }} as labels
    inner join {{ ref('customer_identity_map') }} as map
        on
            labels.system = map.source_system
            and upper(labels.source_id) = upper(map.source_customer_id)
    {%- else -%}
    select
        record_key,
        customer_id,
        cast(null as string) as person_id
    from {{ ref('customer_identity_map') }}
    where false
    {%- endif %}
),

cells as (
    select
        person_id,
        customer_id,
        cast(count(*) as double) as records
    from labelled
    group by person_id, customer_id
),

sized as (
    select
        *,
        sum(records) over (partition by person_id) as person_records,
        sum(records) over (partition by customer_id) as customer_records
    from cells
),

sums as (
    select
        sum(records) as records,
        count(distinct person_id) as persons,
        count(distinct customer_id) as customers,
        sum(records * (records - 1)) / 2e0 as right_pairs,
        sum(records * (customer_records - 1)) / 2e0 as found_pairs,
        sum(records * (person_records - 1)) / 2e0 as true_pairs,
        {{ safe_divide('sum(records * ' ~ safe_divide('records', 'customer_records') ~ ')', 'sum(records)') }}
            as b_cubed_precision,
        {{ safe_divide('sum(records * ' ~ safe_divide('records', 'person_records') ~ ')', 'sum(records)') }}
            as b_cubed_recall
    from sized
),

-- Of each person's records, those outside the customer that holds most of them: their events would change hands.
switched as (
    select {{ safe_divide('sum(person_records - largest)', 'sum(person_records)') }} as id_switch_rate
    from (
        select
            person_id,
            max(person_records) as person_records,
            max(records) as largest
        from sized
        group by person_id
    ) as persons
),

final as (
    select
        cast(coalesce(sums.records, 0) as bigint) as labelled_records,
        cast(sums.persons as bigint) as persons,
        cast(sums.customers as bigint) as customers,
        {{ safe_divide('sums.right_pairs', 'sums.found_pairs') }} as pair_precision,
        {{ safe_divide('sums.right_pairs', 'sums.true_pairs') }} as pair_recall,
        {{ safe_divide('2e0 * sums.right_pairs', 'sums.found_pairs + sums.true_pairs') }} as pair_f1,
        -- Rounded, since the last digits of a sum depend on the order of its rows.
        round({{ safe_divide(
            '2e0 * sums.b_cubed_precision * sums.b_cubed_recall', 'sums.b_cubed_precision + sums.b_cubed_recall'
        ) }}, 9) as b_cubed_f1,
        switched.id_switch_rate
    from sums
    cross join switched
)

select * from final

-- One row per source record with, per field, its place in the order of survivorship (1 wins): first the system's trust
-- rank for that field from the seed, then the newer record.
{%- set fields = [
    'name', 'email', 'phone', 'birth_date', 'gender', 'address', 'company', 'loyalty_number', 'marketing_consent'
] %}

with records as (
    select
        clusters.customer_id,
        clusters.record_key,
        customers.*
    from {{ ref('int_identity_clusters') }} as clusters
    inner join {{ ref('customers') }} as customers
        on
            clusters.source_system = customers.source_system
            and clusters.source_customer_id = customers.source_customer_id
),

trust as (
    select
        source_system,
        {% for field in fields -%}
        min(case when field = '{{ field }}' then trust_rank end) as {{ field }}_trust{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('identity_survivorship') }}
    group by source_system
),

recency as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by coalesce(updated_at, created_at) desc nulls last, record_key asc
        ) as recency_rank
    from records
),

final as (
    select
        recency.*,
    {% for field in fields -%}
    coalesce(trust.{{ field }}_trust, 99) * 1000000 + recency.recency_rank
        as {{ field }}_place{% if not loop.last %},{% endif %}
    {% endfor %}
    from recency
    left join trust on recency.source_system = trust.source_system
)

select * from final

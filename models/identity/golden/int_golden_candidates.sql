-- One row per source record with, per field, its place in the order of survivorship (1 wins): first the system's trust
-- rank for that field from the seed, then the newer record.
{%- set fields = [
    'name', 'email', 'phone', 'birth_date', 'gender', 'address', 'company', 'loyalty_number', 'marketing_consent'
] %}

with records as (
    select
        clusters.customer_id,
        clusters.record_key,
        customers.*,
        stop_emails.key_value is not null as is_stop_email,
        stop_phones.key_value is not null as is_stop_phone
    from {{ ref('int_identity_clusters') }} as clusters
    inner join {{ ref('customers') }} as customers
        on
            clusters.source_system = customers.source_system
            and clusters.source_customer_id = customers.source_customer_id
    left join {{ ref('identity_stop_values') }} as stop_emails
        on stop_emails.key_type = 'email' and customers.email = stop_emails.key_value
    left join {{ ref('identity_stop_values') }} as stop_phones
        on stop_phones.key_type = 'phone' and customers.phone = stop_phones.key_value
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
            order by coalesce(updated_at, created_at) desc nulls last, record_key asc nulls last
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

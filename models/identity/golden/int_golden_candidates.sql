-- The order of survivorship, per field: the trust in the system (seed), then the fuller value, then the newer record.
{%- set fields = golden_fields() %}

with records as (
    select
        clusters.customer_id,
        clusters.record_key,
        customers.*,
        emails.record_key is null as is_stop_email,
        phones.record_key is null as is_stop_phone,
        case when names.is_vague then 1 else 0 end as name_gaps,
        case when customers.city is null or customers.postcode is null then 1 else 0 end as address_gaps
    from {{ ref('int_identity_clusters') }} as clusters
    inner join {{ ref('customers') }} as customers
        on
            clusters.source_system = customers.source_system
            and clusters.source_customer_id = customers.source_customer_id
    inner join {{ ref('int_identity_names') }} as names on clusters.record_key = names.record_key
    left join {{ ref('int_identity_keys') }} as emails
        on clusters.record_key = emails.record_key and emails.key_type = 'email'
    left join {{ ref('int_identity_keys') }} as phones
        on clusters.record_key = phones.record_key and phones.key_type = 'phone'
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
    cast(coalesce(trust.{{ field }}_trust, 99) as bigint) * 100000000
    {%- if field in ['name', 'address'] %} + recency.{{ field }}_gaps * 10000000{% endif %} + recency.recency_rank
        as {{ field }}_place{% if not loop.last %},{% endif %}
    {% endfor %}
    from recency
    left join trust on recency.source_system = trust.source_system
)

select * from final

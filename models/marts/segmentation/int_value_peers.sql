{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('dim_customers') }}
),

peers as (
    {% for group, peer in [
        ('company', "'all'"),
        ('country', "coalesce(country_code, 'unknown')"),
        ('region', "coalesce(region, 'unknown')"),
        ('customer_type', "case when company is null then 'private' else 'business' end"),
    ] -%}
    select
        customer_id,
        '{{ group }}' as peer_group,
        {{ peer }} as peer
    from customers
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from peers

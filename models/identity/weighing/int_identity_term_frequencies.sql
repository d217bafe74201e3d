-- Share of the records that hold a term, of those that hold any. As the weights, they stay as they are until they are
-- estimated again on purpose (var `identity_refit`), so that a customer does not change because others joined.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    pre_hook="{{ crm360.forget_terms() }}"
) }}
{%- set keeps = is_incremental() and not var('identity_refit') %}

with records as (
    select * from {{ ref('int_identity_records') }}
),

terms as (
    {% for column in ['given_name', 'family_name', 'city'] -%}
    select
        '{{ column }}' as term_type,
        {{ column }} as term,
        count(*) as record_count
    from records
    where {{ column }} is not null
    group by {{ column }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

totals as (
    select
        term_type,
        sum(record_count) as records,
        sum(cast(record_count as double) * record_count) as squares
    from terms
    group by term_type
),

-- How many bits more or less than the average agreement the agreement on this term is worth.
final as (
    select
        terms.term_type,
        terms.term,
        cast(terms.record_count as bigint) as record_count,
        {{ log_2(safe_divide('totals.squares', 'cast(totals.records as double) * terms.record_count')) }} as adjustment
    from terms
    inner join totals on terms.term_type = totals.term_type
    {% if keeps -%}
    where false
    {%- endif %}
)

select * from final

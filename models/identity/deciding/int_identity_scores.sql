{%- set comparisons = identity_comparison_names() -%}
{%- set adjusted = ['given_name', 'family_name', 'email', 'phone', 'address'] %}

with compared as (
    select * from {{ ref('int_identity_comparisons') }}
),

weights as (
    select
        comparison,
        level,
        weight
    from {{ ref('ml_identity_weights') }}
),

terms as (
    select * from {{ ref('int_identity_term_frequencies') }}
),

-- few rows: one.
prior as (
    select weight as prior_weight from weights
    where comparison = 'prior'
),

-- A rare name says more than a common one; a city's size counts where nothing but the city agrees. A contact in the
-- hands of several people says less by as many bits as tell them apart.
looked_up as (
    select
        compared.*,
        prior.prior_weight,
        {% for comparison in comparisons -%}
        coalesce({{ comparison }}_weights.weight, 0e0) as {{ comparison }}_bits,
        {% endfor -%}
        {% for comparison in ['given_name', 'family_name'] -%}
        least(
            coalesce({{ comparison }}_terms.adjustment, 0e0), {{ var('identity_max_rarity_bits') }}
        ) as {{ comparison }}_extra,
        {% endfor -%}
        {% for comparison in ['email', 'phone'] -%}
        -coalesce({{ log_2('greatest(compared.' ~ comparison ~ '_people, 1)') }}, 0e0) as {{ comparison }}_extra,
        {% endfor -%}
        coalesce(city_terms.adjustment, 0e0) as address_extra
    from compared
    cross join prior
    {% for comparison in comparisons -%}
    left join weights as {{ comparison }}_weights
        on
            {{ comparison }}_weights.comparison = '{{ comparison }}'
            and compared.{{ comparison }}_level = {{ comparison }}_weights.level
    {% endfor -%}
    {% for comparison in ['given_name', 'family_name'] -%}
    left join terms as {{ comparison }}_terms
        on
            {{ comparison }}_terms.term_type = '{{ comparison }}'
            and compared.{{ comparison }}_level in ('same', 'swapped')
            and compared.{{ comparison }} = {{ comparison }}_terms.term
    {% endfor -%}
    left join terms as city_terms
        on
            city_terms.term_type = 'city'
            and compared.address_level = 'same_area'
            and compared.city = city_terms.term
),

weighed as (
    select
        *,
    {% for comparison in comparisons -%}
    {{ comparison }}_bits{{ ' + ' ~ comparison ~ '_extra' if comparison in adjusted }}
        as {{ comparison }}_weight{{ ',' if not loop.last }}
    {% endfor %}
    from looked_up
),

summed as (
    select
        *,
        prior_weight
        {% for comparison in comparisons -%}
        + {{ comparison }}_weight
        {% endfor %} as match_weight
    from weighed
),

final as (
    select
        record_key_1,
        record_key_2,
        rule_bits,
        {% for comparison in comparisons -%}
        {{ comparison }}_level,
        {% endfor -%}
        prior_weight,
        {% for comparison in comparisons -%}
        {{ comparison }}_weight,
        {% endfor -%}
        veto_reason,
        match_weight,
        {{ safe_divide('1e0', '1e0 + power(2e0, -least(greatest(match_weight, -200e0), 200e0))') }} as match_probability
    from summed
)

select * from final

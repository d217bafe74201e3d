{%- set comparisons = identity_comparison_names() -%}

with compared as (
    select
        rule_bits,
        {% for comparison in comparisons -%}
        {{ comparison }}_level,
        {% endfor -%}
        veto_reason is not null as is_vetoed,
        count(*) as pairs
    from {{ ref('int_identity_comparisons') }}
    group by all
),

random as (
    select
        {% for comparison in comparisons -%}
        {{ comparison }}_level,
        {% endfor -%}
        veto_reason is not null as is_vetoed,
        count(*) as pairs
    from {{ ref('int_identity_random_comparisons') }}
    group by all
),

by_rule as (
    select
        rules.rule as population,
        {% for comparison in comparisons -%}
        compared.{{ comparison }}_level,
        {% endfor -%}
        compared.is_vetoed,
        sum(compared.pairs) as pairs
    from compared
    inner join {{ ref('int_identity_rules') }} as rules
        on {{ has_bit('compared.rule_bits', 'rules.rule_bit') }}
    group by all
),

candidates as (
    select
        'all candidates' as population,
        {% for comparison in comparisons -%}
        {{ comparison }}_level,
        {% endfor -%}
        is_vetoed,
        sum(pairs) as pairs
    from compared
    group by all
),

stacked as (
    select * from by_rule
    union all
    select * from candidates
    union all
    select
        'random pairs' as population,
        random.*
    from random
),

final as (
    select
        population,
        {% for comparison in comparisons -%}
        {{ comparison }}_level,
        {% endfor -%}
        is_vetoed,
        cast(pairs as bigint) as pairs
    from stacked
)

select * from final

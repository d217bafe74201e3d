{% macro accepted(entity) -%}
{#- The accepted records of an entity in exactly the columns of its contract, with missing values filled by the rules of the
    seed `imputation_rules`; a filled value has `is_<column>_imputed` beside it. -#}
{%- set contract = conformed_columns(entity) -%}
{%- set names = contract | map(attribute='name') | list -%}
{%- set rules = imputation_rules(entity, names) -%}

with accepted as (
    select * from {{ ref('int_' ~ entity ~ '_judged') }}
    where record_status = 'accepted'
),
{% for column, rule in rules.items() %}
fill_{{ column }} as (
    select
        {% for group in rule.groups %}{{ group }}, {% endfor %}
        {{ 'avg' if rule.method.endswith('mean') else 'median' }}(cast({{ column }} as double)) as fill
    from accepted
    where {{ column }} is not null
    {% if rule.groups %}group by {{ rule.groups | join(', ') }}{% endif %}
),
{% endfor %}
filled as (
    select
        {% for column in contract -%}
        {%- set flagged = column.name[3:-8] if column.name.startswith('is_') and column.name.endswith('_imputed') else none -%}
        {%- if column.name in rules -%}
        coalesce(accepted.{{ column.name }}, cast(fill_{{ column.name }}.fill as {{ column.data_type }})) as {{ column.name }}
        {%- elif flagged in rules -%}
        accepted.{{ flagged }} is null and fill_{{ flagged }}.fill is not null as {{ column.name }}
        {%- elif flagged -%}
        coalesce(accepted.{{ column.name }}, false) as {{ column.name }}
        {%- else -%}
        accepted.{{ column.name }}
        {%- endif %}{{ ', ' if not loop.last }}
        {% endfor -%}
        {%- if not contract %}accepted.source_system{% endif %}
    from accepted
    {% for column, rule in rules.items() -%}
    left join fill_{{ column }}
        on {% for group in rule.groups %}accepted.{{ group }} = fill_{{ column }}.{{ group }}{{ ' and ' if not loop.last }}{% endfor %}{{ 'true' if not rule.groups }}
    {% endfor %}
)

select * from filled
{%- endmacro %}

{% macro imputation_rules(entity, contract_columns) -%}
    {#- The rules of the seed for one entity: {column: {method, groups}}. -#}
    {%- set seed = ref('imputation_rules') -%}
    {%- set rules = {} -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- set rows = run_query("select column_name, method, group_columns from " ~ seed ~ " where entity = '" ~ entity ~ "' order by column_name asc nulls last").rows -%}
        {%- for row in rows -%}
            {%- if 'is_' ~ row[0] ~ '_imputed' not in contract_columns -%}
                {{ exceptions.raise_compiler_error(
                    "imputation_rules has a rule for " ~ entity ~ "." ~ row[0] ~ ", but only columns with a flag is_<column>_imputed in the"
                    ~ " conformed contract may be imputed: remove the rule, or add the flag (never for identity fields)."
                ) }}
            {%- endif -%}
            {%- do rules.update({row[0]: {'method': row[1], 'groups': (row[2] or '').split('+') | select | list}}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rules) }}
{%- endmacro %}

-- A model and a table that it is fitted to make a pair of CTEs: what was learnt from, and what came out.
with
{% for source in ml_run_sources() -%}
data_{{ loop.index }} as (
    {{ data_fingerprint(ref(source.data), source.texts, source.dates or [], source.numbers or []) }}
),

model_{{ loop.index }} as (
    select
        cast({{ source.version }} as int) as model_version,
        cast({{ source.status }} as string) as status,
        cast({{ source.trained_to or 'cast(null as timestamp)' }} as date) as trained_to,
        count(*) as model_rows
    from {{ ref(source.model) }}
),

{% endfor -%}
runs as (
    {% for source in ml_run_sources() -%}
    {%- set parameters = [] -%}
    {%- for name in source.vars -%}
    {%- do parameters.append(name ~ '=' ~ var(name)) -%}
    {%- endfor -%}
    select
        '{{ source.model }}' as model,
        '{{ source.data }}' as data_table,
        '{{ parameters | join(", ") }}' as parameters,
        learnt.data_fingerprint,
        learnt.data_rows,
        fitted.*
    from data_{{ loop.index }} as learnt
    cross join model_{{ loop.index }} as fitted
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        cast(model as string) as model,
        model_version,
        cast(data_table as string) as data_table,
        cast(data_fingerprint as string) as data_fingerprint,
        cast(data_rows as bigint) as data_rows,
        trained_to,
        cast(parameters as string) as parameters,
        model_rows,
        coalesce(status, 'no_data') as status
    from runs
)

select * from final

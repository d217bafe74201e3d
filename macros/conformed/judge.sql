{% macro judge(entity, newest_by=none, parent=none) -%}
{#- All records of an entity over all systems, each with its `record_status`:
    rejected    its staging model gave a reject reason, or its parent record is unknown or rejected;
    superseded  a newer record has the same key (newest by `newest_by`, then by place in the file);
    accepted    the rest.
    parent: {'entity': …, 'key': …}, the entity that must have an accepted record with the same source system and key. -#}
{%- set contract = conformed_columns(entity) -%}
{%- set key = entity_keys()[entity] -%}
{%- set systems = systems_with(entity) -%}

with records as (
    {% for system in systems -%}
    {{ union_member(system, entity, contract) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
    {% if not systems -%}
    select
        {% for column in contract %}cast(null as {{ column.data_type }}) as {{ column.name }}, {% endfor %}
        cast(null as string) as reject_reason, cast(null as string) as source_file,
        cast(null as bigint) as source_row, cast(null as string) as raw_record
    where false
    {%- endif %}
),

{% if parent -%}
with_parent as (
    select
        records.*,
        case
            when records.reject_reason is not null then records.reject_reason
            when records.{{ parent.key }} is null then null
            when parents.{{ parent.key }} is null then '{{ parent.key }}: unknown {{ parent.what }}'
            when not parents.has_accepted then '{{ parent.key }}: rejected {{ parent.what }}'
        end as final_reason
    from records
    left join (
        select source_system, {{ parent.key }}, bool_or(record_status = 'accepted') as has_accepted
        from {{ ref('int_' ~ parent.entity ~ '_judged') }}
        where {{ parent.key }} is not null
        group by source_system, {{ parent.key }}
    ) as parents
        on
            records.source_system = parents.source_system
            and records.{{ parent.key }} = parents.{{ parent.key }}
),
{%- else -%}
with_parent as (
    select *, reject_reason as final_reason from records
),
{%- endif %}

versioned as (
    select
        *,
        {% if key -%}
        row_number() over (
            partition by final_reason is null, source_system, {{ key | join(', ') }}
            order by {% if newest_by %}{{ newest_by }} desc nulls last, {% endif %}source_row desc nulls last
        )
        {%- else -%}
        1
        {%- endif %} as version_number
    from with_parent
),

judged as (
    select
        {% for column in contract -%}
        {{ column.name }},
        {% endfor -%}
        case
            when final_reason is not null then 'rejected'
            when version_number > 1 then 'superseded'
            else 'accepted'
        end as record_status,
        final_reason as reject_reason,
        source_file,
        source_row,
        case
            when final_reason is not null or version_number > 1 then coalesce(raw_record, {{ json_text(row_as_struct('versioned')) }})
        end as raw_record
    from versioned
)

select * from judged
{%- endmacro %}

{% macro conformed_columns(entity) -%}
    {#- The contract of an entity: name and data type of each column, as its YAML declares them. -#}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- for column in graph.nodes['model.crm360.' ~ entity].columns.values() -%}
            {%- do columns.append({'name': column.name, 'data_type': column.data_type}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro %}

{% macro union_member(system, entity, contract) -%}
    {#- One system's staging model in the shape of the contract. Columns that it lacks are NULL; one that is neither in the
        contract nor a bookkeeping column is an error, so that a misspelt column is not silently lost. -#}
    {%- set relation = ref('stg_' ~ system ~ '__' ~ entity) -%}
    {%- set bookkeeping = {'reject_reason': 'string', 'source_file': 'string', 'source_row': 'bigint', 'raw_record': 'string'} -%}
    {%- set delivered = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list if execute else [] -%}
    {%- set known = contract | map(attribute='name') | list + bookkeeping.keys() | list -%}
    {%- for name in delivered if name not in known -%}
        {{ exceptions.raise_compiler_error(
            "stg_" ~ system ~ "__" ~ entity ~ " has the column '" ~ name ~ "', which the contract of '" ~ entity
            ~ "' does not know: rename or drop it (models/conformed/_conformed__models.yml lists the columns)."
        ) }}
    {%- endfor -%}
    select
        {% for column in contract -%}
        {%- if column.name == 'source_system' -%}
        '{{ system }}' as source_system,
        {%- elif column.name in ['customer_system', 'product_system', 'order_system'] -%}
        {{ "coalesce(cast(" ~ column.name ~ " as string), '" ~ system ~ "')" if column.name in delivered else "'" ~ system ~ "'" }} as {{ column.name }},
        {%- elif column.name in delivered -%}
        cast({{ column.name }} as {{ column.data_type }}) as {{ column.name }},
        {%- else -%}
        cast(null as {{ column.data_type }}) as {{ column.name }},
        {%- endif %}
        {% endfor -%}
        {%- for name, type in bookkeeping.items() -%}
        {{ "cast(" ~ name ~ " as " ~ type ~ ")" if name in delivered else "cast(null as " ~ type ~ ")" }} as {{ name }}{{ ', ' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}

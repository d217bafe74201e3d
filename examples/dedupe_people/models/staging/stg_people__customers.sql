{%- set found = people_columns() -%}

with raw as (
    select
        *,
        row_number() over () as input_row
    from {{ people_source() }}
),

texts as (
    select
        {% for field in known_people_columns() if field not in ['id', 'source', 'birth_date'] -%}
        {{ people_text(found, field) }} as {{ field }},
        {% endfor -%}
        {{ people_text(found, 'source') }} as source_name,
        {{ people_text(found, 'id') }} as input_id,
        -- Year, month and day in fields of their own, or one field.
        {% if found.get('birth_date', []) | length > 1 -%}
        concat_ws(
            '-'
            {%- for column in found['birth_date'] %},
            lpad(cast("{{ column }}" as varchar), cast(greatest(length(cast("{{ column }}" as varchar)), 2) as integer), '0')
            {%- endfor %}
        )
        {%- else -%}
        {{ people_text(found, 'birth_date') }}
        {%- endif %} as birth_text,
        input_row
    from raw
),

-- 31/12/1999 and 31.12.1999 as 1999-12-31; everything else as it is.
dated as (
    select
        *,
        case
            when regexp_matches(birth_text, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}$') then
                split_part(translate(birth_text, '/.', '--'), '-', 3)
                || '-' || lpad(split_part(translate(birth_text, '/.', '--'), '-', 2), 2, '0')
                || '-' || lpad(split_part(translate(birth_text, '/.', '--'), '-', 1), 2, '0')
            else birth_text
        end as birth_date_text
    from texts
),

final as (
    select
        coalesce(source_name || '/' || input_id, input_id, 'row ' || input_row) as source_customer_id,
        full_name,
        first_name,
        last_name,
        case when email like '%_@_%' then lower(email) end as email,
        nullif(regexp_replace(phone, '[^0-9+]', '', 'g'), '') as phone,
        coalesce(
            try_cast(birth_date_text as date),
            cast(try_strptime(regexp_replace(birth_date_text, '[^0-9]', '', 'g'), '%Y%m%d') as date)
        ) as birth_date,
        birth_date_text,
        gender,
        address_line,
        city,
        region,
        postcode,
        country_code,
        company,
        loyalty_number,
        national_id,
        attribute_1,
        attribute_2,
        attribute_3,
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        input_row as source_row
    from dated
)

select * from final

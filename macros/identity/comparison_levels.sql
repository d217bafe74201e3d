{#- The levels of the comparisons between two records, in one place for the model and its documentation. -#}

{% macro given_name_level() -%}
    {#- Expects given_1, given_2, their formal forms formal_1, formal_2, is_nickname and are_usual_names. -#}
    case
        when given_1 is null or given_2 is null then 'missing'
        when given_1 = given_2 then 'same'
        when formal_1 = formal_2 or is_nickname then 'nickname'
        when length(given_1) = 1 or length(given_2) = 1
            then case
                when substr(given_1, 1, 1) = substr(given_2, 1, 1) or substr(formal_1, 1, 1) = substr(formal_2, 1, 1)
                    then 'initial'
                else 'different'
            end
        when are_usual_names then 'different'
        when {{ one_slip_apart('given_1', 'given_2') }} then 'similar'
        else 'different'
    end
{%- endmacro %}

{% macro family_name_level() -%}
    {#- Expects family_1 and family_2. -#}
    case
        when family_1 is null or family_2 is null then 'missing'
        when family_1 = family_2 then 'same'
        when {{ similar_text('family_1', 'family_2') }} then 'similar'
        else 'different'
    end
{%- endmacro %}

{% macro birth_date_level() -%}
    {#- Expects birth_date_1 and birth_date_2, and the same as text YYYY-MM-DD in birth_text_1 and birth_text_2.
        Similar: one slip apart, or day and month the other way round. -#}
    case
        when birth_date_1 is null or birth_date_2 is null then 'missing'
        when birth_date_1 = birth_date_2 then 'same'
        when {{ edit_distance('birth_text_1', 'birth_text_2', at_most=1) }} = 1 then 'similar'
        when
            substr(birth_text_1, 1, 4) = substr(birth_text_2, 1, 4)
            and substr(birth_text_1, 6, 2) = substr(birth_text_2, 9, 2)
            and substr(birth_text_1, 9, 2) = substr(birth_text_2, 6, 2) then 'similar'
        else 'different'
    end
{%- endmacro %}

{% macro name_level() -%}
    {#- Given and family name together; expects given_level and family_level. -#}
    case
        when given_level = 'different' then 'different'
        when given_level = 'missing' then case when family_level = 'different' then 'different' else 'missing' end
        when family_level in ('same', 'similar') then 'same'
        when family_level = 'missing' then case when given_level = 'initial' then 'missing' else 'similar' end
        else 'given_only'
    end
{%- endmacro %}

{#- The levels of each comparison between two records, for `compared_pairs`. Expects the values of the two records as <column>_1 and
    <column>_2, and the thresholds of the seed `identity_comparisons` as <comparison>__<level>. 'missing' is no evidence either way. -#}

{% macro given_name_level() -%}
    case
        when given_name_1 is null or given_name_2 is null then 'missing'
        when given_name_1 = given_name_2 then 'same'
        when
            (formal_names_1 <> given_name_1 or formal_names_2 <> given_name_2)
            and {{ word_overlap(words("formal_names_1 || ' ' || given_name_1"), words("formal_names_2 || ' ' || given_name_2")) }} > 0
            then 'nickname'
        when length(given_name_1) = 1 or length(given_name_2) = 1
            then case
                when
                    substr(given_name_1, 1, 1) = substr(given_name_2, 1, 1)
                    or ' ' || formal_names_1 like '% ' || given_name_2 || '%'
                    or ' ' || formal_names_2 like '% ' || given_name_1 || '%' then 'initial'
                else 'different'
            end
        -- Too many names of three letters are a letter apart (Ben, Bea), and a slip of the pen hardly ever makes one usual name of another (Joan, John).
        when are_usual_names then 'different'
        when {{ close_names('given_name_1', 'given_name_2', 'given_name__close') }} then 'close'
        when
            least(length(given_name_1), length(given_name_2)) >= 4
            and {{ jaro_winkler('given_name_1', 'given_name_2') }} >= given_name__near then 'near'
        else 'different'
    end
{%- endmacro %}

{% macro family_name_level() -%}
    case
        when family_name_1 is null or family_name_2 is null then 'missing'
        when is_crossed and {{ jaro_winkler('family_name_1', 'family_name_2') }} >= family_name__swapped then 'swapped'
        when family_name_1 = family_name_2 then 'same'
        when {{ close_names('family_name_1', 'family_name_2', 'family_name__close') }} then 'close'
        when {{ jaro_winkler('family_name_1', 'family_name_2') }} >= family_name__near then 'near'
        else 'different'
    end
{%- endmacro %}

{% macro close_names(left, right, threshold) -%}
    least(length({{ left }}), length({{ right }})) >= 4
    and (
        {{ jaro_winkler(left, right) }} >= {{ threshold }}
        or {{ few_edits(left, right, 1, alike=0.7) }}
    )
{%- endmacro %}

{% macro few_edits(left, right, at_most, alike) -%}
    {#- At most so many edits apart. Counting edits is the dearest of all comparisons: only texts that are somewhat alike are counted. -#}
    ({{ jaro_winkler(left, right) }} >= {{ alike }}e0 and {{ edit_distance(left, right, at_most=2) }} <= {{ at_most }})
{%- endmacro %}

{% macro birth_date_level() -%}
    case
        when birth_digits_1 is null or birth_digits_2 is null then 'missing'
        when birth_digits_1 = birth_digits_2 then 'same'
        when
            substr(birth_digits_1, 1, 4) = substr(birth_digits_2, 1, 4)
            and substr(birth_digits_1, 5, 2) = substr(birth_digits_2, 7, 2)
            and substr(birth_digits_1, 7, 2) = substr(birth_digits_2, 5, 2) then 'swapped'
        when {{ few_edits('birth_digits_1', 'birth_digits_2', 'birth_date__one_edit', alike=0.7) }} then 'one_edit'
        when {{ few_edits('birth_digits_1', 'birth_digits_2', 'birth_date__two_edits', alike=0.7) }} then 'two_edits'
        when abs({{ days_between('birth_date_1', 'birth_date_2') }}) <= birth_date__near then 'near'
        when
            substr(birth_digits_1, 1, 6) = substr(birth_digits_2, 1, 6)
            or substr(birth_digits_1, 5, 4) = substr(birth_digits_2, 5, 4) then 'part'
        else 'different'
    end
{%- endmacro %}

{% macro number_level(column, thresholds) -%}
    {#- A number or code: the same, or at most so many characters apart, by the levels that the seed names. -#}
    case
        when {{ column }}_1 is null or {{ column }}_2 is null then 'missing'
        when {{ column }}_1 = {{ column }}_2 then 'same'
        {% for level in thresholds -%}
        when {{ few_edits(column ~ '_1', column ~ '_2', column ~ '__' ~ level, alike=0.7) }} then '{{ level }}'
        {% endfor -%}
        else 'different'
    end
{%- endmacro %}

{% macro email_level() -%}
    case
        when email_1 is null or email_2 is null then 'missing'
        when email_1 = email_2 then 'same'
        when email_local_1 = email_local_2 and length(email_local_1) >= 5 then 'same_local'
        when
            substr(email_1, length(email_local_1) + 1) = substr(email_2, length(email_local_2) + 1)
            and {{ few_edits('email_local_1', 'email_local_2', 'email__close', alike=0.7) }} then 'close'
        else 'different'
    end
{%- endmacro %}

{% macro address_level() -%}
    {#- Address line, city and postcode are one comparison: whoever shares one of them shares the others, so counted apart they would
        merge households. Expects is_same_line, word_share, is_same_postcode, is_near_postcode, is_same_city, has_line, has_place. -#}
    case
        when not has_line and not has_place then 'missing'
        when has_line and (is_same_line or word_share >= address__same)
            then case when is_same_postcode or is_same_city then 'same' else 'same_line' end
        when has_line and word_share >= address__part and (is_same_postcode or is_same_city) then 'part'
        when is_same_postcode and is_same_city then 'same_place'
        when is_same_postcode or is_same_city then 'same_area'
        when has_line and word_share >= address__some_words then 'some_words'
        when is_near_postcode then 'near_postcode'
        else 'different'
    end
{%- endmacro %}

{% macro text_level(column) -%}
    case
        when {{ column }}_1 is null or {{ column }}_2 is null then 'missing'
        when {{ column }}_1 = {{ column }}_2 then 'same'
        when {{ jaro_winkler(column ~ '_1', column ~ '_2') }} >= {{ column }}__close then 'close'
        else 'different'
    end
{%- endmacro %}

{% macro gender_level() -%}
    case
        when gender_1 is null or gender_2 is null then 'missing'
        when gender_1 = gender_2 then 'same'
        else 'different'
    end
{%- endmacro %}

{% macro veto_reason() -%}
    {#- Why a pair is no match whatever its weight, or NULL. Expects the levels. Contacts, address and family name are shared in families,
        so where the given names are different, only a birth date or a person's own number can speak for one person. -#}
    case
        when
            given_name_level = 'different'
            and birth_date_level not in ('same', 'swapped', 'one_edit')
            and national_id_level not in ('same', 'one_edit')
            and loyalty_number_level not in ('same', 'one_edit')
            then case
                when birth_date_level = 'missing' then 'given names differ and no birth date or number of their own agrees'
                else 'given names and birth dates differ'
            end
    end
{%- endmacro %}

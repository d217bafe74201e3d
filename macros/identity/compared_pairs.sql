{% macro compared_pairs(pairs) -%}
{#- Pairs (record_key_1, record_key_2, rule_bits) with the level of each comparison, what term frequencies are looked up for, and in how
    many people's hands a shared e-mail or phone is. -#}
{%- set names = ['given_name', 'formal_names', 'family_name', 'formal_family_names', 'is_usual_name'] -%}
{%- set places = ['address', 'address_words', 'address_letters', 'city', 'postcode'] -%}
{%- set others = [
    'birth_digits', 'birth_date', 'national_id', 'email', 'email_local', 'phone', 'loyalty_number', 'gender', 'attribute_1', 'attribute_2',
    'attribute_3', 'email_people', 'phone_people',
] -%}
{%- set thresholds = [
    'given_name__close', 'given_name__near', 'family_name__swapped', 'family_name__close', 'family_name__near', 'birth_date__one_edit',
    'birth_date__two_edits', 'birth_date__near', 'national_id__one_edit', 'national_id__two_edits', 'email__close', 'phone__one_edit',
    'loyalty_number__one_edit', 'address__same', 'address__part', 'address__same_area', 'address__some_words', 'address__near_postcode',
    'attribute_1__close', 'attribute_2__close', 'attribute_3__close',
] -%}

with pairs as (
    select * from {{ pairs }}
),

thresholds as (
    select
        {% for threshold in thresholds -%}
        max(case when comparison || '__' || level = '{{ threshold }}' then threshold end) as {{ threshold }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('identity_comparisons') }}
),

facing as (
    select
        pairs.record_key_1,
        pairs.record_key_2,
        pairs.rule_bits,
        {% for column in names + places + others -%}
        one.{{ column }} as {{ column }}_1,
        other.{{ column }} as {{ column }}_2,
        {% endfor -%}
        -- A CASE stops at the first branch that holds; the parts of an OR are all computed.
        case
            when one.given_name = other.given_name or one.family_name = other.family_name then false
            when one.given_name = other.family_name or one.family_name = other.given_name
                then one.given_name is not null and one.family_name is not null and other.given_name is not null and other.family_name is not null
            when {{ jaro_winkler('one.given_name', 'other.family_name') }} >= thresholds.family_name__swapped
                then coalesce({{ jaro_winkler('one.family_name', 'other.given_name') }} >= thresholds.family_name__swapped, false)
            else false
        end as is_crossed,
        thresholds.*
    from pairs
    inner join {{ ref('int_identity_records') }} as one on pairs.record_key_1 = one.record_key
    inner join {{ ref('int_identity_records') }} as other on pairs.record_key_2 = other.record_key
    cross join thresholds
),

-- "Moorcliff Peggy" beside "Margaret Moorcliff": the word they share in different places is taken for the family name.
turned as (
    select
        record_key_1,
        record_key_2,
        rule_bits,
        is_crossed,
        {% for side, condition in [('1', 'given_name_1 = family_name_2'), ('2', 'given_name_1 <> family_name_2')] -%}
        case when is_crossed and {{ condition }} then family_name_{{ side }} else given_name_{{ side }} end as given_name_{{ side }},
        case when is_crossed and {{ condition }} then formal_family_names_{{ side }} else formal_names_{{ side }} end as formal_names_{{ side }},
        case when is_crossed and {{ condition }} then given_name_{{ side }} else family_name_{{ side }} end as family_name_{{ side }},
        {% endfor -%}
        {% for column in others -%}
        {{ column }}_1,
        {{ column }}_2,
        {% endfor -%}
        {% for threshold in thresholds -%}
        {{ threshold }},
        {% endfor -%}
        is_usual_name_1 and is_usual_name_2 and not is_crossed as are_usual_names,
        address_1 is not null and address_2 is not null as has_line,
        (city_1 is not null or postcode_1 is not null) and (city_2 is not null or postcode_2 is not null) as has_place,
        coalesce({{ word_overlap('address_words_1', 'address_words_2') }}, 0e0) as word_share,
        case
            when address_letters_1 is null or address_letters_2 is null then false
            when address_letters_1 = address_letters_2 then true
            when {{ jaro_winkler('address_letters_1', 'address_letters_2') }} >= 0.95e0 then true
            when {{ few_edits('address_letters_1', 'address_letters_2', 2, alike=0.85) }} then true
            else false
        end as is_same_line,
        coalesce(postcode_1 = postcode_2, false) as is_same_postcode,
        case
            when {{ few_edits('postcode_1', 'postcode_2', 'address__near_postcode', alike=0.7) }} then true
            else false
        end as is_near_postcode,
        coalesce(city_1 = city_2 or {{ jaro_winkler('city_1', 'city_2') }} >= address__same_area, false) as is_same_city,
        city_1 as city
    from facing
),

levels as (
    select
        record_key_1,
        record_key_2,
        rule_bits,
        {{ given_name_level() }} as given_name_level,
        {{ family_name_level() }} as family_name_level,
        {{ birth_date_level() }} as birth_date_level,
        {{ number_level('national_id', ['one_edit', 'two_edits']) }} as national_id_level,
        {{ email_level() }} as email_level,
        {{ number_level('phone', ['one_edit']) }} as phone_level,
        {{ number_level('loyalty_number', ['one_edit']) }} as loyalty_number_level,
        {{ address_level() }} as address_level,
        {{ gender_level() }} as gender_level,
        {{ text_level('attribute_1') }} as attribute_1_level,
        {{ text_level('attribute_2') }} as attribute_2_level,
        {{ text_level('attribute_3') }} as attribute_3_level,
        given_name_1 as given_name,
        family_name_1 as family_name,
        case when is_same_city and not is_same_postcode then city end as city,
        case when email_1 = email_2 then email_people_1 end as email_people,
        case when phone_1 = phone_2 then phone_people_1 end as phone_people
    from turned
),

final as (
    select
        *,
        {{ veto_reason() }} as veto_reason
    from levels
)

select * from final
{%- endmacro %}

{% macro blocking_elements() -%}
    {#- What a blocking rule may be made of: the value in SQL over `records` (int_identity_records; NULL: the rule does not hold for the
        record), and the comparisons that agree more or less by construction where two records share it. -#}
    {{ return({
        'email': ['records.email', ['email']],
        'email_local': ['case when length(records.email_local) >= 5 then records.email_local end', ['email']],
        'phone': ['records.phone', ['phone']],
        'national_id': ['records.national_id', ['national_id']],
        'loyalty_number': ['records.loyalty_number', ['loyalty_number']],
        'birth_date': ['records.birth_digits', ['birth_date']],
        'birth_year': ['substr(records.birth_digits, 1, 4)', ['birth_date']],
        'birth_month': ['substr(records.birth_digits, 1, 6)', ['birth_date']],
        'birth_month_day': ["nullif(substr(records.birth_digits, 5, 4), '')", ['birth_date']],
        'given_name': ['records.given_name', ['given_name']],
        'given_sound': ['records.given_sound', ['given_name']],
        'given_prefix': ['case when length(records.given_name) >= 3 then substr(records.given_name, 1, 3) end', ['given_name']],
        'given_initial': ['substr(records.given_name, 1, 1)', ['given_name']],
        'family_name': ['records.family_name', ['family_name']],
        'family_sound': ['records.family_sound', ['family_name']],
        'family_prefix': ['case when length(records.family_name) >= 3 then substr(records.family_name, 1, 3) end', ['family_name']],
        'family_initial': ['substr(records.family_name, 1, 1)', ['family_name']],
        'names': [
            "case when records.given_name < records.family_name then records.given_name || ' ' || records.family_name"
            ~ " else records.family_name || ' ' || records.given_name end", ['given_name', 'family_name'],
        ],
        'name_sounds': [
            "case when records.given_sound < records.family_sound then records.given_sound || records.family_sound"
            ~ " else records.family_sound || records.given_sound end", ['given_name', 'family_name'],
        ],
        'address': ['records.address_letters', ['address']],
        'address_prefix': ['case when length(records.address_letters) >= 6 then substr(records.address_letters, 1, 6) end', ['address']],
        'house_number': [
            "case when substr(records.address, 1, 1) between '0' and '9' then split_part(records.address, ' ', 1) end", ['address'],
        ],
        'postcode': ['records.postcode', ['address']],
        'city': ['records.city', ['address']],
        'gender': ['records.gender', ['gender']],
        'attribute_1': ['records.attribute_1', ['attribute_1']],
        'attribute_2': ['records.attribute_2', ['attribute_2']],
        'attribute_3': ['records.attribute_3', ['attribute_3']],
    }) }}
{%- endmacro %}

{% macro element_value(element) -%}
    {#- The value of the element that the column `element` of the blocking rules names. -#}
    case {{ element }}
        {% for name, described in crm360.blocking_elements().items() -%}
        when '{{ name }}' then {{ described[0] }}
        {% endfor -%}
    end
{%- endmacro %}

{% macro identity_comparison_names() -%}
    {{ return([
        'given_name', 'family_name', 'birth_date', 'national_id', 'email', 'phone', 'loyalty_number', 'address', 'gender', 'attribute_1',
        'attribute_2', 'attribute_3',
    ]) }}
{%- endmacro %}

{% macro golden_fields() -%}
    {#- The fields that survive on their own, and when a record's value of one can: what tells nobody apart (a stop-value) does not. Name and
        address are taken whole from one record: parts of two addresses make a third that nobody lives at. -#}
    {{ return({
        'name': '(full_name is not null or last_name is not null)',
        'email': 'email is not null and not is_stop_email',
        'phone': 'phone is not null and not is_stop_phone',
        'birth_date': 'birth_date is not null',
        'gender': 'gender is not null',
        'address': 'address_line is not null',
        'company': 'company is not null',
        'loyalty_number': 'loyalty_number is not null',
        'marketing_consent': 'marketing_consent is not null',
    }) }}
{%- endmacro %}

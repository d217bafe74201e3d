{% macro segment_traits() -%}
    {#- What kind of person a customer is: columns of int_segment_traits, from which the segment network tells the probable cluster.
        None of them is a feature that clusters are made of. -#}
    {{ return([
        'age_band', 'gender', 'country_code', 'marketing_consent', 'is_company', 'acquisition_channel', 'favourite_category',
        'preferred_channel', 'preferred_device', 'price_level', 'satisfaction_band', 'is_subscriber',
    ]) }}
{%- endmacro %}

{% macro winsorised_share(value, lowest, highest) -%}
    {#- Where a value lies between two bounds, 0 to 1, values beyond them taken as the bound; NULL where the bounds are equal. -#}
    {{ crm360.safe_divide(
        'least(greatest(cast(' ~ value ~ ' as double), ' ~ lowest ~ '), ' ~ highest ~ ') - ' ~ lowest, highest ~ ' - ' ~ lowest
    ) }}
{%- endmacro %}

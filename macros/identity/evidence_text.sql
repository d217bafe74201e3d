{% macro evidence_text(scores) -%}
    {#- "family name same +9.8, address different -4.2, …": each comparison that has values on both sides, in bits, from the columns of
        int_identity_scores. -#}
    concat_ws(
        ', '
        {%- for comparison in crm360.identity_comparison_names() %},
        case
            when {{ scores }}.{{ comparison }}_level <> 'missing'
                then '{{ comparison | replace("_", " ") }} ' || replace({{ scores }}.{{ comparison }}_level, '_', ' ')
                    || case when {{ scores }}.{{ comparison }}_weight >= 0 then ' +' else ' ' end
                    || cast(cast(round({{ scores }}.{{ comparison }}_weight, 1) as decimal(9, 1)) as string)
        end
        {%- endfor %}
    )
{%- endmacro %}

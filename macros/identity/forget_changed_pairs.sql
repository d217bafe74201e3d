{% macro forget_changed_pairs() -%}
    {#- Pre-hook of the incremental table of compared pairs: takes out the pairs of records that are new, changed or gone; they are compared
        anew. So a run that died half way can be run again. -#}
    {%- if execute and is_incremental() -%}
        {#- Not by ref(): the model depends on that table by way of the pairs. -#}
        {%- set changed = this.incorporate(path={'identifier': 'int_identity_changed_records'}) -%}
        delete from {{ this }}
        where record_key_1 in (select record_key from {{ changed }}) or record_key_2 in (select record_key from {{ changed }})
    {%- endif -%}
{%- endmacro %}

{% macro forget_changed_records() -%}
    {#- The same for the table of compared records. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }} where record_key in (select record_key from {{ ref('int_identity_changed_records') }})
    {%- endif -%}
{%- endmacro %}

{% macro forget_terms() -%}
    {#- The same for term frequencies, when they are estimated anew. -#}
    {%- if execute and is_incremental() and var('identity_refit') -%}
        delete from {{ this }}
    {%- endif -%}
{%- endmacro %}

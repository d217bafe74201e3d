{% macro normalise_text(expression) -%}
    {#- Lower case, no accents, letters of any script and digits parted by single blanks. NULL where nothing is left. -#}
    nullif(trim({{ regex_replace_all(strip_accents("lower(" ~ expression ~ ")"), '[^a-z0-9ß-῿぀-ヿ一-鿿가-힣]+', ' ') }}), '')
{%- endmacro %}

{% macro normalise_code(expression) -%}
    {#- A number or code as written: capitals and digits only, so that blanks and hyphens do not matter. NULL where nothing is left. -#}
    nullif({{ regex_replace_all("upper(" ~ expression ~ ")", '[^A-Z0-9]', '') }}, '')
{%- endmacro %}

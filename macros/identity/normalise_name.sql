{% macro normalise_name(expression) -%}
    {#- Lower case, no accents, no titles, letters and single blanks only (a comma stays: it tells "Family, Given"). -#}
    nullif(trim({{ regex_replace_all(
        regex_replace_all(
            regex_replace_all("' ' || lower(" ~ strip_accents(expression) ~ ") || ' '", "[^a-z一-鿿, ]", ' '),
            ' (mr|mrs|ms|miss|dr|prof|sir|jr|sr) ', ' '
        ),
        ' +', ' '
    ) }}), '')
{%- endmacro %}

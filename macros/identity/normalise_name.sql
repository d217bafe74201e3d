{% macro normalise_name(expression) -%}
    {#- Lower case, no accents, no titles, no apostrophes; letters of any script, hyphens and single blanks only (a comma stays: it
        tells "Family, Given"). NULL where nothing is left. -#}
    {%- set plain = "translate(" ~ strip_accents("lower(" ~ expression ~ ")") ~ ", 'øłđðı''’`´', 'olddi')" -%}
    {%- set plain = "replace(replace(replace(" ~ plain ~ ", 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')" -%}
    {%- set letters = regex_replace_all("' ' || replace(" ~ plain ~ ", ',', ' , ') || ' '", '[^a-zß-῿぀-ヿ一-鿿가-힣, -]', ' ') -%}
    {%- set untitled = regex_replace_all(letters, '( +(mr|mrs|ms|mx|miss|dr|prof|sir|jr|sr|phd|mbe|obe|esq))+ ', ' ') -%}
    {%- set untitled = regex_replace_all(untitled, '(先生|女士|小姐|太太)', '') -%}
    {%- set trimmed = regex_replace_all(untitled, '[ ,]+$', '') -%}
    nullif(trim({{ regex_replace_all(regex_replace_all(trimmed, ' +', ' '), ' ,', ',') }}), '')
{%- endmacro %}

{% macro sound_key(expression) -%}
    {#- The first letter and up to three digits for the kinds of consonants that follow: Soundex (Russell 1918), where h and w part two equal
        sounds as vowels do. Letters beyond a to z are passed over. -#}
    {%- set ns = namespace(sounds="translate(" ~ expression ~ ", 'abcdefghijklmnopqrstuvwxyz', '.123.12..22455.12623.1.2.2')") -%}
    {%- for digit in ['1', '2', '3', '4', '5', '6'] -%}
        {%- set ns.sounds = "replace(replace(" ~ ns.sounds ~ ", '" ~ digit * 2 ~ "', '" ~ digit ~ "'), '" ~ digit * 2 ~ "', '" ~ digit ~ "')" -%}
    {%- endfor -%}
    {#- The first letter stands for itself; its own digit, if it has one, goes. -#}
    substr({{ expression }}, 1, 1)
    || substr({{ regex_replace_all(regex_replace_all(ns.sounds, '^.', ''), '[^1-6]', '') }}, 1, 3)
{%- endmacro %}

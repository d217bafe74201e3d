{% macro jaro_winkler(left, right) -%}
    {#- Jaro-Winkler similarity, 0 to 1 (Winkler 1990, String Comparator Metrics and Enhanced Decision Rules): a common prefix of up to four
        letters counts a tenth each of what is missing, where the Jaro similarity is above .7. Exact from .8 on, which is all that a cost
        is paid for; below it, some number below it. -#}
    {{ return(adapter.dispatch('jaro_winkler', 'crm360')(left, right)) }}
{%- endmacro %}

{% macro default__jaro_winkler(left, right) -%}
    jaro_winkler_similarity({{ left }}, {{ right }})
{%- endmacro %}

{% macro spark__jaro_winkler(left, right) -%}
    {#- `at_most`: the Jaro similarity if all letters that either text has in common with the other found a partner; it is cheap, and what
        it keeps below two thirds stays below .8. `partners`: for each letter of `left` the place of the first equal letter of `right` that is near enough and still free, or 0. -#}
    {%- set reach = "greatest(cast(floor(greatest(length(" ~ left ~ "), length(" ~ right ~ ")) / 2e0) as int) - 1, 0)" -%}
    {%- set partners -%}
        aggregate(
            sequence(1, greatest(length({{ left }}), 1)),
            cast(array() as array<int>),
            (taken, i) -> array_append(taken, coalesce(get(filter(
                sequence(greatest(1, i - {{ reach }}), i + {{ reach }}),
                j -> substr({{ right }}, j, 1) = substr({{ left }}, i, 1) and j <= length({{ right }}) and not array_contains(taken, j)
            ), 0), 0))
        )
    {%- endset -%}
    {%- set common = "least(length(" ~ left ~ ") - length(translate(" ~ left ~ ", " ~ right ~ ", '')), length(" ~ right ~ ") - length(translate(" ~ right ~ ", " ~ left ~ ", '')))" -%}
    {%- set at_most = "((" ~ common ~ " / cast(length(" ~ left ~ ") as double) + " ~ common ~ " / cast(length(" ~ right ~ ") as double) + 1e0) / 3e0)" %}
    case
        when {{ left }} = {{ right }} then 1e0
        when length({{ left }}) = 0 or length({{ right }}) = 0 then 0e0
        when {{ at_most }} < 0.66e0 then {{ at_most }}
        else element_at(transform(
            transform(
                array({{ partners }}),
                found -> named_struct(
                    'matches', size(filter(found, j -> j > 0)),
                    'shifted', size(filter(
                        zip_with(
                            filter(transform(found, (j, i) -> case when j > 0 then substr({{ left }}, i + 1, 1) end), letter -> letter is not null),
                            transform(array_sort(filter(found, j -> j > 0)), j -> substr({{ right }}, j, 1)),
                            (one, other) -> one <> other
                        ),
                        is_shifted -> is_shifted
                    ))
                )
            ),
            counted -> case when counted.matches = 0 then 0e0 else element_at(transform(
                array((
                    cast(counted.matches as double) / length({{ left }}) + cast(counted.matches as double) / length({{ right }})
                    + (counted.matches - floor(counted.shifted / 2e0)) / counted.matches
                ) / 3e0),
                jaro -> jaro + case when jaro > 0.7e0 then (1e0 - jaro) * 0.1e0 * (
                    case
                        when substr({{ left }}, 1, 1) <> substr({{ right }}, 1, 1) then 0
                        when substr({{ left }}, 1, 2) <> substr({{ right }}, 1, 2) or least(length({{ left }}), length({{ right }})) < 2 then 1
                        when substr({{ left }}, 1, 3) <> substr({{ right }}, 1, 3) or least(length({{ left }}), length({{ right }})) < 3 then 2
                        when substr({{ left }}, 1, 4) <> substr({{ right }}, 1, 4) or least(length({{ left }}), length({{ right }})) < 4 then 3
                        else 4
                    end
                ) else 0e0 end
            ), 1) end
        ), 1)
    end
{%- endmacro %}

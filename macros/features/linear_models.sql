{% macro linear_curves(terms) -%}
    {#- Query with a row per feature: the terms of crm360/churn/terms.py (columns name, kind, knot, fill, mean, deviation, value) gathered
        into one curve, which is 0 for the average row learnt from. -#}
    select
        feature,
        {% for kind in ['value', 'square', 'log', 'log_square', 'unknown'] -%}
        coalesce(sum(slope) filter (where kind = '{{ kind }}'), 0e0) as {{ kind }}_slope,
        {% endfor -%}
        {% for number in range(1, churn_knots() + 1) -%}
        coalesce(min(knot) filter (where kind = 'above' and knot_number = {{ number }}), 0e0) as knot_{{ number }},
        coalesce(sum(slope) filter (where kind = 'above' and knot_number = {{ number }}), 0e0)
            as knot_{{ number }}_slope,
        {% endfor -%}
        min(fill) as typical,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(-sum(centre), 12) as constant_part
    from (
        select
            name as feature,
            kind,
            knot,
            fill,
            {{ safe_divide('value', 'deviation') }} as slope,
            {{ safe_divide('value * mean', 'deviation') }} as centre,
            row_number() over (partition by name, kind order by knot asc nulls last) as knot_number
        from {{ terms }}
    ) as sloped
    group by feature
{%- endmacro %}

{% macro curve_at(x, log_x, is_unknown) -%}
    {#- What a curve of `linear_curves` adds to the score at x, where log_x is ln(1 + max(x, 0)) of it. -#}
    constant_part
    + value_slope * {{ x }}
    + square_slope * {{ x }} * {{ x }}
    + log_slope * {{ log_x }}
    + log_square_slope * {{ log_x }} * {{ log_x }}
    {% for number in range(1, churn_knots() + 1) -%}
    + knot_{{ number }}_slope * greatest({{ x }} - knot_{{ number }}, 0e0)
    {% endfor -%}
    + case when {{ is_unknown }} then unknown_slope else 0e0 end
{%- endmacro %}

{% macro linear_contributions(rows, keys, curves, features) -%}
    {#- Query with a row per row (keys) and feature of the curves: what the feature adds to the score against the average row, and whether
        it is high, low or unknown. -#}
    select
        {% for key in keys -%}
        {{ key }},
        {% endfor -%}
        feature,
        case
            when feature_value is null then 'unknown'
            when feature_value > typical then 'high'
            else 'low'
        end as direction,
        {{ curve_at('x', 'log_x', 'feature_value is null') }} as contribution
    from (
        select
            *,
            coalesce(feature_value, typical) as x,
            ln(1 + greatest(coalesce(feature_value, typical), 0e0)) as log_x
        from (
            select
                {% for key in keys -%}
                scored.{{ key }},
                {% endfor -%}
                curves.*,
                case curves.feature
                    {% for feature in features -%}
                    when '{{ feature }}' then cast(scored.{{ feature }} as double)
                    {% endfor -%}
                end as feature_value
            from {{ rows }} as scored
            cross join {{ curves }} as curves
        ) as valued
    ) as filled
{%- endmacro %}

{% macro linear_reasons(contributions, texts) -%}
    {#- Query with up to three rows per customer_id (reason_number, feature, direction), what `strongest_reasons` of crm360/churn/scoring.py
        does. texts: feature, direction, theme, explains. Features of one theme tell one story: the one that moves it most and may explain
        such a score stands for it. -#}
    select * from (
        select
            customer_id,
            feature,
            direction,
            theme_strength,
            row_number() over (
                partition by customer_id order by theme_strength desc nulls last, theme asc nulls last
            ) as reason_number
        from (
            select
                customer_id,
                theme,
                feature,
                direction,
                may_explain,
                strength,
                round(sum(strength) over (partition by customer_id, theme), 12) as theme_strength,
                row_number() over (
                    partition by customer_id, theme
                    order by
                        coalesce(may_explain, false) and strength > 0 desc nulls last,
                        strength desc nulls last,
                        feature asc nulls last
                ) as place_in_theme
            from (
                select
                    moved.customer_id,
                    moved.feature,
                    moved.direction,
                    coalesce(themes.theme, moved.feature) as theme,
                    case when totals.contribution >= 0 then 1 else -1 end * moved.contribution as strength,
                    texts.explains in ('both', case when totals.contribution >= 0 then 'higher' else 'lower' end)
                        as may_explain
                from {{ contributions }} as moved
                inner join (
                    select
                        customer_id,
                        round(sum(contribution), 12) as contribution
                    from {{ contributions }}
                    group by customer_id
                ) as totals on moved.customer_id = totals.customer_id
                left join (
                    select
                        feature,
                        min(theme) as theme
                    from {{ texts }}
                    group by feature
                ) as themes on moved.feature = themes.feature
                left join {{ texts }} as texts
                    on moved.feature = texts.feature and moved.direction = texts.direction
            ) as judged
        ) as placed
        where place_in_theme = 1 and may_explain and strength > 0 and theme_strength >= 0.03e0
    ) as ranked
    where reason_number <= 3
{%- endmacro %}

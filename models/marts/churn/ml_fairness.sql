with customers as (
    select * from {{ ref('int_fairness_customers') }}
),

grouped as (
    {% for attribute in ['gender', 'age_band', 'region'] -%}
    select
        '{{ attribute }}' as attribute,
        {{ attribute }} as group_name,
        customer_id,
        churn_probability,
        is_churned,
        is_selected
    from customers
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        attribute,
        group_name,
        count(distinct customer_id) as customers,
        count(*) as customer_months,
        avg(case when is_churned then 1e0 else 0e0 end) as churn_rate,
        avg(churn_probability) as mean_probability,
        avg(power(churn_probability - case when is_churned then 1e0 else 0e0 end, 2)) as brier,
        count(*) filter (where is_selected) as selected,
        count(*) filter (where is_churned) as churned,
        count(*) filter (where is_selected and is_churned) as selected_churned
    from grouped
    group by attribute, group_name
),

rated as (
    select
        *,
        {{ safe_divide('selected', 'customer_months') }} as selection_rate,
        {{ safe_divide('churned - selected_churned', 'churned') }} as missed_rate,
        {{ safe_divide('selected - selected_churned', 'customer_months - churned') }} as false_alarm_rate,
        {{ safe_divide('selected_churned', 'selected') }} as precision_rate,
        group_name <> 'unknown' and customers >= {{ var('fairness_min_customers') }} as is_judged
    from counted
),

compared as (
    select
        *,
        max(case when is_judged then selection_rate end) over (partition by attribute) as highest_selection_rate
    from rated
),

final as (
    select
        attribute,
        group_name,
        customers,
        customer_months,
        round(churn_rate, 9) as churn_rate,
        round(mean_probability, 9) as mean_probability,
        round(round(mean_probability, 9) - round(churn_rate, 9), 9) as calibration_gap,
        round(brier, 9) as brier,
        selection_rate,
        missed_rate,
        false_alarm_rate,
        precision_rate,
        case when is_judged then {{ safe_divide('selection_rate', 'highest_selection_rate') }} end as four_fifths_ratio,
        is_judged,
        case
            when is_judged
                then coalesce({{ safe_divide('selection_rate', 'highest_selection_rate') }} < 0.8e0, false)
        end as is_flagged
    from compared
)

select * from final

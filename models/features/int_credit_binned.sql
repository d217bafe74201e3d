with cases as (
    select * from {{ ref('int_credit_cases') }}
),

bins as (
    select * from {{ ref('credit_score_bins') }}
),

feature_values as (
    {% for feature in credit_features() -%}
    select
        customer_id,
        snapshot_date,
        is_as_of,
        label_known_on,
        is_bad,
        late_share,
        '{{ feature }}' as feature,
        {{ feature }} as value
    from cases
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

binned as (
    select
        feature_values.customer_id,
        feature_values.snapshot_date,
        feature_values.is_as_of,
        feature_values.label_known_on,
        feature_values.is_bad,
        feature_values.late_share,
        feature_values.feature,
        bins.bin
    from feature_values
    inner join bins
        on
            feature_values.feature = bins.feature
            and (
                (feature_values.value is null and bins.bin = 0)
                or (bins.bin > 0 and {{ in_band('feature_values.value', 'bins.value_from', 'bins.value_below') }})
            )
)

select * from binned

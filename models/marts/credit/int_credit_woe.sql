{{ config(access='protected', contract={'enforced': false}) }}

-- What `weights_of_evidence` of crm360/credit/scorecard.py does.
with cases as (
    select * from {{ ref('int_credit_training') }}
),

counted as (
    select
        feature,
        bin,
        count(*) filter (where not is_bad) as goods,
        count(*) filter (where is_bad) as bads
    from cases
    group by feature, bin
),

shares as (
    select
        *,
        {{ safe_divide('goods + 0.5e0', 'sum(goods) over (partition by feature) + 0.5e0') }} as good_share,
        {{ safe_divide('bads + 0.5e0', 'sum(bads) over (partition by feature) + 0.5e0') }} as bad_share
    from counted
),

final as (
    select
        feature,
        bin,
        goods,
        bads,
        ln(nullif({{ safe_divide('good_share', 'bad_share') }}, 0e0)) as woe,
        (good_share - bad_share) * ln(nullif({{ safe_divide('good_share', 'bad_share') }}, 0e0)) as information_value
    from shares
)

select * from final

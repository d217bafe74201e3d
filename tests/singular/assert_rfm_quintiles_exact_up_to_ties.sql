-- The scores cut the customers into exact fifths as far as ties allow, counted without any quantile function, lowest
-- values first: the customers in the lowest k fifths are at least k/5 of all, and would be fewer without those tied at
-- the highest value among them; no value has two scores.
-- (Few days are good, so the lowest fifth of recency has r_score 5.)
with scores as (
    {% for metric, value, score in [
        ('recency', 'recency_days', '6 - r_score'), ('frequency', 'frequency', 'f_score'), ('monetary', 'monetary', 'm_score')
    ] -%}
    select
        '{{ metric }}' as metric,
        cast({{ value }} as decimal(18, 4)) as value,
        {{ score }} as ascending_score,
        count(*) as customers
    from {{ ref('customer_rfm') }}
    group by all
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

totals as (
    select
        metric,
        sum(customers) as all_customers
    from scores
    group by metric
),

cuts as (
    select 1 as fifths
    union all
    select 2
    union all
    select 3
    union all
    select 4
),

up_to_cut as (
    select
        scores.metric,
        cuts.fifths,
        totals.all_customers,
        sum(scores.customers) as customers,
        {{ last_by('scores.customers', 'scores.value') }} as tied_at_the_top
    from scores
    inner join totals on scores.metric = totals.metric
    inner join cuts on scores.ascending_score <= cuts.fifths
    group by all
),

missing as (
    select
        totals.metric,
        cuts.fifths,
        totals.all_customers,
        0 as customers,
        0 as tied_at_the_top
    from totals
    cross join cuts
    left join up_to_cut on totals.metric = up_to_cut.metric and cuts.fifths = up_to_cut.fifths
    where up_to_cut.metric is null
),

mixed_ties as (
    select
        metric,
        0 as fifths,
        0 as all_customers,
        0 as customers,
        count(*) as tied_at_the_top
    from scores
    group by metric, value
    having count(*) > 1
)

select * from up_to_cut
where
    5 * customers < fifths * all_customers
    or 5 * (customers - tied_at_the_top) >= fifths * all_customers

union all

select * from missing

union all

select * from mixed_ties

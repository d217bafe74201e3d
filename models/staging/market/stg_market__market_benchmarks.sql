{{ config(enabled=is_mapped('market', 'market_benchmarks')) }}

with raw as (
    select * from {{ raw_records('market', 'benchmarks') }}
),

cleaned as (
    select
        {{ clean_text('month') }} as month,
        {{ clean_text('region') }} as region,
        {{ clean_text('category') }} as category,
        {{ clean_text('market_revenue') }} as market_revenue,
        {{ clean_text('competitor_revenue') }} as competitor_revenue,
        {{ clean_text('competitor_price_index') }} as competitor_price_index,
        {{ clean_text('population') }} as population,
        {{ clean_text('median_income') }} as median_income,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_month('month') }} as benchmark_month
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('month') }}
            {{ reject_unreadable('month', 'benchmark_month', 'a date') }}
            {{ reject_missing('region') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        benchmark_month,
        region,
        category,
        {{ parse_money('market_revenue') }} as market_revenue,
        {{ parse_money('competitor_revenue') }} as competitor_revenue,
        {{ parse_money('competitor_price_index') }} as competitor_price_index,
        {{ parse_money('population') }} as population,
        {{ parse_money('median_income') }} as median_income,
        {{ bookkeeping() }}
    from judged
)

select * from renamed

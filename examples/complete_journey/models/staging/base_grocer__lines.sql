{{ config(materialized='table') }}

with raw as (
    select
        *,
        {{ crm360.row_as_struct('lines') }} as raw_row
    -- The struct of the row above takes this alias, which the linter cannot see.
    from {{ crm360.raw_records('grocer', 'transactions_sample') }} as lines  -- noqa: AL05
),

products as (
    select
        product_id,
        product_type like 'GASOLINE%' as is_petrol
    from {{ source('grocer', 'products') }}
),

typed as (
    select
        raw.basket_id,
        raw.product_id,
        raw.household_id,
        raw.quantity,
        raw.sales_value,
        raw.transaction_timestamp,
        -- A fill of petrol is one unit: the file counts thousandths of a gallon there.
        case
            when products.is_petrol and {{ crm360.try_cast('raw.quantity', 'double') }} > 0 then 1
            else cast(round({{ crm360.try_cast('raw.quantity', 'double') }}) as int)
        end as units,
        cast({{ crm360.try_cast('raw.sales_value', 'double') }} as decimal(18, 4)) as net_amount,
        cast(
            {{ crm360.try_cast('raw.sales_value', 'double') }}
            + coalesce({{ crm360.try_cast('raw.retail_disc', 'double') }}, 0)
            + coalesce({{ crm360.try_cast('raw.coupon_match_disc', 'double') }}, 0) as decimal(18, 4)
        ) as shelf_amount,
        {{ crm360.parse_timestamp('raw.transaction_timestamp') }} as paid_at,
        raw.source_file,
        raw.source_row,
        raw.raw_row
    from raw
    left join products on raw.product_id = products.product_id
),

judged as (
    select
        *,
        case
            {{ crm360.reject_missing('household_id') }}
            {{ crm360.reject_missing('basket_id') }}
            {{ crm360.reject_missing('product_id') }}
            {{ crm360.reject_unreadable('quantity', 'units', 'an integer') }}
            when units <= 0 then 'quantity: nothing was sold'
            {{ crm360.reject_missing('sales_value') }}
            {{ crm360.reject_unreadable('sales_value', 'net_amount', 'a number') }}
            {{ crm360.reject_event_time('transaction_timestamp', 'paid_at', 'grocer') }}
        end as reject_reason,
        cast(round({{ crm360.safe_divide('shelf_amount', 'units') }}, 4) as decimal(18, 4)) as rounded_price
    from typed
),

priced as (
    select
        *,
        -- Rounded up, so that units times price less discount is the amount received to the cent, and no discount is
        -- negative.
        cast(
            rounded_price + case when rounded_price * units < shelf_amount then 0.0001 else 0 end as decimal(18, 4)
        ) as unit_price
    from judged
),

final as (
    select
        basket_id,
        cast(row_number() over (partition by basket_id order by source_row asc nulls last) as int) as line_number,
        product_id,
        household_id,
        units as quantity,
        unit_price,
        cast(units * unit_price as decimal(18, 4)) as gross_amount,
        cast(units * unit_price - net_amount as decimal(18, 4)) as discount_amount,
        net_amount,
        paid_at,
        reject_reason,
        source_file,
        source_row,
        raw_row
    from priced
)

select * from final

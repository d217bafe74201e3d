-- An order in a currency without an exchange rate has no amounts: the seed exchange_rates lacks a line for it.
select
    currency,
    count(*) as orders
from {{ ref('fct_orders') }}
where gross_amount is null or net_revenue is null
group by currency

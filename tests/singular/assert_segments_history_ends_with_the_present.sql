-- The open period of each customer in the snapshot is what the marts say now, and no customer has two.
{%- if crm360.can_change_tables() %}
with open_periods as (
    select * from {{ ref('customer_segments_history') }}
    where dbt_valid_to is null
),

now as (
    select * from {{ ref('int_customer_segments') }}
),

doubles as (
    select customer_id from open_periods
    group by customer_id
    having count(*) > 1
)

select coalesce(now.customer_id, open_periods.customer_id) as customer_id
from now
full outer join open_periods on now.customer_id = open_periods.customer_id
where
    now.rfm_segment is distinct from open_periods.rfm_segment
    or now.lifecycle_state is distinct from open_periods.lifecycle_state
    or now.value_segment is distinct from open_periods.value_segment
    or now.loyalty_tier is distinct from open_periods.loyalty_tier

union all

select customer_id from doubles
{%- else %}
-- depends_on: {{ ref('int_customer_segments') }}
select customer_id from {{ ref('int_customer_segments') }}
where false
{%- endif %}

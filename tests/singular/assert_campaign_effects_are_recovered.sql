-- The demo company's campaigns were made with effects: extra orders within 14 days per treated person by group (people
-- who had left get none). Over all campaigns the difference of treatment and control within each group comes within
-- 0.07 orders of the planted one (standard errors on 2,000 people are .013 to .034), that of the persuadable is above
-- 0.1, and the interval of the campaign without effect holds 0. What annoys sleeping dogs works over months and is not
-- compared. The truth lies beside the file of the var `identity_labels`; where it does not, or a group has fewer than
-- 2,000 treated, there is nothing to compare.
-- depends_on: {{ ref('int_campaign_customers') }}
-- depends_on: {{ ref('customer_identity_map') }}
-- depends_on: {{ ref('campaign_performance') }}
{%- set labels = var('identity_labels') or '' %}
{%- set campaigns_path = labels | replace('records.', 'campaigns.') %}
{%- set records = labelled_records() %}
{%- set is_told = records and campaigns_path != labels and target.type == 'duckdb' %}
{%- if is_told and extract_exists("'" ~ campaigns_path ~ "'") %}
with persons as (
    select
        map.customer_id,
        min(records.person_id) as person_id
    from {{ ref('customer_identity_map') }} as map
    inner join {{ records }} as records
        on
            map.source_system = records.system
            and map.source_customer_id = records.source_id
    group by map.customer_id
    having count(distinct records.person_id) = 1
),

members as (
    select
        members.campaign_key,
        people.response_group,
        members.variant,
        members.orders,
        case
            when cast(people.churned_at as date) <= cast(members.first_contact_at as date) then 0e0
            else cast(planted.planted_effect as double)
        end as planted_effect
    from {{ ref('int_campaign_customers') }} as members
    inner join persons on members.customer_id = persons.customer_id
    inner join {{ records | replace('records.', 'people.') }} as people on persons.person_id = people.person_id
    inner join {{ records | replace('records.', 'campaigns.') }} as planted
        on
            members.campaign_key = 'marketing:' || planted.campaign_code
            and people.response_group = planted.response_group
    where members.variants = 1 and members.is_response_complete
),

by_campaign as (
    select
        campaign_key,
        response_group,
        count(*) filter (where variant = 'treatment') as treated,
        avg(orders) filter (where variant = 'treatment') - avg(orders) filter (where variant = 'control') as difference,
        avg(planted_effect) filter (where variant = 'treatment') as planted_effect
    from members
    group by campaign_key, response_group
),

by_group as (
    select
        response_group,
        sum(treated) as treated,
        {{ safe_divide('sum(treated * difference)', 'sum(treated)') }} as difference,
        {{ safe_divide('sum(treated * planted_effect)', 'sum(treated)') }} as planted_effect
    from by_campaign
    where difference is not null
    group by response_group
),

without_effect as (
    select
        performance.campaign_key,
        performance.customers,
        performance.conversion_rate_difference_lower,
        performance.conversion_rate_difference_upper
    from {{ ref('campaign_performance') }} as performance
    inner join {{ records | replace('records.', 'campaigns.') }} as planted
        on performance.campaign_key = 'marketing:' || planted.campaign_code
    where planted.response_group = 'persuadable' and cast(planted.planted_effect as double) = 0
)

select
    response_group as subject,
    treated,
    difference as measured,
    planted_effect
from by_group
where
    response_group <> 'sleeping_dog'
    and treated >= 2000
    and (abs(difference - planted_effect) > 0.07 or (response_group = 'persuadable' and difference < 0.1))

union all

select
    campaign_key as subject,
    customers as treated,
    conversion_rate_difference_lower as measured,
    0e0 as planted_effect
from without_effect
where conversion_rate_difference_lower > 0 or conversion_rate_difference_upper < 0
{%- else %}
select 'no planted truth' as subject
where false
{%- endif %}

{{ config(materialized="view") }}

with rules as (
    select * from {{ ref('int_identity_rules') }}
),

records as (
    select * from {{ ref('int_identity_records') }}
),

keyed as (
    select
        records.record_key,
        rules.rule,
        rules.rule_bit,
        {{ element_value('rules.element_1') }}
        || case
            when rules.element_2 is null then ''
            else '|' || {{ element_value('rules.element_2') }}
        end
        || case
            when rules.element_3 is null then ''
            else '|' || {{ element_value('rules.element_3') }}
        end as key_value
    from records
    cross join rules
),

final as (
    select * from keyed
    where key_value is not null
)

select * from final

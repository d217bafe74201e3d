with rules as (
    select * from {{ ref('int_cluster_rule_bounds') }}
),

found as (
    select * from {{ ref('int_customer_cluster_rules') }}
),

clusters as (
    select * from {{ ref('customer_clusters') }}
),

profiles as (
    select * from {{ ref('cluster_profiles') }}
),

counted as (
    select
        rules.rule_number,
        count(clusters.customer_id) as customers,
        count(*) filter (where clusters.cluster_number = rules.cluster_number) as members
    from rules
    left join found on rules.rule_number = found.rule_number
    left join clusters on found.customer_id = clusters.customer_id
    group by rules.rule_number
),

final as (
    select
        cast(rules.rule_number as int) as rule_number,
        cast(rules.cluster_number as int) as cluster_number,
        profiles.cluster_name,
        profiles.cluster_name_zh,
        cast(rules.rule as string) as rule,
        cast(rules.rule_zh as string) as rule_zh,
        counted.customers,
        counted.members,
        {{ safe_divide('counted.members', 'profiles.customers') }} as rule_coverage,
        {{ safe_divide('counted.members', 'counted.customers') }} as rule_precision,
        cast(rules.model_version as int) as model_version,
        cast(rules.trained_on as date) as trained_on
    from rules
    inner join counted on rules.rule_number = counted.rule_number
    left join profiles on rules.cluster_number = profiles.cluster_number
)

select * from final

with customers as (
    select * from {{ ref('customer_clusters') }}
),

priors as (
    select
        cluster_number,
        cluster_name,
        ln(nullif(probability, 0)) as log_probability
    from {{ ref('segment_network') }}
    where trait = 'cluster'
),

evidence as (
    select
        customer_id,
        cluster_number,
        sum(log_probability) as log_probability
    from {{ ref('int_segment_evidence') }}
    group by customer_id, cluster_number
),

joint as (
    select
        customers.customer_id,
        customers.as_of_date,
        customers.cluster_number as own_number,
        customers.cluster_name as own_name,
        priors.cluster_number,
        priors.cluster_name,
        priors.log_probability + coalesce(evidence.log_probability, 0) as log_probability
    from customers
    cross join priors
    left join evidence
        on customers.customer_id = evidence.customer_id and priors.cluster_number = evidence.cluster_number
),

relative as (
    select
        *,
        exp(log_probability - max(log_probability) over (partition by customer_id)) as likelihood
    from joint
),

shares as (
    select
        *,
        {{ safe_divide('likelihood', 'sum(likelihood) over (partition by customer_id)') }} as probability
    from relative
),

final as (
    select
        customer_id,
        as_of_date,
        own_number as cluster_number,
        own_name as cluster_name,
        cast({{ last_by('cluster_number', 'probability') }} as int) as likely_cluster_number,
        cast({{ last_by('cluster_name', 'probability') }} as string) as likely_cluster_name,
        -- Rounded, as the sums of an engine's threads differ in their last digits.
        round(max(probability), 9) as likely_probability,
        round(max(probability) filter (where cluster_number = own_number), 9) as own_probability
    from shares
    group by customer_id, as_of_date, own_number, own_name
)

select * from final

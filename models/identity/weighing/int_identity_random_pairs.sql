-- All pairs of a repeatable sample of records: what agrees by chance, whatever the blocking rules.
with sampled as (
    select
        record_key,
        {{ customer_hash('record_key') }} as place
    from {{ ref('int_identity_records') }}
),

counted as (
    select count(*) as record_count from sampled
),

chosen as (
    select sampled.record_key
    from sampled
    cross join counted
    where sampled.place < {{ hash_limit(var('identity_sample_records'), 'counted.record_count') }}
),

pairs as (
    select
        one.record_key as record_key_1,
        other.record_key as record_key_2,
        cast(0 as bigint) as rule_bits
    from chosen as one
    inner join chosen as other on one.record_key < other.record_key
)

select * from pairs

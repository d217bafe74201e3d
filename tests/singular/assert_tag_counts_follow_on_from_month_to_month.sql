-- The customers of a tag are those of the month before, and who came, less who left.
with counts as (
    select
        *,
        lag(customers) over (partition by tag order by month asc nulls last) as customers_before
    from {{ ref('tag_counts_monthly') }}
)

select * from counts
where customers <> coalesce(customers_before, 0) + customers_entered - customers_left

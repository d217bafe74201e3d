-- The aggregate macros and whole rows as JSON, on whichever engine runs the build.
with given as (
    select
        1 as place,
        'b' as letter,
        cast(10 as double) as amount
    union all
    select
        2 as place,
        cast(null as string) as letter,
        cast(20 as double) as amount
    union all
    select
        3 as place,
        'a' as letter,
        cast(30 as double) as amount
    union all
    select
        4 as place,
        'it''s' as letter,
        cast(null as double) as amount
),

aggregated as (
    select
        {{ first_by('letter', 'place') }} as first_letter,
        {{ first_by('letter', 'place', where='place > 1') }} as first_letter_after_1,
        {{ last_by('amount', 'place') }} as last_amount,
        {{ last_by('amount', 'place', where='place > 3') }} as no_amount,
        {{ joined_text('letter', ', ', 'letter desc nulls last') }} as letters,
        {{ joined_text('letter', '+', 'place asc nulls last') }} as letters_in_place,
        {{ quantile_disc('amount', 0.33) }} as third,
        {{ quantile_disc('amount', 0.34) }} as above_third,
        {{ quantile_disc('amount', 1) }} as largest
    from given
),

json as (
    select {{ json_text(row_as_struct('given')) }} as written
    from given
    where place = 2
),

answers as (
    select
        'first by' as what,
        first_letter as result,
        'b' as expected
    from aggregated
    union all
    select
        'first by, NULL passed over' as what,
        first_letter_after_1 as result,
        'a' as expected
    from aggregated
    union all
    select
        'last by, NULL passed over' as what,
        cast(last_amount as string) as result,
        '30.0' as expected
    from aggregated
    union all
    select
        'last by of nothing' as what,
        cast(no_amount as string) as result,
        cast(null as string) as expected
    from aggregated
    union all
    select
        'joined' as what,
        letters as result,
        'it''s, b, a' as expected
    from aggregated
    union all
    select
        'joined in another order' as what,
        letters_in_place as result,
        'b+a+it''s' as expected
    from aggregated
    union all
    select
        'smallest that a third do not exceed' as what,
        cast(third as string) as result,
        '10.0' as expected
    from aggregated
    union all
    select
        'a little more than a third' as what,
        cast(above_third as string) as result,
        '20.0' as expected
    from aggregated
    union all
    select
        'all' as what,
        cast(largest as string) as result,
        '30.0' as expected
    from aggregated
    union all
    select
        'JSON with NULL' as what,
        written as result,
        '{"place":2,"letter":null,"amount":20.0}' as expected
    from json
)

select * from answers
where result is distinct from expected

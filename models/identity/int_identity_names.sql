with records as (
    select
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        {{ normalise_name("coalesce(full_name, concat(coalesce(first_name, ''), ' ', coalesce(last_name, '')))") }} as full_name,
        {{ normalise_name('first_name') }} as first_name,
        {{ normalise_name('last_name') }} as last_name
    from {{ ref('customers') }}
),

hanzi as (
    select
        record_key,
        replace(full_name, ' ', '') as hanzi_name
    from records
    where {{ regex_matches('full_name', '[一-鿿]') }}
),

-- Chinese names have two to four characters, the family name first.
positions as (
    select 1 as place
    union all select 2
    union all select 3
    union all select 4
),

transcribed as (
    select
        hanzi.record_key,
        max(case when positions.place = 1 then characters.pinyin end) as family_name,
        concat(
            coalesce(max(case when positions.place = 2 then characters.pinyin end), ''),
            coalesce(max(case when positions.place = 3 then characters.pinyin end), ''),
            coalesce(max(case when positions.place = 4 then characters.pinyin end), '')
        ) as given_name
    from hanzi
    cross join positions
    inner join {{ ref('pinyin_characters') }} as characters
        on substr(hanzi.hanzi_name, positions.place, 1) = characters.hanzi
    group by hanzi.record_key
),

split as (
    select
        record_key,
        case
            when first_name is not null and last_name is not null then first_name
            when full_name like '%,%' then trim(split_part(full_name, ',', 2))
            else split_part(full_name, ' ', 1)
        end as given_name,
        case
            when first_name is not null and last_name is not null then last_name
            when full_name like '%,%' then trim(split_part(full_name, ',', 1))
            when full_name like '% %' then split_part(full_name, ' ', -1)
        end as family_name
    from records
),

parts as (
    select
        split.record_key,
        nullif(coalesce(transcribed.given_name, split_part(split.given_name, ' ', 1)), '') as given_name,
        nullif(replace(coalesce(transcribed.family_name, split.family_name), ' ', ''), '') as family_name
    from split
    left join transcribed on split.record_key = transcribed.record_key
),

formal as (
    select
        nickname,
        min(formal_name) as formal_name
    from {{ ref('nicknames') }}
    group by nickname
),

final as (
    select
        parts.record_key,
        parts.given_name,
        parts.family_name,
        coalesce(formal.formal_name, parts.given_name) as formal_given_name
    from parts
    left join formal on parts.given_name = formal.nickname
)

select * from final

with records as (
    select
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        {{ normalise_name('full_name') }} as full_name,
        {{ normalise_name('first_name') }} as first_name,
        {{ normalise_name('last_name') }} as last_name
    from {{ ref('customers') }}
),

-- Chinese names have two to four characters, the family name first.
hanzi as (
    select
        record_key,
        replace(coalesce(full_name, coalesce(last_name, '') || coalesce(first_name, '')), ' ', '') as hanzi_name
    from records
    where {{ regex_matches("coalesce(full_name, last_name, first_name)", '[一-鿿]') }}
),

positions as (
    select 1 as place
    union all
    select 2
    union all
    select 3
    union all
    select 4
),

transcribed as (
    select
        hanzi.record_key,
        max(case when positions.place = 1 then characters.pinyin end) as family_name,
        concat_ws(
            '',
            max(case when positions.place = 2 then characters.pinyin end),
            max(case when positions.place = 3 then characters.pinyin end),
            max(case when positions.place = 4 then characters.pinyin end)
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
            when full_name is null or (first_name is not null and last_name is not null) then first_name
            when full_name like '%,%' then trim(split_part(full_name, ',', 2))
            else full_name
        end as given_names,
        case
            when full_name is null or (first_name is not null and last_name is not null) then last_name
            when full_name like '%,%' then trim(split_part(full_name, ',', 1))
            when full_name like '% %' then full_name
        end as family_names
    from records
),

short_forms as (
    select nickname
    from {{ ref('nicknames') }}
    group by nickname
    having count(*) > 1
),

-- The first of several given names, the last of several family names: so "Ana García Márquez" is the same in one field
-- or in two.
parts as (
    select
        split.record_key,
        nullif(
            coalesce(transcribed.given_name, split_part(split_part(split.given_names, ' ', 1), '-', 1)), ''
        ) as given_name,
        nullif(
            coalesce(transcribed.family_name, replace(split_part(split.family_names, ' ', -1), '-', '')), ''
        ) as family_name
    from split
    left join transcribed on split.record_key = transcribed.record_key
),

final as (
    select
        parts.record_key,
        parts.given_name,
        parts.family_name,
        coalesce(length(parts.given_name), 0) <= 1
        or parts.family_name is null
        or short_forms.nickname is not null as is_vague
    from parts
    left join short_forms on parts.given_name = short_forms.nickname
)

select * from final

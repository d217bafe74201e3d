with pairs as (
    select * from {{ ref('int_identity_pairs') }}
),

people as (
    select
        names.record_key,
        names.given_name,
        names.family_name,
        names.is_vague,
        customers.birth_date,
        cast(customers.birth_date as string) as birth_text
    from {{ ref('int_identity_names') }} as names
    inner join {{ ref('customers') }} as customers
        on names.record_key = {{ record_key('customers.source_system', 'customers.source_customer_id') }}
),

given_names as (
    select given_name from {{ ref('identity_given_names') }}
),

short_forms as (
    select
        nickname,
        min(formal_name) as formal_name
    from {{ ref('nicknames') }}
    group by nickname
),

facing as (
    select
        pairs.*,
        one.given_name as written_given_1,
        one.family_name as written_family_1,
        other.given_name as written_given_2,
        other.family_name as written_family_2,
        one.is_vague as is_vague_1,
        other.is_vague as is_vague_2,
        one.birth_date as birth_date_1,
        other.birth_date as birth_date_2,
        one.birth_text as birth_text_1,
        other.birth_text as birth_text_2,
        one.given_name <> other.given_name
        and one.family_name <> other.family_name
        and (one.given_name = other.family_name or one.family_name = other.given_name) as is_crossed
    from pairs
    inner join people as one on pairs.record_key_1 = one.record_key
    inner join people as other on pairs.record_key_2 = other.record_key
),

-- "Moorcliff Peggy" beside "Margaret Moorcliff": the word they share in different places is taken for the family name.
turned as (
    select
        *,
        case when is_crossed and written_given_1 = written_family_2 then written_family_1 else written_given_1 end
            as given_1,
        case when is_crossed and written_given_1 = written_family_2 then written_given_1 else written_family_1 end
            as family_1,
        case when is_crossed and written_given_1 <> written_family_2 then written_family_2 else written_given_2 end
            as given_2,
        case when is_crossed and written_given_1 <> written_family_2 then written_given_2 else written_family_2 end
            as family_2
    from facing
),

looked_up as (
    select
        turned.*,
        coalesce(short_1.formal_name, turned.given_1) as formal_1,
        coalesce(short_2.formal_name, turned.given_2) as formal_2,
        nicknames_1.nickname is not null or nicknames_2.nickname is not null as is_nickname,
        -- A slip of the pen hardly ever makes one usual name of another (Joan, John).
        known_1.given_name is not null and known_2.given_name is not null as are_usual_names
    from turned
    left join short_forms as short_1 on turned.given_1 = short_1.nickname
    left join short_forms as short_2 on turned.given_2 = short_2.nickname
    left join {{ ref('nicknames') }} as nicknames_1
        on turned.given_1 = nicknames_1.nickname and turned.given_2 = nicknames_1.formal_name
    left join {{ ref('nicknames') }} as nicknames_2
        on turned.given_2 = nicknames_2.nickname and turned.given_1 = nicknames_2.formal_name
    left join given_names as known_1 on turned.given_1 = known_1.given_name
    left join given_names as known_2 on turned.given_2 = known_2.given_name
),

levels as (
    select
        record_key_1,
        record_key_2,
        same_email,
        same_phone,
        same_loyalty_number,
        is_vague_1,
        is_vague_2,
        {{ given_name_level() }} as given_level,
        {{ family_name_level() }} as family_level,
        {{ birth_date_level() }} as birth_level
    from looked_up
),

named as (
    select
        *,
        {{ name_level() }} as name_level
    from levels
)

select * from named

with names as (
    select * from {{ ref('int_identity_names') }}
),

short_forms as (
    select
        nickname,
        {{ joined_text('formal_name', ' ', 'formal_name asc nulls last') }} as formal_names
    from {{ ref('nicknames') }}
    group by nickname
),

named as (
    select
        names.*,
        coalesce(short_forms.formal_names, names.given_name) as formal_names,
        -- The family name as a given name, for names that are the wrong way round.
        coalesce(turned_forms.formal_names, names.family_name) as formal_family_names,
        usual_names.given_name is not null as is_usual_name
    from names
    left join short_forms on names.given_name = short_forms.nickname
    left join short_forms as turned_forms on names.family_name = turned_forms.nickname
    left join {{ ref('identity_given_names') }} as usual_names on names.given_name = usual_names.given_name
),

-- Of each name once: there are far fewer names than records.
distinct_names as (
    select given_name as name from names
    where given_name is not null
    union
    select family_name as name from names
    where family_name is not null
),

sounds as (
    select
        name,
        {{ sound_key('name') }} as sound
    from distinct_names
),

final as (
    select
        named.record_key,
        named.given_name,
        named.formal_names,
        named.family_name,
        named.formal_family_names,
        named.is_usual_name,
        given_sounds.sound as given_sound,
        family_sounds.sound as family_sound
    from named
    left join sounds as given_sounds on named.given_name = given_sounds.name
    left join sounds as family_sounds on named.family_name = family_sounds.name
)

select * from final

with emails as (
    select
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        lower(email) as email,
        -- A plus-tag is the owner's own label; a local part that begins with a plus is left as it is.
        case
            when email like '+%' then lower(split_part(email, '@', 1))
            else split_part(split_part(lower(email), '@', 1), '+', 1)
        end as local_part,
        split_part(lower(email), '@', 2) as domain
    from {{ ref('customers') }}
    where email is not null
),

providers as (
    select * from {{ ref('email_providers') }}
),

normalised as (
    select
        emails.record_key,
        case
            when providers.ignores_dots then replace(emails.local_part, '.', '')
            else emails.local_part
        end as local_part,
        coalesce(providers.canonical_domain, emails.domain) as domain
    from emails
    left join providers on emails.domain = providers.domain
),

final as (
    select
        record_key,
        local_part || '@' || domain as email,
        local_part as email_local
    from normalised
)

select * from final

{{ config(access='protected', contract={'enforced': false}) }}

{#- The parameters of a page's address are read with an `&` before the first, so that `q` is not found in `faq`. -#}
{%- set parameters = "'&' || split_part(split_part(page, '#', 1), '?', 2)" %}

with pages as (
    select
        page,
        split_part(split_part(page, '#', 1), '?', 1) as page_path,
        replace(replace(split_part(split_part(
            {{ parameters }}, '&{{ var("web_search_term_parameter") }}=', 2
        ), '&', 1), '+', ' '), '%20', ' ') as search_term,
        split_part(split_part(
            {{ parameters }}, '&{{ var("web_search_results_parameter") }}=', 2
        ), '&', 1) as search_results
    from {{ ref('fct_web_events') }}
    where page is not null
    group by page
),

rules as (
    select * from {{ ref('web_page_groups') }}
),

-- The longest beginning that fits decides; an exact fit goes before all others.
matched as (
    select
        pages.page,
        rules.page_group
    from pages
    inner join rules
        on
            (rules.match_type = 'exact' and pages.page_path = rules.page_path)
            or (rules.match_type = 'prefix' and left(pages.page_path, length(rules.page_path)) = rules.page_path)
    qualify row_number() over (
        partition by pages.page
        order by
            rules.match_type asc nulls last,
            length(rules.page_path) desc nulls last,
            rules.page_group asc nulls last
    ) = 1
),

final as (
    select
        pages.page,
        pages.page_path,
        coalesce(matched.page_group, 'other') as page_group,
        nullif(lower(trim(pages.search_term)), '') as search_term,
        {{ parse_integer('search_results') }} as search_results
    from pages
    left join matched on pages.page = matched.page
)

select * from final

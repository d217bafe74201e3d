{% macro customer_events(entity, event_time) -%}
    {#- A FROM item: the conformed records of an entity that happened up to the as-of date, with the deduplicated customer as
        `customer_id` (NULL where the record cannot be tied to one). -#}
    (
        select
            records.*,
            clusters.customer_id
        from {{ ref(entity) }} as records
        cross join {{ ref('int_as_of') }} as as_of
        left join {{ ref('int_identity_clusters') }} as clusters
            on
                records.customer_system = clusters.source_system
                and records.source_customer_id = clusters.source_customer_id
        where records.{{ event_time }} < as_of.as_of_ts
    )
{%- endmacro %}

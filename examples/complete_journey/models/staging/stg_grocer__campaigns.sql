with raw as (
    select * from {{ crm360.raw_records('grocer', 'campaign_descriptions') }}
),

final as (
    select
        campaign_id,
        'Campaign ' || campaign_id || ' (' || campaign_type || ')' as campaign_name,
        'direct marketing' as channel,
        {{ crm360.parse_timestamp('start_date') }} as started_at,
        source_file,
        source_row
    from raw
)

select * from final

-- Records whose pairs have to be compared in this run. What counts as a change: any field that is compared, whether a
-- block that the record is in makes pairs, and, for all records, the blocking rules and thresholds themselves. Without
-- an earlier run to go on from, all records.
{%- set earlier = earlier_run('int_identity_compared_records') %}

with records as (
    select * from {{ ref('int_identity_records') }}
),

capped as (
    select
        members.record_key,
        sum(members.rule_bit) as capped_bits
    from {{ ref('int_identity_block_members') }} as members
    inner join {{ ref('int_identity_blocks') }} as blocks on members.block_id = blocks.block_id
    where blocks.is_capped
    group by members.record_key
),

settings as (
    select
        concat_ws(':', rule, cast(rule_bit as string), element_1, element_2, element_3, cast(max_block_size as string))
            as setting
    from {{ ref('int_identity_rules') }}
    union all
    select concat_ws(':', comparison, level, cast(threshold as string)) as setting
    from {{ ref('identity_comparisons') }}
),

-- few rows: one.
fingerprint as (
    select md5({{ joined_text('setting', '|', 'setting asc nulls last') }}) as settings_hash from settings
),

current_state as (
    select
        records.record_key,
        records.content_hash || ':' || coalesce(cast(capped.capped_bits as string), '')
        || coalesce(':' || fingerprint.settings_hash, '') as content_hash
    from records
    cross join fingerprint
    left join capped on records.record_key = capped.record_key
),

earlier_state as (
    {% if earlier -%}
    select
        record_key,
        content_hash
    from {{ earlier }}
    {%- else -%}
    select
        cast(null as string) as record_key,
        cast(null as string) as content_hash
    where false
    {%- endif %}
),

final as (
    select
        coalesce(current_state.record_key, earlier_state.record_key) as record_key,
        current_state.content_hash,
        case
            when earlier_state.record_key is null then 'new'
            when current_state.record_key is null then 'gone'
            else 'changed'
        end as change_type
    from current_state
    full outer join earlier_state on current_state.record_key = earlier_state.record_key
    where current_state.content_hash is distinct from earlier_state.content_hash
)

select * from final

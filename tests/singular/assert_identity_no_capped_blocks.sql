-- Contact values that so many records share that they make no pairs: list them in the seed identity_stop_values when
-- they are nobody's, or raise the var identity_max_block_size when they are one person's.
{{ config(severity='warn') }}

select
    key_type,
    key_value,
    record_count
from {{ ref('int_identity_blocks') }}
where is_capped

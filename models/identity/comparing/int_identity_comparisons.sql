{{ config(
    materialized='incremental' if can_change_tables() else 'table',
    incremental_strategy='append',
    pre_hook="{{ crm360.forget_changed_pairs() }}"
) }}

{{ compared_pairs(ref('int_identity_pairs')) }}

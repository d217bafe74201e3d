{{ config(
    materialized='incremental' if keeps_pairs() else 'table',
    incremental_strategy='append',
    pre_hook="{{ crm360.forget_changed_pairs() }}"
) }}

{{ compared_pairs(ref('int_identity_pairs')) }}

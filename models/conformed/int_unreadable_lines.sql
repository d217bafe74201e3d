{{ config(materialized='table') }}

{{ unreadable_lines() }}

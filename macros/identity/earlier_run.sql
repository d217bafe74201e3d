{% macro earlier_run(model) -%}
    {#- The table that an earlier run left of a model of this package in the schema of the model that asks, or none: where there is none,
        and with --full-refresh. Not by ref(): the model comes later in this run. -#}
    {%- if execute and not should_full_refresh() and flags.WHICH in ['build', 'run', 'retry'] and crm360.can_change_tables() -%}
        {{ return(adapter.get_relation(database=this.database, schema=this.schema, identifier=model)) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro record_ml_seconds(results) -%}
    {#- On-run-end: how long each ml_ model of the run took, in the table `ml_run_seconds` beside them; what other runs took stays. Seconds
        differ from run to run, so no model may hold them: the same data have to give the same tables. -#}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- set taken = {} -%}
        {%- set places = [] -%}
        {%- for result in results if result.node.resource_type == 'model' and result.node.package_name == 'crm360'
            and result.node.name.startswith('ml_') and result.node.language == 'python' and result.status == 'success' -%}
            {%- do taken.update({result.node.name: result.execution_time | round(1)}) -%}
            {%- if result.node.name != 'ml_identity_weights' -%}
                {%- do places.append({'database': result.node.database, 'schema': result.node.schema}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if places -%}
            {%- set relation = api.Relation.create(identifier='ml_run_seconds', **places[0]) -%}
            {%- set known = adapter.get_relation(identifier='ml_run_seconds', **places[0]) -%}
            {%- if known -%}
                {%- for row in run_query('select model, seconds from ' ~ relation).rows if row[0] not in taken -%}
                    {%- do taken.update({row[0]: row[1]}) -%}
                {%- endfor -%}
            {%- endif -%}
            {%- set rows = [] -%}
            {%- for model, seconds in taken | dictsort -%}
                {%- do rows.append("('" ~ model ~ "', cast(" ~ seconds ~ " as double))") -%}
            {%- endfor -%}
            {%- do run_query('drop table if exists ' ~ relation) -%}
            {%- do run_query(
                'create table ' ~ relation ~ ' as select listed.* from (values ' ~ rows | join(', ') ~ ') as listed (model, seconds)'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

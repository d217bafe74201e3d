{% macro customer_hash(customer_id) -%}
    {#- Six hexadecimal digits that are the same for a customer on every engine and in every run: customers whose hash is below a
        limit are a repeatable sample. See `hash_limit`. -#}
    upper(substr(md5({{ customer_id }}), 1, 6))
{%- endmacro %}

{% macro hash_limit(wanted, total) -%}
    {#- The limit below which about `wanted` of `total` hashes lie; above every hash when all are wanted. -#}
    case
        when coalesce({{ total }}, 0) <= {{ wanted }} then 'G'
        else lpad(hex(cast(floor({{ safe_divide('16777216e0 * ' ~ wanted, total) }}) as bigint)), 6, '0')
    end
{%- endmacro %}

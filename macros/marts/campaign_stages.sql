{% macro campaign_stages() -%}
    {#- What a customer can do with a message of a campaign, as touch types of the contract. -#}
    {{ return(['sent', 'delivered', 'opened', 'clicked', 'redeemed', 'unsubscribed']) }}
{%- endmacro %}

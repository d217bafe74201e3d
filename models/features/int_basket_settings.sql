select
    cast({{ var('basket_min_support') }} as double) as min_support,
    cast({{ var('basket_min_confidence') }} as double) as min_confidence,
    cast({{ var('basket_min_count') }} as int) as min_count,
    cast({{ var('basket_max_length') }} as int) as max_length,
    cast({{ var('basket_max_itemsets') }} as int) as max_itemsets

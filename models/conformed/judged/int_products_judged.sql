{{ judge('products', newest_by='updated_at') }}

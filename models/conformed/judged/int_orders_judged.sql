{{ judge('orders', newest_by='updated_at') }}

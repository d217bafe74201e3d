{{ judge('customers', newest_by='updated_at') }}

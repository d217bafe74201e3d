{{ accepted('order_items') }}

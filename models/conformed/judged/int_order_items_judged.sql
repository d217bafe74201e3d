{{ judge('order_items', parent={'entity': 'orders', 'key': 'order_id', 'what': 'order'}) }}

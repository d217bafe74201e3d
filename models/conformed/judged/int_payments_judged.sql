{{ judge('payments', parent={'entity': 'orders', 'key': 'order_id', 'what': 'order'}) }}

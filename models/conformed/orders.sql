{{ accepted('orders') }}

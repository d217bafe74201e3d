{{ accepted('products') }}

{{ accepted('customers') }}

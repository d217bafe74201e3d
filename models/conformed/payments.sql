{{ accepted('payments') }}

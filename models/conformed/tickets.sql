{{ accepted('tickets') }}

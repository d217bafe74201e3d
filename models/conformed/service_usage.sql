{{ accepted('service_usage') }}

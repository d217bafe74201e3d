{{ judge('service_usage') }}

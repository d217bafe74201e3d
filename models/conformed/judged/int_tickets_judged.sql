{{ judge('tickets') }}

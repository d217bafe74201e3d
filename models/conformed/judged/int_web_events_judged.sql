{{ judge('web_events') }}

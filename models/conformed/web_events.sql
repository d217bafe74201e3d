{{ accepted('web_events') }}

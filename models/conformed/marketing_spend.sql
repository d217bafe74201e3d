{{ accepted('marketing_spend') }}

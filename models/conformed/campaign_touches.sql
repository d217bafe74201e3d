{{ accepted('campaign_touches') }}

{{ judge('campaign_touches') }}

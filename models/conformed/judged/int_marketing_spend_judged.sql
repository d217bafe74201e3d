{{ judge('marketing_spend') }}

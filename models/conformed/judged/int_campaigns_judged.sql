{{ judge('campaigns') }}

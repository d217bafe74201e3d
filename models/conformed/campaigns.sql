{{ accepted('campaigns') }}

{{ accepted('market_benchmarks') }}

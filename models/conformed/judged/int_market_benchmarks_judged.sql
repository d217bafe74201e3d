{{ judge('market_benchmarks') }}

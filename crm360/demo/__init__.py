"""The demo company: a deterministic generator of a retailer with a subscription service.

`python -m crm360.demo --customers 2000 --seed 7 --out seeds/demo` writes the raw extracts of eight source systems,
dirt included, and the truth behind them (who is who, who churned and why, which rows are bad). See README.md in
this folder.
"""

"""Forecasts of many short business series at once: seasonal naive, Theta, ETS and ARIMA, chosen per series by
rolling-origin error, with measured intervals and sums that agree.
"""

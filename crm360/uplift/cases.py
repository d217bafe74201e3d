"""Reading what uplift is estimated from: a row per campaign and customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm360.scaling import as_numbers
from crm360.uplift.trial import Trial, balancing_weights

NOT_FEATURES = ("campaign_type", "campaign_key", "customer_id", "contact_date", "is_treated", "is_converted", "cell")


@dataclass(frozen=True)
class Cases:
    """The rows of a frame of cases as arrays; see `read_cases`.

    values: rows × features, NaN = unknown. cell: number of the cell.
    """

    frame: pd.DataFrame
    features: list[str]
    values: np.ndarray
    trial: Trial
    cell: np.ndarray

    def only(self, chosen: np.ndarray) -> Cases:
        """Those rows (boolean), with weights of their own."""
        return _cases(self.frame[chosen], self.features)


def read_cases(frame: pd.DataFrame) -> Cases:
    """Cases sorted by campaign and customer.

    frame: a row per campaign and customer: campaign_type, campaign_key, customer_id, contact_date, is_treated,
    is_converted, cell (texts, booleans); every further column is a feature (number or boolean) of the time before the
    contact.
    """
    features = sorted(column for column in frame.columns if column not in NOT_FEATURES)
    return _cases(frame.sort_values(["campaign_key", "customer_id"], kind="stable"), features)


def _cases(frame: pd.DataFrame, features: list[str]) -> Cases:
    treated, converted = (frame[name].to_numpy(dtype=float) for name in ("is_treated", "is_converted"))
    weight = balancing_weights(frame["campaign_key"].to_numpy(dtype=object).astype(str), treated)
    customer = np.unique(frame["customer_id"].to_numpy(dtype=object).astype(str), return_inverse=True)[1]
    trial = Trial(customer, treated, converted, weight)
    cell = np.unique(frame["cell"].to_numpy(dtype=object).astype(str), return_inverse=True)[1]
    return Cases(frame, features, as_numbers(frame, features), trial, cell)

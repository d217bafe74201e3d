"""What a marketing channel is worth to all journeys: the removal effects of a Markov chain.

Anderl, Becker, von Wangenheim, Schumann (2016), Mapping the customer journey, International Journal of Research in
Marketing 33(3), 457-474. Absorbing chains: Kemeny and Snell (1960), Finite Markov Chains, chapter 3.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

START, CONVERSION, LOST, NOBODY = "(start)", "(conversion)", "(lost)", "(none)"
SCHEMA = pa.schema({"removed": pa.string(), "conversion_probability": pa.float64()})


def conversion_without(transitions: pd.DataFrame) -> pa.Table:
    """Probability that a journey ends in a conversion, with every channel and with each one removed.

    transitions: from_state, to_state (a channel, `(start)`, `(conversion)` or `(lost)`), probability (those of a state
    add up to 1; from every state one of the two ends can be reached). Result: columns of `SCHEMA`, `(none)` for
    no channel removed, then the channels by name; no rows without transitions. Whoever comes to a removed channel is
    lost. The probabilities p solve p = Q p + c over the channels and the start, where Q holds the moves among
    them and c those to a conversion.
    """
    states = sorted(set(transitions["from_state"]) | (set(transitions["to_state"]) - {CONVERSION, LOST}))
    number = {state: row for row, state in enumerate(states)}
    moves, conversions = np.zeros((len(states), len(states))), np.zeros(len(states))
    for move in transitions.itertuples():
        if move.to_state == CONVERSION:
            conversions[number[move.from_state]] += move.probability
        elif move.to_state != LOST:
            moves[number[move.from_state], number[move.to_state]] += move.probability
    rows = []
    for removed in [NOBODY, *(state for state in states if state != START)] if states else []:
        stays = np.array([state != removed for state in states], dtype=float)
        probabilities = np.linalg.solve(np.eye(len(states)) - moves * stays[:, None], conversions * stays)
        rows.append({"removed": removed, "conversion_probability": float(probabilities[number[START]])})
    return pa.Table.from_pylist(rows, schema=SCHEMA)

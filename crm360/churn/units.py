"""Models of hidden units: a network of one layer, and a support vector machine by landmarks (Nyström).

    log-odds = bias + Σ weight · response(z), z = the standardised numbers of the terms

relu: max(0, z · vector + shift), the units of a network. rbf: exp(-gamma · |z - vector|²), the likeness to a landmark.
Nothing adds up over features here, so a feature's contribution is what changes when it is set to its typical value
(occlusion; Zeiler & Fergus 2014).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True)
class Units:
    """The hidden units of a model. vectors: units × terms; shifts: per unit (relu); gamma: of all units (rbf)."""

    kind: str
    vectors: np.ndarray
    shifts: np.ndarray
    weights: np.ndarray
    gamma: float = 0.0

    def response(self, numbers: np.ndarray) -> np.ndarray:
        """The weighted sum of the units' responses; numbers: rows × terms."""
        return respond(self.kind, numbers, self.vectors, self.shifts, self.gamma) @ self.weights

    def to_json(self) -> list[str]:
        """A line of JSON per unit."""
        rows = zip(self.vectors.tolist(), self.shifts.tolist(), self.weights.tolist(), strict=True)
        return [
            json.dumps(asdict(_Unit(self.kind, vector, shift, weight, self.gamma)), separators=(",", ":"))
            for vector, shift, weight in rows
        ]

    @staticmethod
    def from_json(lines: list[str]) -> Units:
        """The inverse of `to_json`; at least one line."""
        units = [_Unit(**json.loads(line)) for line in lines]
        vectors = np.array([unit.vector for unit in units])
        shifts, weights = (np.array([getattr(unit, name) for unit in units]) for name in ("shift", "weight"))
        return Units(units[0].kind, vectors, shifts, weights, units[0].gamma)


@dataclass(frozen=True)
class _Unit:
    kind: str
    vector: list[float]
    shift: float
    weight: float
    gamma: float


def respond(kind: str, numbers: np.ndarray, vectors: np.ndarray, shifts: np.ndarray, gamma: float) -> np.ndarray:
    """The responses of units, rows × units."""
    products = numbers @ vectors.T
    if kind == "relu":
        return np.maximum(products + shifts, 0.0)
    distances = (numbers**2).sum(axis=1)[:, None] - 2 * products + (vectors**2).sum(axis=1)
    return np.exp(-gamma * np.maximum(distances, 0.0))

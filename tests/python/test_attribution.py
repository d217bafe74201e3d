"""Removal effects of the channels' Markov chain."""

import pandas as pd
import pytest

from crm360.attribution import conversion_without


def _of(*moves: tuple[str, str, float]) -> dict[str, float]:
    table = conversion_without(pd.DataFrame(moves, columns=["from_state", "to_state", "probability"])).to_pylist()
    return {row["removed"]: row["conversion_probability"] for row in table}


def test_two_channels():
    """All start at search: a quarter buys, a quarter is lost, half goes on to email, where half buys."""
    assert _of(
        ("(start)", "search", 1),
        ("search", "(conversion)", 0.25),
        ("search", "(lost)", 0.25),
        ("search", "email", 0.5),
        ("email", "(conversion)", 0.5),
        ("email", "(lost)", 0.5),
    ) == {"(none)": 0.5, "email": 0.25, "search": 0.0}


def test_who_goes_to_and_fro_arrives_in_the_end():
    """Between a and b to and fro, out of b to a conversion by one in a thousand: everybody converts, however late."""
    found = _of(("(start)", "a", 1), ("a", "b", 1), ("b", "a", 0.999), ("b", "(conversion)", 0.001))
    assert found == pytest.approx({"(none)": 1.0, "a": 0.0, "b": 0.0}, abs=1e-12)


def test_a_channel_that_is_not_needed():
    """Without b, those who would have come to it are lost: the removal of a channel diverts nobody."""
    found = _of(
        ("(start)", "a", 0.75),
        ("(start)", "b", 0.25),
        ("a", "(conversion)", 0.5),
        ("a", "(lost)", 0.5),
        ("b", "(lost)", 1),
    )
    assert found == {"(none)": 0.375, "a": 0.0, "b": 0.375}


def test_nothing_to_solve():
    """No journeys, no rows; the order of the rows does not matter."""
    assert _of() == {}
    moves = [
        ("(start)", "a", 0.3),
        ("(start)", "b", 0.7),
        ("a", "(conversion)", 0.1),
        ("a", "b", 0.9),
        ("b", "(lost)", 1),
    ]
    assert _of(*moves) == _of(*reversed(moves))

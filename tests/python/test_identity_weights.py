"""The estimate of identity weights, on pairs whose weights are known."""

import numpy as np
import pandas as pd
import pytest

from crm360.identity_weights import ALL, RANDOM, UntrainedError, estimate

LEVELS = {"name": ["same", "close", "different"], "birth": ["same", "different"], "mail": ["same", "different"]}
M = {"name": [0.8, 0.15, 0.05], "birth": [0.9, 0.1], "mail": [0.7, 0.3]}
U = {"name": [0.01, 0.02, 0.97], "birth": [0.001, 0.999], "mail": [0.0005, 0.9995]}
RULES = {"by name": {"name"}, "by birth": {"birth"}, "by mail": {"mail"}}
RECORDS = 4000
ALL_PAIRS = RECORDS * (RECORDS - 1) / 2
MATCHES = 3000


def seed(**changes):
    rows = [
        {
            "comparison": name,
            "level": level,
            "fixed_m": np.nan,
            "fixed_u": np.nan,
            "default_m": m,
            "default_u": u,
        }
        for name, levels in LEVELS.items()
        for level, m, u in zip(levels, M[name], U[name], strict=True)
    ]
    frame = pd.DataFrame(rows)
    for (name, level), (m, u) in changes.pop("fixed", {}).items():
        place = (frame["comparison"] == name) & (frame["level"] == level)
        frame.loc[place, ["fixed_m", "fixed_u"]] = [m, u]
    return frame


def patterns(rules=RULES, matches=MATCHES):
    """Expected counts of each pattern, exactly as the model of independent levels has them."""
    grid = pd.MultiIndex.from_product(LEVELS.values(), names=LEVELS).to_frame(index=False)

    def odds(chances):
        parts = [grid[name].map(dict(zip(LEVELS[name], chances[name], strict=True))) for name in LEVELS]
        return np.prod(parts, axis=0)

    pairs = matches * odds(M) + (ALL_PAIRS - matches) * odds(U)
    frame = grid.rename(columns=lambda name: f"{name}_level").assign(is_vetoed=False, pairs=pairs)
    blocked = {rule: (grid[list(used)] == "same").all(axis=1) for rule, used in rules.items()}
    stacked = [frame[rows].assign(population=rule) for rule, rows in blocked.items()]
    stacked.append(frame[np.logical_or.reduce(list(blocked.values()))].assign(population=ALL))
    stacked.append(frame.assign(population=RANDOM, pairs=pairs / 8))
    return pd.concat(stacked, ignore_index=True)


def chances(matches=MATCHES):
    rows = [{"comparison": "record", "pairs": ALL_PAIRS, "same_pairs": ALL_PAIRS}]
    for name in LEVELS:
        same = matches * M[name][0] + (ALL_PAIRS - matches) * U[name][0]
        rows.append({"comparison": name, "pairs": ALL_PAIRS, "same_pairs": same})
    return pd.DataFrame(rows)


def rule_comparisons(rules=RULES):
    return pd.DataFrame([{"rule": rule, "comparison": name} for rule, used in rules.items() for name in used])


def test_planted_probabilities_are_recovered():
    table = estimate(patterns(), rule_comparisons(), chances(), seed()).set_index(["comparison", "level"])
    for name, levels in LEVELS.items():
        for level, m, u in zip(levels, M[name], U[name], strict=True):
            assert table.loc[(name, level), "m"] == pytest.approx(m, abs=0.01), (name, level)
            assert table.loc[(name, level), "u"] == pytest.approx(u, rel=0.05, abs=2e-6), (name, level)
            assert table.loc[(name, level), "weight"] == pytest.approx(np.log2(m / u), abs=0.15), (name, level)
            assert table.loc[(name, level), "source"] == "estimated"
    missed = 1 - (1 - (1 - M["name"][0]) * (1 - M["birth"][0]) * (1 - M["mail"][0]))
    assert table.loc[("prior", "match"), "m"] == pytest.approx(MATCHES * (1 - missed) / ALL_PAIRS, rel=0.02)


def test_a_vetoed_pattern_is_never_a_match():
    found = patterns()
    found["is_vetoed"] = found["name_level"] == "different"
    table = estimate(found, rule_comparisons(), chances(), seed()).set_index(["comparison", "level"])
    assert table.loc[("name", "different"), "m"] < 0.001


def test_an_untrained_comparison_is_an_error():
    rules = {"by name": {"name"}, "by name and birth": {"name", "birth"}}
    with pytest.raises(UntrainedError, match="name"):
        estimate(patterns(rules), rule_comparisons(rules), chances(), seed())


def test_fixed_probabilities_stay_fixed_and_need_no_training():
    rules = {"by name": {"name"}}
    fixed = {("name", level): (m, u) for level, m, u in zip(LEVELS["name"], (0.6, 0.3, 0.1), U["name"], strict=True)}
    table = estimate(patterns(rules), rule_comparisons(rules), chances(), seed(fixed=fixed))
    table = table.set_index(["comparison", "level"])
    assert table.loc[("name", "close"), "m"] == 0.3
    assert table.loc[("name", "close"), "source"] == "fixed"
    assert table.loc[("birth", "same"), "m"] == pytest.approx(0.9, abs=0.02)


def test_too_few_matches_take_the_defaults_and_say_so():
    found = patterns(matches=0)
    found["pairs"] /= 1e6
    table = estimate(found, rule_comparisons(), chances(matches=0), seed())
    assert set(table["source"]) == {"default"}
    assert table.set_index(["comparison", "level"]).loc[("name", "close"), "m"] == 0.15


def test_no_pairs_at_all():
    table = estimate(patterns().head(0), rule_comparisons().head(0), chances().head(0), seed())
    assert len(table) == sum(map(len, LEVELS.values())) + 1
    assert (table.loc[table["comparison"] != "prior", "weight"] == 0).all()


def test_the_order_of_rows_does_not_matter():
    one = estimate(patterns(), rule_comparisons(), chances(), seed())
    shuffled = patterns().sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(one, estimate(shuffled, rule_comparisons(), chances(), seed()))


def test_an_unknown_level_is_an_error():
    found = patterns()
    found.loc[0, "name_level"] = "alike"
    with pytest.raises(ValueError, match="alike"):
        estimate(found, rule_comparisons(), chances(), seed())

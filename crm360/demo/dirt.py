"""Soils a clean frame: adds invalid rows and repeats, rewrites values in other forms, and notes the truth about each.

Invalid rows are extra rows (a copy of a good row under a fresh key, one column broken), so that the good rows still
add up. Repeats copy a row exactly, or as an older version. A row of either sort, and the row it was copied from,
gets no other dirt.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm360.demo.calendar import DAY
from crm360.demo.columns import NA, Days, Frame, Ids, Numbers, Texts, Times, length, overwrite
from crm360.demo.contract import COLUMNS, KEYS, IdBook
from crm360.demo.dirt_forms import rewrite
from crm360.demo.dirt_rules import BREAKS, OLDER, UNCLEAN

_BAD_SHARE, _REPEAT_SHARE, _OLDER_SHARE = 0.003, 0.003, 0.003
GOOD, BAD, REPEAT, OUTDATED = range(4)


@dataclass
class DirtTruth:
    """What was done: bad rows (one list per column) and counts of unclean values."""

    rows: list[pa.Table] = field(default_factory=list)
    unclean: dict[tuple[str, str, str, str], int] = field(default_factory=dict)


def soil(name: str, frame: Frame, offset: int, ids: IdBook, truth: DirtTruth, rng: np.random.Generator) -> pa.Table:
    """The text table of `name` with its dirt.

    `offset` rows of the file were written before; the first block gets every kind.
    """
    rows = length(frame)
    breaks = BREAKS[name]
    first = offset == 0
    share = rng.poisson(rows * _BAD_SHARE / len(breaks), len(breaks))
    bad = np.repeat(np.arange(len(breaks)), np.maximum(share, 1) if first else share)
    repeats, older = (max(int(rng.poisson(rows * s)), 1 if first else 0) for s in (_REPEAT_SHARE, _OLDER_SHARE))
    if name not in OLDER:
        repeats = older = 0
    wanted = len(bad) + repeats + older
    if wanted > rows:
        bad, repeats, older = bad[: rows // 2], min(repeats, rows // 4), min(older, rows // 4)
        wanted = len(bad) + repeats + older
    origin = _distinct(rows, wanted, rng)
    kind = np.concatenate(
        [np.full(rows, GOOD), np.full(len(bad), BAD), np.full(repeats, REPEAT), np.full(older, OUTDATED)]
    )
    versioned = bool(OLDER.get(name, ("",))[0])
    place = np.concatenate([np.arange(rows), origin]) + np.array([0, 0.3, 0.5, 0.5 if versioned else -0.5])[kind]
    sequence = np.argsort(place, kind="stable")
    source = np.concatenate([np.arange(rows), origin])[sequence]
    which = np.concatenate([np.full(rows, -1), bad, np.full(repeats + older, -1)])[sequence]
    kind = kind[sequence]
    involved = kind != GOOD
    touched = np.zeros(rows, dtype=bool)
    touched[origin] = True
    involved |= touched[source]
    soiled = {column: values.take(source) for column, values in frame.items()}
    _fresh_keys(name, soiled, np.flatnonzero(kind == BAD), ids)
    _age(name, soiled, np.flatnonzero(kind == OUTDATED), rng)
    texts = {column: soiled[column].text() for column in COLUMNS[name]}
    if name in OLDER:
        _, column, text = OLDER[name]
        places = np.flatnonzero(kind == OUTDATED)
        texts[column] = overwrite(texts[column], places, [text] * len(places))
    _break(name, texts, which)
    taken: dict[str, np.ndarray] = {}
    for column, form, portion in UNCLEAN[name]:
        free = taken.setdefault(column, involved.copy())
        texts[column], changed = rewrite(form, texts[column], np.flatnonzero(~free), portion, first, rng)
        free[changed] = True
        key = (*name.split("/"), column, form)
        truth.unclean[key] = truth.unclean.get(key, 0) + len(changed)
    superseded = np.flatnonzero(kind == OUTDATED)
    copies = np.flatnonzero(kind == REPEAT)
    _note(name, texts, which, np.concatenate([superseded, copies - 1]), set((copies - 1).tolist()), offset, truth)
    return pa.table([texts[column] for column in COLUMNS[name]], names=list(COLUMNS[name]))


def _distinct(rows: int, wanted: int, rng: np.random.Generator) -> np.ndarray:
    """Different row numbers, no two of them neighbours where there are enough rows."""
    if wanted * 8 > rows:
        return rng.permutation(rows)[:wanted]
    chosen = np.unique(rng.integers(0, rows // 2, wanted * 3)) * 2
    return rng.permutation(chosen)[:wanted] if len(chosen) >= wanted else rng.permutation(rows)[:wanted]


def _fresh_keys(name: str, frame: Frame, places: np.ndarray, ids: IdBook) -> None:
    """Invalid rows must not share a key with a good row."""
    if len(places) == 0 or not KEYS[name]:
        return
    if name == "shop/order_lines":
        column = frame["line_no"]
        assert isinstance(column, Numbers)
        column.values[places] += 50
    elif name in ("billing/usage", "market/benchmarks"):
        column = frame["month"]
        assert isinstance(column, Days)
        column.days[places] -= 7_305  # twenty years before
    else:
        key = KEYS[name][0]
        column = frame[key]
        if isinstance(column, Ids):
            column.numbers[places] = ids.claim(key, len(places)) + np.arange(len(places))
        elif isinstance(column, Texts):
            fresh = [
                f"C-2025-{90 + i}" if name == "marketing/campaigns" else f"@late_{name[:3]}_{i}"
                for i in range(len(places))
            ]
            frame[key] = Texts(overwrite(column.values, places, fresh))


def _age(name: str, frame: Frame, places: np.ndarray, rng: np.random.Generator) -> None:
    """Older versions carry an older date of update."""
    column = OLDER.get(name, ("",))[0]
    if not column or len(places) == 0:
        return
    back = rng.integers(4, 60, len(places))
    dates = frame[column]
    if isinstance(dates, Times):
        dates.seconds[places] -= np.where(dates.seconds[places] == NA, 0, back * DAY)
    elif isinstance(dates, Days):
        dates.days[places] -= np.where(dates.days[places] == NA, 0, back)


def _break(name: str, texts: dict[str, pa.Array], which: np.ndarray) -> None:
    """Put the broken value into the invalid rows."""
    breaks = BREAKS[name]
    places = np.flatnonzero(which >= 0)
    for column in dict.fromkeys(column for column, _, _ in breaks):
        mine = [p for p in places.tolist() if breaks[which[p]][0] == column]
        new = [breaks[which[p]][1] for p in mine]
        texts[column] = overwrite(texts[column], np.array(mine, dtype=np.int64), new)
        if column == "score":  # so that the number is out of range on its own scale
            texts["scale"] = overwrite(texts["scale"], np.array(mine, dtype=np.int64), ["0-10"] * len(mine))


def _note(
    name: str,
    texts: dict[str, pa.Array],
    which: np.ndarray,
    superseded: np.ndarray,
    exact: set[int],
    offset: int,
    truth: DirtTruth,
) -> None:
    """Record judgement and reason of each bad row."""
    rejected = np.flatnonzero(which >= 0)
    rows = np.concatenate([rejected, superseded])
    sequence = np.argsort(rows, kind="stable")
    rows = rows[sequence]
    reasons = [f"{BREAKS[name][which[r]][0]}: {BREAKS[name][which[r]][2]}" for r in rejected.tolist()]
    reasons += ["exact repeat" if r in exact else "older version" for r in superseded.tolist()]
    judgement = ["rejected"] * len(rejected) + ["superseded"] * len(superseded)
    keys = [_text(texts[column]).take(pa.array(rows)).fill_null("") for column in KEYS[name]]
    key = pc.binary_join_element_wise(*keys, "|") if keys else pa.array([""] * len(rows), pa.string())
    system, entity = name.split("/")
    truth.rows.append(
        pa.table(
            {
                "system": pa.array([system] * len(rows), pa.string()),
                "entity": pa.array([entity] * len(rows), pa.string()),
                "source_row": pa.array((rows + offset + 1).astype(str).tolist(), pa.string()),
                "key": key,
                "judgement": pa.array([judgement[i] for i in sequence], pa.string()),
                "reason": pa.array([reasons[i] for i in sequence], pa.string()),
            }
        )
    )


def _text(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column

"""Columns that stay numbers while the world is computed and become text, in bulk, when they are written.

A column is one of the classes below; a frame is a dict of them. `take` picks rows, `text` renders an Arrow string
array (or a dictionary of strings). Missing values are `NA` in numbers and -1 in codes. Text is built as a byte
matrix, without any loop over rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NA = np.iinfo(np.int64).min
_FIRST_DAY = date(1900, 1, 1)
_DAY_ZERO = (_FIRST_DAY - date(1970, 1, 1)).days
_DAYS = np.array([(_FIRST_DAY + timedelta(days=i)).isoformat() for i in range(56_000)], dtype="S10")
_CLOCK = np.array([f" {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)], dtype="S9")


def _fixed(matrix: np.ndarray, present: np.ndarray | None) -> pa.Array:
    """A string array from rows of equally many bytes; rows not `present` are null."""
    rows, width = matrix.shape
    if present is None or present.all():
        offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
        return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(matrix))
    return _ragged(matrix, np.broadcast_to(present[:, None], matrix.shape), present)


def _ragged(matrix: np.ndarray, keep: np.ndarray, present: np.ndarray) -> pa.Array:
    """A string array from the kept bytes of each row."""
    lengths = keep.sum(axis=1, dtype=np.int32)
    offsets = np.zeros(len(matrix) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    data = np.ascontiguousarray(matrix[keep])
    valid = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    return pa.StringArray.from_buffers(len(matrix), pa.py_buffer(offsets), pa.py_buffer(data), valid)


_FOUR = np.array([f"{i:04d}" for i in range(10_000)], dtype="S4").view(np.uint8).reshape(-1, 4)


def _digits(values: np.ndarray, width: int) -> np.ndarray:
    """The last `width` decimal digits of non-negative values, as a byte matrix."""
    groups = -(-width // 4)
    out = np.empty((len(values), groups * 4), dtype=np.uint8)
    rest = values.astype(np.int64)
    for group in range(groups - 1, -1, -1):
        high = rest // 10_000
        out[:, group * 4 : group * 4 + 4] = _FOUR[rest - high * 10_000]
        rest = high
    return out[:, groups * 4 - width :]


@dataclass(frozen=True)
class Ids:
    """Identifiers: a prefix and a number of fixed width (`O1000001`); NA is null."""

    prefix: str
    numbers: np.ndarray
    width: int

    def take(self, rows: np.ndarray) -> Ids:
        """The given rows."""
        return Ids(self.prefix, self.numbers[rows], self.width)

    def text(self) -> pa.Array:
        """Rendered as text."""
        head = np.frombuffer(self.prefix.encode(), dtype=np.uint8)
        present = self.numbers != NA
        matrix = np.empty((len(self.numbers), len(head) + self.width), dtype=np.uint8)
        matrix[:, : len(head)] = head
        matrix[:, len(head) :] = _digits(np.where(present, self.numbers, 0), self.width)
        return _fixed(matrix, present)


@dataclass(frozen=True)
class Times:
    """Seconds since 1970 (UTC) written as `YYYY-MM-DD HH:MM:SS`; NA is null."""

    seconds: np.ndarray

    def take(self, rows: np.ndarray) -> Times:
        """The given rows."""
        return Times(self.seconds[rows])

    def text(self) -> pa.Array:
        """Rendered as text."""
        present = self.seconds != NA
        seconds = np.where(present, self.seconds, 0)
        day = seconds // 86_400
        out = np.empty(len(seconds), dtype=[("day", "S10"), ("clock", "S9")])
        out["day"] = _DAYS[day - _DAY_ZERO]
        out["clock"] = _CLOCK[seconds - day * 86_400]
        return _fixed(out.view(np.uint8).reshape(-1, 19), present)


@dataclass(frozen=True)
class Days:
    """Days since 1970 written as `YYYY-MM-DD`, or `YYYY-MM` when `width` is 7; NA is null."""

    days: np.ndarray
    width: int = 10

    def take(self, rows: np.ndarray) -> Days:
        """The given rows."""
        return Days(self.days[rows], self.width)

    def text(self) -> pa.Array:
        """Rendered as text."""
        present = self.days != NA
        day = np.where(present, self.days, 0) - _DAY_ZERO
        matrix = _DAYS[day].view(np.uint8).reshape(-1, 10)[:, : self.width]
        return _fixed(np.ascontiguousarray(matrix), present)


@dataclass(frozen=True)
class Numbers:
    """Whole numbers, or with `places` decimals (money in pence: places 2 → `12.34`, nothing → `0`); NA is null."""

    values: np.ndarray
    places: int = 0

    def take(self, rows: np.ndarray) -> Numbers:
        """The given rows."""
        return Numbers(self.values[rows], self.places)

    def text(self) -> pa.Array:
        """Rendered as text."""
        present = self.values != NA
        values = np.where(present, self.values, 0).astype(np.int64)
        size = np.abs(values)
        whole = size // 10**self.places
        width = len(str(int(whole.max(initial=0))))
        tail = self.places + 1 if self.places else 0
        matrix = np.empty((len(values), 1 + width + tail), dtype=np.uint8)
        keep = np.ones(matrix.shape, dtype=bool)
        matrix[:, 0] = ord("-")
        keep[:, 0] = values < 0
        matrix[:, 1 : 1 + width] = _digits(whole, width)
        for column in range(1, width):
            keep[:, column] = whole >= 10 ** (width - column)
        if self.places:
            matrix[:, 1 + width] = ord(".")
            matrix[:, 2 + width :] = _digits(size - whole * 10**self.places, self.places)
        if self.places:
            keep[values == 0, 1 + width :] = False
        keep &= present[:, None]
        return _ragged(matrix, keep, present)


@dataclass(frozen=True)
class Codes:
    """One of a few texts per row: `values[codes]`; -1 is null."""

    codes: np.ndarray
    values: Sequence[str]

    def take(self, rows: np.ndarray) -> Codes:
        """The given rows."""
        return Codes(self.codes[rows], self.values)

    def text(self) -> pa.Array:
        """Rendered as text."""
        codes = pa.array(self.codes.astype(np.int32), mask=self.codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.values, pa.string()))


@dataclass(frozen=True)
class Texts:
    """Text that is already there (an Arrow string array)."""

    values: pa.Array

    def take(self, rows: np.ndarray) -> Texts:
        """The given rows."""
        return Texts(self.values.take(pa.array(rows)))

    def text(self) -> pa.Array:
        """Rendered as text."""
        return self.values


Column = Ids | Times | Days | Numbers | Codes | Texts
Frame = dict[str, Column]


def constant(value: str, rows: int) -> Codes:
    """The same text in every row."""
    return Codes(np.zeros(rows, dtype=np.int32), (value,))


def choose(values: Sequence[str], codes: np.ndarray) -> pa.Array:
    """Plain string array `values[codes]`; negative codes give null."""
    return pa.array(values, pa.string()).take(pa.array(codes.astype(np.int64), mask=codes < 0))


def join(*parts: pa.Array | str) -> pa.Array:
    """Element-wise concatenation; null if any part is null."""
    return pc.binary_join_element_wise(*parts, "", null_handling="emit_null")


def pick(mask: np.ndarray, yes: pa.Array | str | None, no: pa.Array | str | None) -> pa.Array:
    """`yes` where the mask is true, else `no`."""
    sides = [pa.scalar(side, pa.string()) if side is None or isinstance(side, str) else side for side in (yes, no)]
    return pc.if_else(pa.array(mask), *sides)


def length(frame: Frame) -> int:
    """Rows of a frame."""
    first = next(iter(frame.values()))
    data = next(
        iter(vars(first)[name] for name in vars(first) if isinstance(vars(first)[name], (np.ndarray, pa.Array)))
    )
    return len(data)


def overwrite(column: pa.Array, rows: np.ndarray, texts: Sequence[str | None]) -> pa.Array:
    """The rendered column with `texts` at `rows` (ascending)."""
    if len(rows) == 0:
        return column
    if isinstance(column, pa.DictionaryArray):
        values = column.dictionary.to_pylist()
        place = {value: code for code, value in enumerate(values)}
        fresh = [text for text in dict.fromkeys(texts) if text is not None and text not in place]
        place |= {text: len(values) + i for i, text in enumerate(fresh)}
        codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).copy()
        codes[rows] = [-1 if text is None else place[text] for text in texts]
        return Codes(codes, values + fresh).text()
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(texts, pa.string()))

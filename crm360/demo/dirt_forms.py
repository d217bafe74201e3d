"""Other ways to write a value: date styles, money with symbols, blanks, case, mojibake, junk for missing, impossible
contact data."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm360.demo.columns import choose, join, overwrite

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TOKENS = ("N/A", "null", "-", "none", "unknown", "NULL", " ", "n/a")
_FULL_WIDTH = {str(i): chr(0xFF10 + i) for i in range(10)}
_ACCENTS = "éëïöüñáíóú"
_ON_NULLS = {"token"}


def rewrite(
    form: str, column: pa.Array, free: np.ndarray, share: float, at_least_one: bool, rng: np.random.Generator
) -> tuple[pa.Array, np.ndarray]:
    """The column with about `share` of its free rows in another form, and the rows that were changed."""
    null = column.is_null().to_numpy(zero_copy_only=False)
    fit = free[null[free] == (form in _ON_NULLS)]
    if form == "mojibake":
        fit = fit[
            pc.match_substring_regex(_plain(column).take(pa.array(fit)), f"[{_ACCENTS}]").to_numpy(zero_copy_only=False)
        ]
    wanted = int(rng.binomial(len(fit), share)) if len(fit) else 0
    wanted = min(len(fit), max(wanted, 1 if at_least_one else 0))
    if wanted == 0:
        return column, np.array([], dtype=np.int64)
    rows = np.unique(fit[rng.integers(0, len(fit), wanted)])
    old = _plain(column.take(pa.array(rows)))
    return overwrite(column, rows, _new(form, old, rng).to_pylist()), rows


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column


def _date(text: pa.Array, style: np.ndarray, rest: pa.Array) -> pa.Array:
    """`YYYY-MM-DD…` in one of six styles; style 5 keeps the time of day."""
    year, month, day = (pc.utf8_slice_codeunits(text, *span) for span in ((0, 4), (5, 7), (8, 10)))
    short_day, short_month = pc.utf8_ltrim(day, "0"), pc.utf8_ltrim(month, "0")
    names = choose(_MONTHS, pc.cast(month, pa.int64()).to_numpy() - 1)
    return pc.choose(
        pa.array(style),
        join(day, "/", month, "/", year),
        join(short_day, " ", names, " ", year),
        join(year, month, day),
        join(year, "/", short_month, "/", short_day),
        join(year, "-", month, "-", day),
        join(year, "-", month, "-", day, "T", rest, "Z"),
    )


def _new(form: str, old: pa.Array, rng: np.random.Generator) -> pa.Array:
    n = len(old)
    if form in ("date", "moment", "iso"):
        clock = pc.utf8_slice_codeunits(old, 11, 19)
        style = {"date": rng.integers(0, 4, n), "moment": rng.integers(0, 6, n), "iso": np.full(n, 5)}[form]
        return _date(old, style, pc.if_else(pc.equal(clock, ""), "00:00:00", clock))
    if form == "epoch":
        moments = pc.strptime(old, format="%Y-%m-%d %H:%M:%S", unit="s")
        return pc.cast(pc.cast(moments, pa.int64()), pa.string())
    if form == "money":
        grouped = pc.replace_substring_regex(old, r"^(-?\d+)(\d{3})\.", r"\1,\2.")
        return pc.choose(
            pa.array(rng.integers(0, 4, n)),
            join("£", grouped),
            join("GBP ", old),
            join(old, " GBP"),
            join("£ ", grouped),
        )
    if form == "blanks":
        return pc.choose(pa.array(rng.integers(0, 3, n)), join(" ", old), join(old, "  "), join("  ", old, " "))
    if form == "case":
        # upper-case texts (codes) become lower case, lower-case ones (e-mails) upper or capitalised
        upper = pc.equal(old, pc.utf8_upper(old))
        other = pc.choose(pa.array(rng.integers(0, 2, n)), pc.utf8_upper(old), pc.utf8_capitalize(old))
        return pc.if_else(upper, pc.utf8_lower(old), other)
    if form == "capital":
        return pc.choose(pa.array(rng.integers(0, 2, n)), pc.utf8_upper(old), pc.utf8_capitalize(old))
    if form == "mojibake":
        for letter in _ACCENTS:
            old = pc.replace_substring(old, letter, letter.encode().decode("latin-1"))
        return old
    if form == "full width":
        for digit, wide in _FULL_WIDTH.items():
            old = pc.replace_substring(old, digit, wide)
        return old
    fixed: dict[str, tuple[str | None, ...]] = {
        "token": _TOKENS,
        "lost": (None,),
        "no at": ("customer.example.com", "unknown-address", "jane(at)example.org"),
        "stop": ("test@test.com", "noreply@example.com"),
        "phone stop": ("0000000000", "01234567890"),
        "too short": ("12345", "0770", "999"),
        "one digit": ("1111111111", "9999999"),
        "1900": ("1900-01-01",),
        "future": ("2087-05-12", "2031-01-01"),
        "unreadable": ("31/31/2024", "sometime", "0000-00-00"),
        "stranger": ("A999999", "U99999", "S99999", "M99999"),
    }
    if form == "stranger":
        letter = pc.utf8_slice_codeunits(old, 0, 1)
        digits = pc.utf8_slice_codeunits(old, 1)
        return join(letter, pc.replace_substring_regex(digits, r"^\d\d", "99"))
    if form == "stop" and not pc.any(pc.match_substring(old, "@")).as_py():
        form = "phone stop"
    return (
        choose([text or "" for text in fixed[form]], rng.integers(0, len(fixed[form]), n))
        if form != "lost"
        else pa.nulls(n, pa.string())
    )

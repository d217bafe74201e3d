"""One measured figure, as every subject of this folder returns them."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A figure measured on a public data set, beside what is published or what a peer reaches in the same run."""

    data: str
    metric: str
    ours: float | int | str
    """Measured by this run, rounded for reading."""
    published: float | int | str | None = None
    """The published value, or a peer's (named in `source`)."""
    bound: str = ""
    """What must hold, in words: "within .005", "at least .77"."""
    met: bool | None = None
    """Whether it holds; None for figures that are only told."""
    source: str = ""
    """Where the published value comes from (paper, SOURCE.md), or the peer and its version."""

"""Texts made fit to be stored: masked, with the language they are in."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from crm360.feedback.language import detect
from crm360.feedback.masking import PLACEHOLDERS, mask

SCHEMA = pa.schema(
    {"text_key": pa.string(), "language": pa.string(), "masked_text": pa.string(), "masked_count": pa.int64()}
)
NAMES = ("full_name", "first_name", "last_name")


def prepare(texts: pd.DataFrame) -> pd.DataFrame:
    """One row per text (columns of `SCHEMA`), each by itself, so that a table may come in pieces.

    texts: text_key, text and the names of the customer (`NAMES`, NULL where unknown). `language` is `zh`, `en`, `other`
    or NULL (no letters); `masked_count` counts the placeholders.
    """
    names = texts[list(NAMES)].to_numpy(dtype=object)
    masked = [mask(text, known) for text, known in zip(texts["text"].to_numpy(dtype=object), names, strict=True)]
    return pd.DataFrame(
        {
            "text_key": texts["text_key"].to_numpy(dtype=object),
            "language": [detect(text) for text in masked],
            "masked_text": masked,
            "masked_count": [sum(map(text.count, PLACEHOLDERS)) for text in masked],
        },
        columns=SCHEMA.names,
    )

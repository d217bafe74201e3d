"""Text models as one table, and back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from crm360.feedback.text_model import TextModel

TABLE = pa.schema(
    {
        "part": pa.string(),
        "target": pa.string(),
        "language": pa.string(),
        "name": pa.string(),
        "class_name": pa.string(),
        "value": pa.float64(),
        "idf": pa.float64(),
        "baseline_value": pa.float64(),
        "words_value": pa.float64(),
        "row_count": pa.int64(),
        "train_from": pa.date32(),
        "train_to": pa.date32(),
        "validation_from": pa.date32(),
        "validation_to": pa.date32(),
        "status": pa.string(),
        "note": pa.string(),
    }
)
"""Columns of the stored models. Parts: `evaluation` (name: metric), `class` (value: bias), `term` (name: n-gram)."""


def model_rows(model: TextModel, target: str) -> pd.DataFrame:
    """A model as rows: `class` per class, `term` per n-gram and score (class_name: the class it speaks for)."""
    scored = model.classes[1:] if len(model.classes) == 2 else model.classes
    bias = [np.nan, *model.bias] if len(model.classes) == 2 else list(model.bias)
    classes = pd.DataFrame({"part": "class", "class_name": model.classes, "value": bias})
    terms = pd.DataFrame(
        {
            "part": "term",
            "name": np.repeat(np.asarray(model.terms, dtype=object), len(scored)),
            "class_name": np.tile(np.asarray(scored, dtype=object), len(model.terms)),
            "value": model.weights.ravel(),
            "idf": np.repeat(model.idf, len(scored)),
        }
    )
    return pd.concat([classes, terms], ignore_index=True).assign(target=target, language=model.language)


def load(table: pd.DataFrame) -> dict[tuple[str, str], TextModel]:
    """The models of a table that `crm360.feedback.training.train` made, by target and language; rows in any order."""
    stored = table[table["part"].isin(["class", "term"])]
    return {
        (str(target), str(language)): _load(rows, str(target), str(language))
        for (target, language), rows in stored.groupby(["target", "language"], sort=True)
    }


def _load(rows: pd.DataFrame, target: str, language: str) -> TextModel:
    classes = rows[rows["part"] == "class"].sort_values("class_name")
    names = [str(name) for name in classes["class_name"]]
    weights = rows[rows["part"] == "term"].pivot(index="name", columns="class_name", values="value").sort_index()
    idf = rows[rows["part"] == "term"].groupby("name", sort=True)["idf"].first()
    scored = names[1:] if len(names) == 2 else names
    bias = classes["value"].to_numpy(dtype=float)
    return TextModel(
        language=language,
        classes=names,
        terms=[str(term) for term in weights.index],
        idf=idf.to_numpy(dtype=float),
        weights=np.ascontiguousarray(weights[scored].to_numpy(dtype=float)),
        bias=bias[1:] if len(names) == 2 else bias,
        with_characters=uses_characters(target),
    )


def uses_characters(target: str) -> bool:
    """Whether a target's models look at characters in a row: a topic shows in its words."""
    return target == "sentiment"

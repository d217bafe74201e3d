"""Learning sentiment from the company's own ratings, and topics from the helpdesk's own.

Texts in order of time: the first 60 % fit models of several strengths, the next 20 % choose one, the last 20 % judge it
beside two others: the naive baseline (the shares of the classes so far) and the word lists. A text with a neutral
rating teaches as half a positive and half a negative one, and is judged by its rank alone. The lower log loss of model
and word lists wins; a model that wins is fitted again on all texts. Too few labelled texts: the word lists, and the
table says so. Each language and target goes by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from crm360.feedback.language import KNOWN_LANGUAGES
from crm360.feedback.model_table import TABLE, model_rows, uses_characters
from crm360.feedback.text_model import Corpus, choose, corpus, log_loss
from crm360.feedback.word_lists import OTHER_TOPIC, sentiment_words, topic_words

SENTIMENT, TOPIC = "sentiment", "topic"
NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
MIN_ROWS, MIN_CLASS = 200, 20
"""Fewer labelled texts, or fewer of a class among those that fit, than this: no model. Rarer topics are left out."""
FIT_SHARE, CHOOSE_SHARE = 0.6, 0.2


@dataclass(frozen=True)
class Labelled:
    """Texts of one language in order of time, with their labels and days."""

    texts: np.ndarray
    labels: np.ndarray
    days: np.ndarray

    def part(self, start: int, stop: int) -> Labelled:
        """Rows from `start` up to `stop`."""
        return Labelled(self.texts[start:stop], self.labels[start:stop], self.days[start:stop])


def train(texts: pd.DataFrame, sentiment_seed: pd.DataFrame, topic_seed: pd.DataFrame) -> pa.Table:
    """Models and their evaluation as one table (`crm360.feedback.model_table.TABLE`).

    texts: text_key, language, masked_text, written_at, rating_label (`positive`, `neutral`, `negative`
    or NULL), given_topic (NULL
    where the source has none). Seeds: see `crm360.feedback.word_lists`. Every target and language has its evaluation
    rows. status: trained; words (the word lists judge: too few labels, or no model does better).
    """
    rows = texts.sort_values(["written_at", "text_key"], kind="stable")
    tables = []
    for target, column in ((SENTIMENT, "rating_label"), (TOPIC, "given_topic")):
        for language in KNOWN_LANGUAGES:
            chosen = rows[(rows["language"] == language) & rows[column].notna()]
            labelled = Labelled(
                chosen["masked_text"].to_numpy(dtype=object),
                chosen[column].to_numpy(dtype=object).astype(str),
                chosen["written_at"].to_numpy(dtype="datetime64[D]"),
            )
            seed = sentiment_seed if target == SENTIMENT else topic_seed
            tables.append(_train(labelled, target, language, seed))
    frame = pd.concat(tables, ignore_index=True).reindex(columns=TABLE.names)
    for column in (field.name for field in TABLE if pa.types.is_date(field.type)):
        frame[column] = pd.to_datetime(frame[column])
    return pa.Table.from_pandas(frame, schema=TABLE, preserve_index=False)


def words_probabilities(
    texts: Sequence[str], target: str, language: str, seed: pd.DataFrame, classes: Sequence[str]
) -> np.ndarray:
    """What the word lists say, as probabilities (texts × classes). A topic that they name gets .9, the others share the
    rest; no word found: all alike.
    """
    if target == SENTIMENT:
        judge = sentiment_words(seed, language).judge
        positive = np.array([judge(text)[0] for text in texts], dtype=float)
        return np.column_stack([1 - positive, positive])
    lists = topic_words(seed, language)
    found = np.array([lists.judge(text)[0] for text in texts], dtype=object)
    hits = found[:, None] == np.asarray(classes, dtype=object)[None, :]
    rest = 0.1 / max(len(classes) - 1, 1)
    return np.where(hits.any(axis=1)[:, None], np.where(hits, 0.9, rest), 1 / max(len(classes), 1))


def _train(rows: Labelled, target: str, language: str, seed: pd.DataFrame) -> pd.DataFrame:
    if target == TOPIC and len(rows.labels):
        names, counts = np.unique(rows.labels, return_counts=True)
        kept = np.isin(rows.labels, names[(counts >= 3 * MIN_CLASS) & (names != OTHER_TOPIC)])
        rows = Labelled(rows.texts[kept], rows.labels[kept], rows.days[kept])
    count = len(rows.labels)
    first, second = int(count * FIT_SHARE), int(count * (FIT_SHARE + CHOOSE_SHARE))
    fitting, choosing, judging = rows.part(0, first), rows.part(first, second), rows.part(second, count)
    sizes = np.unique(_clear(fitting).labels, return_counts=True)[1]
    head = {"target": target, "language": language}
    if count < MIN_ROWS or len(sizes) < 2 or sizes.min() < MIN_CLASS or len(set(_clear(judging).labels)) < 2:
        note = f"{count} labelled texts: too few, or too few of a class, to learn from"
        return pd.DataFrame(
            [{"part": "evaluation", "name": "accuracy", "status": "words", "note": note, **head}]
        ).assign(row_count=0)
    later = _clear(choosing)
    _, strength = choose(_corpus(fitting, target, language), later.texts, later.labels)
    before = rows.part(0, second)
    model = _corpus(before, target, language).fit(strength)
    classes = model.classes
    shares = np.array([(_clear(before).labels == name).mean() for name in classes])
    opinions = {
        "value": model.probabilities(judging.texts),
        "baseline_value": np.tile(shares, (len(judging.labels), 1)),
        "words_value": words_probabilities(judging.texts, target, language, seed, classes),
    }
    is_new = ~np.isin(judging.texts, before.texts)
    measured = {name: _measure(opinion, judging.labels, classes, is_new) for name, opinion in opinions.items()}
    trained = measured["value"]["log_loss"] < min(
        measured["words_value"]["log_loss"], measured["baseline_value"]["log_loss"]
    )
    note = f"lowest log loss on the later texts (strength {strength:g})" if trained else "no model does better"
    facts = {
        "train_from": before.days.min(),
        "train_to": before.days.max(),
        "validation_from": judging.days.min(),
        "validation_to": judging.days.max(),
        "status": "trained" if trained else "words",
        "note": note,
    }
    counts = {"accuracy_new_texts": int((is_new & _is_clear(judging)).sum()), "rank_correlation": len(judging.labels)}
    evaluation = [
        {
            "part": "evaluation",
            "name": metric,
            "row_count": counts.get(metric, len(_clear(judging).labels)),
            **{name: values[metric] for name, values in measured.items()},
            **facts,
            **head,
        }
        for metric in measured["value"]
    ]
    if not trained:
        return pd.DataFrame(evaluation)
    final = _corpus(rows, target, language).fit(strength)
    return pd.concat([pd.DataFrame(evaluation), model_rows(final, target)], ignore_index=True)


def _is_clear(rows: Labelled) -> np.ndarray:
    return rows.labels != NEUTRAL


def _clear(rows: Labelled) -> Labelled:
    kept = _is_clear(rows)
    return Labelled(rows.texts[kept], rows.labels[kept], rows.days[kept])


def _corpus(rows: Labelled, target: str, language: str) -> Corpus:
    """Clear texts count 1, neutral ones 0.5 on either side."""
    clear = _clear(rows)
    neutral = rows.texts[~_is_clear(rows)]
    labels = np.concatenate([clear.labels, np.repeat([NEGATIVE, POSITIVE], len(neutral))])
    weights = np.concatenate([np.ones(len(clear.labels)), np.full(2 * len(neutral), 0.5)])
    texts = np.concatenate([clear.texts, neutral, neutral])
    return corpus(texts, labels, language, uses_characters(target), weights=weights)


def _measure(probabilities: np.ndarray, labels: np.ndarray, classes: list[str], is_new: np.ndarray) -> dict[str, float]:
    clear = labels != NEUTRAL
    right = np.asarray(classes, dtype=object)[probabilities.argmax(axis=1)] == labels
    measured = {
        "accuracy": float(right[clear].mean()),
        "accuracy_new_texts": float(right[clear & is_new].mean()) if (clear & is_new).any() else np.nan,
        "log_loss": log_loss(probabilities[clear], labels[clear], classes),
    }
    if len(classes) == 2:
        last = probabilities[:, 1]
        measured["auc"] = float(roc_auc_score(labels[clear] == classes[1], last[clear]))
        varies = len(np.unique(last)) > 1
        order = np.where(labels == NEUTRAL, 0, np.where(labels == POSITIVE, 1, -1))
        measured["rank_correlation"] = float(spearmanr(last, order).statistic) if varies else np.nan
    return measured

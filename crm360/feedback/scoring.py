"""Sentiment, topic and words of each text, by the models of `crm360.feedback.training` or else by the word lists."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse

from crm360.feedback.language import KNOWN_LANGUAGES
from crm360.feedback.model_table import load
from crm360.feedback.text_model import TextModel
from crm360.feedback.training import SENTIMENT, TOPIC
from crm360.feedback.word_lists import OTHER_TOPIC, sentiment_words, topic_words
from crm360.feedback.words import content_words

REASONS = 3
MIN_TOPIC_PROBABILITY = 0.4
"""Where no topic is as probable as this, the word lists are asked."""
SCHEMA = pa.schema(
    {
        "text_key": pa.string(),
        "sentiment_probability": pa.float64(),
        "sentiment_method": pa.string(),
        "topic": pa.string(),
        "topic_probability": pa.float64(),
        "topic_method": pa.string(),
        **{f"reason_{number}": pa.string() for number in range(1, REASONS + 1)},
        "terms": pa.string(),
    }
)


class Scorer:
    """Judges texts; made once from the tables, called for each batch."""

    def __init__(
        self, table: pd.DataFrame, sentiment_seed: pd.DataFrame, topic_seed: pd.DataFrame, stop_words: pd.DataFrame
    ) -> None:
        """table: see `crm360.feedback.training.train`; the seeds `sentiment_words`, `feedback_topic_words` and
        `feedback_stop_words` (language, word).
        """
        self.models = load(table)
        self.sentiment_words = {language: sentiment_words(sentiment_seed, language) for language in KNOWN_LANGUAGES}
        self.topic_words = {language: topic_words(topic_seed, language) for language in KNOWN_LANGUAGES}
        self.stop_words = {
            language: frozenset(stop_words.loc[stop_words["language"] == language, "word"].astype(str))
            for language in KNOWN_LANGUAGES
        }

    def __call__(self, texts: pd.DataFrame) -> pd.DataFrame:
        """One row per text (columns of `SCHEMA`).

        texts: text_key, language, masked_text. `sentiment_probability` is that of a positive text (0 to 1). Methods:
        model, words or none (a language without either). Reasons: the words that speak most for the sentiment found.
        `terms`: the different words that carry meaning, parted by blanks. Equal texts are judged once.
        """
        judged = [
            self._judge(group["masked_text"].drop_duplicates().to_numpy(dtype=object), str(language))
            for language, group in texts[texts["language"].isin(KNOWN_LANGUAGES)].groupby("language", sort=True)
        ]
        columns = ["language", "masked_text", *SCHEMA.names[1:]]
        known = pd.concat(judged, ignore_index=True) if judged else pd.DataFrame(columns=columns, dtype=object)
        keys = ["language", "masked_text"]
        wanted = texts[["text_key", *keys]].astype(object)
        scored = wanted.merge(known.astype(dict.fromkeys(keys, object)), on=keys, how="left")
        unknown = scored["sentiment_method"].isna()
        scored.loc[unknown, ["sentiment_method", "topic_method", "topic"]] = ["none", "none", OTHER_TOPIC]
        return scored[SCHEMA.names]

    def _judge(self, texts: np.ndarray, language: str) -> pd.DataFrame:
        probability, reasons, method = self._sentiment(texts, language)
        topic, topic_probability, topic_method = self._topic(texts, language)
        columns = {
            "language": language,
            "masked_text": texts,
            "sentiment_probability": np.round(probability, 6),
            "sentiment_method": method,
            "topic": topic,
            "topic_probability": np.round(topic_probability, 6),
            "topic_method": topic_method,
            **{
                f"reason_{number + 1}": [found[number] if number < len(found) else None for found in reasons]
                for number in range(REASONS)
            },
            "terms": [" ".join(content_words(text, language, self.stop_words[language])) for text in texts],
        }
        return pd.DataFrame(columns)

    def _sentiment(self, texts: np.ndarray, language: str) -> tuple[np.ndarray, list[list[str]], str]:
        model = self.models.get((SENTIMENT, language))
        if model is None:
            judged = [self.sentiment_words[language].judge(text) for text in texts]
            return (
                np.array([judgement[0] for judgement in judged]),
                [list(dict.fromkeys(j[1])) for j in judged],
                "words",
            )
        matrix = model.matrix(texts)
        probability = model.probabilities_of(matrix)[:, 1]
        # "Not" and "very" are no reason alone, but make one with the next word.
        kinds = self.sentiment_words[language].kinds
        helpers = {word for word, kind in kinds.items() if kind in ("negation", "intensifier")}
        stop_words = self.stop_words[language]
        return (
            probability,
            strongest_words(model, matrix, probability, stop_words | helpers, stop_words - helpers),
            "model",
        )

    def _topic(self, texts: np.ndarray, language: str) -> tuple[np.ndarray, np.ndarray, np.ndarray | str]:
        model = self.models.get((TOPIC, language))
        if model is None:
            judged = [self.topic_words[language].judge(text) for text in texts]
            return np.array([j[0] for j in judged], dtype=object), np.array([j[1] for j in judged]), "words"
        probabilities = model.probabilities(texts)
        best = probabilities.max(axis=1)
        names = np.asarray(model.classes, dtype=object)[probabilities.argmax(axis=1)]
        is_sure = best >= MIN_TOPIC_PROBABILITY
        for row in np.flatnonzero(~is_sure):
            names[row], best[row] = self.topic_words[language].judge(texts[row])
        return names, best, np.where(is_sure, "model", "words").astype(object)


def strongest_words(
    model: TextModel,
    matrix: sparse.csr_matrix,
    probability: np.ndarray,
    not_alone: Set[str],
    not_in_pairs: Set[str],
) -> list[list[str]]:
    """Per text, up to `REASONS` words or pairs with the largest contribution (TF-IDF × weight) to the side found.

    A word of `not_alone` is passed over, and a pair with one of `not_in_pairs` or with a word that is told already; so
    are marks. Ties go by the word.
    """
    contributions = matrix.multiply(model.weights[:, 0]).tocsr()
    found = []
    for row in range(matrix.shape[0]):
        span = slice(contributions.indptr[row], contributions.indptr[row + 1])
        towards = contributions.data[span] * (1 if probability[row] >= 0.5 else -1)
        ranked = sorted(
            (-value, model.terms[column])
            for value, column in zip(towards, contributions.indices[span], strict=True)
            if value > 0 and model.terms[column].startswith("w")
        )
        found.append(_readable([term[1:] for _, term in ranked], not_alone, not_in_pairs))
    return found


def _readable(terms: list[str], not_alone: Set[str], not_in_pairs: Set[str]) -> list[str]:
    chosen: list[str] = []
    told: set[str] = set()
    for term in terms:
        parts = term.split()
        hollow = not_alone if len(parts) == 1 else not_in_pairs
        if told & set(parts) or set(parts) & hollow or not all(part[0].isalpha() for part in parts):
            continue
        chosen.append(term)
        told.update(parts)
        if len(chosen) == REASONS:
            break
    return chosen

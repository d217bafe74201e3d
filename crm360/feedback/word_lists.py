"""Sentiment and topic from word lists (seeds that people edit), where there is too little to learn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from crm360.feedback.language import CHINESE
from crm360.feedback.words import tokens

OTHER_TOPIC = "other"
NEGATION_REACH = 3
"""A negation turns the words of mood among the next so many words."""
STRENGTH = 1.5
"""A word of mood after an intensifier counts so much."""


@dataclass(frozen=True)
class SentimentWords:
    """Words of one language → kind: positive, negative, negation or intensifier."""

    language: str
    kinds: dict[str, str]

    def judge(self, text: str) -> tuple[float, list[str]]:
        """Probability that the text is positive, (p + 1) / (p + n + 2) of the weights of its positive and negative
        words, and the words of mood found. A text without any is 0.5.
        """
        weights, found = {"positive": 1.0, "negative": 1.0}, []
        turned_until, is_strong = -1, False
        for position, word in enumerate(tokens(text, self.language)):
            kind = self.kinds.get(word)
            if kind == "negation":
                turned_until = position + NEGATION_REACH
            elif kind in weights:
                turned = position <= turned_until
                towards = {"positive": "negative", "negative": "positive"}[kind] if turned else kind
                weights[towards] += STRENGTH if is_strong else 1.0
                found.append(word)
            is_strong = kind == "intensifier"
        return weights["positive"] / sum(weights.values()), found


@dataclass(frozen=True)
class TopicWords:
    """Words (or parts of Chinese words) of one language → topic."""

    language: str
    topics: dict[str, str]

    def judge(self, text: str) -> tuple[str, float]:
        """The topic with the most different words in the text and its share of those found; ties go by name. `other`
        and 0 where there is none.
        """
        if self.language == CHINESE:
            found = {word for word in self.topics if word in text}
        else:
            found = set(tokens(text, self.language)) & self.topics.keys()
        if not found:
            return OTHER_TOPIC, 0.0
        counts = Counter(self.topics[word] for word in found)
        best = min(counts, key=lambda topic: (-counts[topic], topic))
        return best, counts[best] / len(found)


def sentiment_words(seed: pd.DataFrame, language: str) -> SentimentWords:
    """Of the seed `sentiment_words` (language, word, kind)."""
    rows = seed[seed["language"] == language]
    return SentimentWords(language, dict(zip(rows["word"].astype(str), rows["kind"].astype(str), strict=True)))


def topic_words(seed: pd.DataFrame, language: str) -> TopicWords:
    """Of the seed `feedback_topic_words` (language, word, topic)."""
    rows = seed[seed["language"] == language]
    return TopicWords(language, dict(zip(rows["word"].astype(str), rows["topic"].astype(str), strict=True)))

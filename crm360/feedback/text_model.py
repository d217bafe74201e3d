"""A linear text classifier that is a table: one row per n-gram, with its inverse document frequency and its weights.

Binary TF-IDF of words, word pairs and characters, length 1 (L2), and a logistic regression on it. With two classes each
n-gram is first multiplied by its naive-Bayes log-count ratio (Wang and Manning 2012, "Baselines and bigrams: simple,
good sentiment and topic classification", ACL 90-94); the product with the regression's coefficient is the weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from crm360.feedback.words import grams

MIN_TEXTS = 3
"""An n-gram has to occur in so many training texts: a rarer one is noise, and may be somebody's."""
MAX_GRAMS = 200_000
STRENGTHS = (1.0, 3.0, 10.0, 30.0)
"""Inverse regularisation strengths to choose from."""


@dataclass(frozen=True)
class TextModel:
    """n-grams (sorted) with idf (n) and weights (n × scores), and the bias of each score; one score for two classes."""

    language: str
    classes: list[str]
    terms: list[str]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    with_characters: bool = True
    positions: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "positions", {term: position for position, term in enumerate(self.terms)})

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """TF-IDF of length 1 (texts × n-grams); a text without known n-grams is a row of zeros."""
        bags = [grams(text, self.language, self.with_characters) for text in texts]
        return _weighted(_incidence(bags, self.positions), self.idf)

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probability of each class (texts × classes)."""
        return self.probabilities_of(self.matrix(texts))

    def probabilities_of(self, matrix: sparse.csr_matrix) -> np.ndarray:
        """The same from the rows of `matrix`."""
        scores = np.asarray(matrix @ self.weights) + self.bias
        if len(self.classes) == 2:
            last = expit(scores[:, 0])
            return np.column_stack([1 - last, last])
        return softmax(scores, axis=1)


@dataclass(frozen=True)
class Corpus:
    """Labelled texts as a matrix (texts × n-grams), ready to be fitted with any strength."""

    language: str
    with_characters: bool
    terms: list[str]
    idf: np.ndarray
    ratio: np.ndarray
    matrix: sparse.csr_matrix
    labels: np.ndarray
    weights: np.ndarray

    def fit(self, strength: float) -> TextModel:
        """The model with that inverse regularisation strength."""
        with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
            regression = LogisticRegression(C=strength, max_iter=500)
            regression.fit(self.matrix, self.labels, sample_weight=self.weights)
        classes = [str(name) for name in regression.classes_]
        weights = np.ascontiguousarray(regression.coef_.T * self.ratio[:, None])
        bias = regression.intercept_.copy()
        return TextModel(self.language, classes, self.terms, self.idf, weights, bias, self.with_characters)


def corpus(
    texts: Sequence[str],
    labels: Sequence[str],
    language: str,
    with_characters: bool = True,
    weights: np.ndarray | None = None,
) -> Corpus:
    """The n-grams of at least `MIN_TEXTS` different texts, weighed; labels are the classes' names.

    weights: how much each text counts in the regression (1 where not given).

    Raises:
        ValueError: fewer than two classes, or no n-gram occurs in so many texts.
    """
    wanted = np.asarray(labels, dtype=object).astype(str)
    classes = sorted(set(wanted))
    if len(classes) < 2:
        raise ValueError(f"a text model needs two classes, not {len(classes)}")
    different = {text: grams(text, language, with_characters) for text in dict.fromkeys(texts)}
    bags = [different[text] for text in texts]
    counts: dict[str, int] = {}
    for bag in different.values():
        for term in bag:
            counts[term] = counts.get(term, 0) + 1
    frequent = sorted((term for term, count in counts.items() if count >= MIN_TEXTS), key=lambda t: (-counts[t], t))
    terms = sorted(frequent[:MAX_GRAMS])
    if not terms:
        raise ValueError(f"no n-gram occurs in {MIN_TEXTS} of {len(bags)} texts")
    known = np.array([counts[term] for term in terms], dtype=float)
    idf = np.log((1 + len(bags)) / (1 + known)) + 1  # smoothed, as scikit-learn's TfidfTransformer
    incidence = _incidence(bags, {term: position for position, term in enumerate(terms)})
    ratio = _log_count_ratio(incidence, wanted == classes[1]) if len(classes) == 2 else np.ones(len(terms))
    matrix = (_weighted(incidence, idf) @ sparse.diags(ratio)).tocsr()
    weights = np.ones(len(bags)) if weights is None else np.asarray(weights, dtype=float)
    return Corpus(language, with_characters, terms, idf, ratio, matrix, wanted, weights)


def choose(known: Corpus, later_texts: Sequence[str], later_labels: Sequence[str]) -> tuple[TextModel, float]:
    """The model fitted to a corpus with the strength that gives later texts the lowest log loss, and that strength."""
    tried = []
    for strength in STRENGTHS:
        model = known.fit(strength)
        tried.append((log_loss(model.probabilities(later_texts), later_labels, model.classes), strength, model))
    _, strength, model = min(tried, key=lambda row: row[:2])
    return model, strength


def log_loss(probabilities: np.ndarray, labels: Sequence[str], classes: Sequence[str]) -> float:
    """Mean of -ln(probability of the true class); a class that the model does not know counts as probability 1e-9."""
    columns = pd.Index(classes).get_indexer(pd.Index(labels))
    given = np.where(columns >= 0, probabilities[np.arange(len(columns)), columns], 0.0)
    return float(-np.log(np.maximum(given, 1e-9)).mean())


def _incidence(bags: Sequence[set[str]], positions: dict[str, int]) -> sparse.csr_matrix:
    rows = [sorted(positions[term] for term in bag if term in positions) for bag in bags]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    columns = np.concatenate([np.asarray(row, dtype=np.int32) for row in rows]) if rows else np.empty(0, np.int32)
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(positions)))


def _weighted(incidence: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    matrix = incidence @ sparse.diags(idf)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1.0)) @ matrix).tocsr()


def _log_count_ratio(incidence: sparse.csr_matrix, is_last: np.ndarray) -> np.ndarray:
    last = 1 + np.asarray(incidence[is_last].sum(axis=0)).ravel()
    first = 1 + np.asarray(incidence[~is_last].sum(axis=0)).ravel()
    return np.log((last / last.sum()) / (first / first.sum()))

"""Sentiment of Chinese reviews (ChnSentiCorp), speed and language detection, by the functions of the dbt models."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import numpy as np
import pandas as pd
from measured import Row
from sklearn.metrics import accuracy_score, roc_auc_score

from crm360.feedback.language import detect
from crm360.feedback.masking import PLACEHOLDERS, mask
from crm360.feedback.text_model import choose, corpus
from crm360.feedback.training import NEGATIVE, POSITIVE, SENTIMENT, words_probabilities

FOLDER = "chnsenticorp_split"
SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "reference"
PUBLISHED = "BERT-wwm README (SOURCE.md), best of ten runs, a neural model pre-trained elsewhere"


def read_split(data: Path, part: str) -> tuple[list[str], list[str]]:
    """Texts and labels (negative, positive) of train, dev or test."""
    with gzip.open(data / FOLDER / f"{part}.tsv.gz", "rt", encoding="utf8") as file:
        lines = [line.rstrip("\n").split("\t", 1) for line in file][1:]
    return [text for _, text in lines], [POSITIVE if label == "1" else NEGATIVE for label, _ in lines]


def rows(data: Path) -> list[Row]:
    """Trained on train, strength chosen on dev, told on test."""
    (texts, labels), (dev, dev_labels), (test, test_labels) = (
        read_split(data, part) for part in ("train", "dev", "test")
    )
    test_labels = np.array(test_labels)
    started = time.perf_counter()
    texts, dev, test = ([mask(text) for text in part] for part in (texts, dev, test))
    masking = time.perf_counter() - started
    started = time.perf_counter()
    model, strength = choose(corpus(texts, labels, "zh"), dev, dev_labels)
    training = time.perf_counter() - started
    started = time.perf_counter()
    probability = model.probabilities(test)[:, 1]
    scoring = time.perf_counter() - started

    def accuracy(of: np.ndarray, where: np.ndarray | slice = slice(None)) -> float:
        said = np.where(of >= 0.5, POSITIVE, NEGATIVE)
        return round(float(accuracy_score(test_labels[where], said[where])), 4)

    ours = accuracy(probability)
    is_new = ~np.isin(np.array(test, dtype=object), np.array(texts, dtype=object))
    seed = pd.read_csv(SEEDS / "sentiment_words.csv", dtype=str, keep_default_na=False)
    words = words_probabilities(test, SENTIMENT, "zh", seed, model.classes)[:, 1]
    everything = texts + dev + test
    chinese = float(np.mean([detect(text) == "zh" for text in everything]))
    masked = float(np.mean([any(kind in text for kind in PLACEHOLDERS) for text in everything]))
    descriptions = pd.read_parquet(data / "online_retail" / "online_retail_2010_2011.parquet", columns=["Description"])
    english = [detect(text) == "en" for text in sorted(descriptions["Description"].dropna().unique())]
    count = f"{len(texts):,} train, {len(dev):,} dev, {len(test):,} test"
    name = "ChnSentiCorp"
    return [
        Row(
            name,
            f"test accuracy ({count}; strength {strength:g} by log loss on dev)",
            ours,
            0.95,
            "at least .92",
            ours >= 0.92,
            PUBLISHED,
        ),
        Row(name, "test AUC", round(float(roc_auc_score(test_labels == POSITIVE, probability)), 4)),
        Row(
            name,
            f"test accuracy on the {is_new.sum():,} test texts that are not in train as well (the split repeats texts)",
            accuracy(probability, is_new),
        ),
        Row(name, "test accuracy of the word lists (the fallback)", accuracy(words)),
        Row(
            name,
            "test accuracy of the larger class of train (naive baseline)",
            accuracy(np.full(len(test), float(np.mean(np.array(labels) == POSITIVE)))),
        ),
        Row(name, "seconds to train, four strengths (one thread)", round(training, 1)),
        Row(name, "texts masked per second", round(len(everything) / masking)),
        Row(name, "texts judged per second", round(len(test) / scoring)),
        Row(
            name,
            "share of texts detected as Chinese",
            round(chinese, 4),
            1,
            "at least .99",
            chinese >= 0.99,
            "Chinese reviews, a few of them in English",
        ),
        Row(name, "share of texts with something masked", round(masked, 4)),
        Row(
            "Online Retail",
            f"share of {len(english):,} product descriptions detected as English",
            round(float(np.mean(english)), 4),
            source="all are English, some with French or Spanish names in them",
        ),
    ]

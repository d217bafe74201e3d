"""Texts cut into words and n-grams. Chinese by rjieba (jieba's dictionary, compiled in), English at word boundaries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise

import rjieba

from crm360.feedback.language import CHINESE

_PLACEHOLDER = re.compile(r"\[(?:email|link|handle|account|card|phone|number|name)\]")
_ENGLISH = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[!?]+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]")


def tokens(text: str, language: str | None) -> list[str]:
    """Words in order, in small letters, without placeholders of masked data; marks of emphasis are words."""
    plain = _plain(text)
    if language == CHINESE:
        # Without the hidden Markov model: unknown words stay single characters, which the n-grams see as well.
        return [token for token in rjieba.cut(plain, hmm=False) if not token.isspace()]
    return [token.replace("’", "'") for token in _ENGLISH.findall(plain)]


def grams(text: str, language: str | None, with_characters: bool = True) -> set[str]:
    """Words and pairs of neighbours (`w…`) and, in Chinese, one to three characters in a row (`c…`).

    Characters make up for words that the dictionary cuts wrongly or does not know.
    """
    words = tokens(text, language)
    found = {"w" + word for word in words}
    found.update(f"w{first} {second}" for first, second in pairwise(words))
    if with_characters and language == CHINESE:
        plain = _SPACE.sub(" ", _plain(text))
        for length in (1, 2, 3):
            found.update("c" + plain[start : start + length] for start in range(len(plain) - length + 1))
    return found


def content_words(text: str, language: str | None, stop_words: Collection[str]) -> list[str]:
    """The different words that carry meaning, in order of their first appearance: no stop words, marks or numbers; in
    Chinese, words of at least two characters, in English of three."""
    least = 2 if language == CHINESE else 3
    kept = (word for word in tokens(text, language) if len(word) >= least and _WORD.match(word))
    return [word for word in dict.fromkeys(kept) if word not in stop_words]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _PLACEHOLDER.sub(" ", text)).lower()

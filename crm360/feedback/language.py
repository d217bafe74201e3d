"""Which language a text is in, by its script and its function words."""

from __future__ import annotations

import re
import unicodedata

CHINESE, ENGLISH, OTHER = "zh", "en", "other"
KNOWN_LANGUAGES = (ENGLISH, CHINESE)
"""ISO 639-1 codes of the languages that models and word lists are kept for."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_LATIN_WORD = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+(?:'[a-z]+)?")
_PLACEHOLDER = re.compile(r"\[[a-z]+\]")
_ENGLISH_FUNCTION_WORDS = (
    "a an and are as at be been but by can could did do does for from had has have he her his how i i'm if in is it "
    "it's its me more my no not of on or our out she so that the their them then there they this to too up us very "
    "was we were what when which who will with would you your "
)
# Of German, French, Spanish, Italian, Portuguese and Dutch; no frequent English ones.
_OTHER_FUNCTION_WORDS = (
    "aan aber al ao au auch auf aux avec bei bis c'est ce ces cette che com como con cuando da dans das dat de "
    "del della dem den der des deze di die dos du een ein eine einen el ele ella elle em en er eran es est esta este "
    "estoy et foi fue für geen gli ha habe haben heb het hij ho ich ik il ils isso ist j'ai je kein la le les "
    "leur lo los ma maar mais mas mein mes meu mi mich mijn minha mir mit molto mon muito muy más na nach nas nem "
    "nicht niet noch non nous nur não oder ook op os par para pas pela pelo per pero più plus por porque pour que qui "
    "sa se sehr ses sich sie sin sind son sono sont su sur también também te todo très uma un una und une uns van "
    "voce você von voor vor vous wat wenn wie wij wir wurde y ya zijn zu zum zur "
)
_ENGLISH_WORDS = frozenset(_ENGLISH_FUNCTION_WORDS.split())
_OTHER_WORDS = frozenset(_OTHER_FUNCTION_WORDS.split())


def detect(text: str) -> str | None:
    """`zh`, `en` or `other`; None for a text without letters.

    Chinese: Han characters make up at least a third of what is read as one (a Han character, a Latin word) and kana are
    rare. English: Latin script without more function words of another language than English ones. A text of a few
    Latin words that are function words of neither counts as English.
    """
    plain = _PLACEHOLDER.sub(" ", unicodedata.normalize("NFKC", text)).lower()
    if not any(letter.isalpha() for letter in plain):
        return None
    words = _LATIN_WORD.findall(plain)
    han = len(_HAN.findall(plain))
    kana = len(_JAPANESE.findall(plain))
    if han > 4 * kana:
        return CHINESE if han * 2 >= len(words) else ENGLISH
    foreign = sum(letter.isalpha() for letter in _LATIN_WORD.sub("", plain))
    if kana or foreign > sum(map(len, words)):
        return OTHER
    english = sum(word in _ENGLISH_WORDS for word in words)
    return OTHER if sum(word in _OTHER_WORDS for word in words) > english else ENGLISH

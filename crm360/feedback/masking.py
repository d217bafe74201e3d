"""Personal data out of a text, before anything of the text is stored.

What is recognised: e-mail addresses, web addresses, handles, numbers of seven or more digits (phones, cards, accounts,
identity documents), accounts of messengers, and the customer's own name. Placeholders say what stood there. Masking
rather hides too much: a long order number goes as well. It does not find other people's names, nor street addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PLACEHOLDERS = ("[email]", "[link]", "[handle]", "[account]", "[card]", "[phone]", "[number]", "[name]")

_WIDE = (
    "".join(chr(code) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
    + "＠．－＋＿"
)
_NARROW = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in _WIDE}
# `\w` would take Chinese characters into an address or a number that stands directly in a Chinese sentence.
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]*\s?@\s?[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s，。；！？、）)]+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![A-Za-z0-9])@[A-Za-z0-9_][A-Za-z0-9_.-]+")
_MESSENGER = re.compile(
    r"((?:wechat|whatsapp|telegram|skype|line id|qq|微信|扣扣|企鹅)"
    r"(?:\s*(?:id|no|number|号码|号))?\s*(?:is|是|为|[:：])?\s*)"
    r"([A-Za-z0-9][A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_DIGITS = re.compile(r"(?<![A-Za-z0-9])[+(]{0,2}\d(?:[\s().\-/·]{0,3}\d){5,29}[Xx]?(?![A-Za-z0-9])")
_DAY = r"(?:(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d)"
# Days, also with an hour or up to another day; years "2007-2009"; coupons "2000-100".
_NO_ADDRESS = re.compile(
    rf"\(?{_DAY}(?:\s+\d{{1,2}})?(?:\s*-+\s*{_DAY})?|(?:19|20)\d\d\s?-+\s?(?:19|20)\d\d|\d{{4}}-\d{{3}}"
)
_INTRODUCED = re.compile(r"(\b[Mm]y name is |\b[Mm]y name's )([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})")
_INTRODUCED_ZH = re.compile(r"(我叫|我的名字是|我名字叫)([\u4e00-\u9fff]{2,4}?)(?=[，。！？、；,.!?\s]|$)")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]+")
_TITLES_ZH = "(?=先生|女士|小姐|太太|同学|老师)"
_MIN_DIGITS, _CARD_DIGITS = 7, range(13, 20)


def mask(text: str, names: Iterable[str | None] = ()) -> str:
    """The text with placeholders for personal data; wide letters and digits (Ａ１＠) become narrow ones.

    names: names of the customer as one knows them (full name, first name, last name); None and empty ones are passed
    over. A Latin name part is masked as a whole word that is written like a name (capitalised, or in capitals); a full
    name in any case. Of Chinese names, the full name, given names of two characters, and a surname before a title.
    """
    text = text.translate(_NARROW)
    text = _EMAIL.sub("[email]", text)
    text = _LINK.sub("[link]", text)
    text = _HANDLE.sub("[handle]", text)
    text = _MESSENGER.sub(r"\1[account]", text)
    text = _IBAN.sub("[account]", text)
    text = _DIGITS.sub(_mask_number, text)
    for name in sorted({name.strip() for name in names if isinstance(name, str)}, key=lambda name: (-len(name), name)):
        text = _mask_name(text, name.translate(_NARROW))
    return _INTRODUCED_ZH.sub(r"\1[name]", _INTRODUCED.sub(r"\1[name]", text))


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a payment card (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mask_number(match: re.Match[str]) -> str:
    found = match.group()
    digits = re.sub(r"\D", "", found)
    if len(digits) < _MIN_DIGITS or _NO_ADDRESS.fullmatch(found):
        return found
    if len(digits) in _CARD_DIGITS and passes_luhn(digits):
        return "[card]"
    is_phone = len(digits) <= 15 and (found.startswith(("+", "(", "0")) or re.fullmatch(r"1[3-9]\d{9}", digits))
    return "[phone]" if is_phone else "[number]"


def _mask_name(text: str, name: str) -> str:
    if _HAN_NAME.fullmatch(name):
        if len(name) >= 2:
            text = text.replace(name, "[name]")
            # 张伟 is also 张先生; 欧阳 is one of few surnames of two characters, and is given as a last name then.
            return re.sub(name[0] + _TITLES_ZH, "[name]", text)
        return re.sub(re.escape(name) + _TITLES_ZH, "[name]", text)
    parts = name.split()
    if len(parts) > 1 and name.lower() in text.lower():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[name]", text, flags=re.IGNORECASE)
    for part in parts:
        if len(part) < 2 or part.lower() not in text.lower():
            continue
        written = {part, part.capitalize(), part.upper()} - {part.lower()}
        for form in sorted(written):
            text = re.sub(rf"(?<![A-Za-z]){re.escape(form)}(?![A-Za-z])", "[name]", text)
    return text

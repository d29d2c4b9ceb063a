"""Phone numbers as one writing each, so that a family asking twice is one row. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_WRITTEN = re.compile(r"\+?[\d\s.\-()/\u00a0\u202f]{8,24}")
_FRENCH_PREFIXES = ("33", "262", "269", "508", "590", "594", "596", "681", "687", "689")
"""Country codes of the French numbering plan: 9 digits follow, written at home with a 0 before."""
_OVERSEAS = {
    "262": ("262", "263", "269", "639", "692", "693"), "590": ("590", "690", "691"), "594": ("594", "694"),
    "596": ("596", "696", "697")}
"""Where numbers of the French plan that begin so are; all the others are written +33 abroad."""


def phone_digits(typed: str) -> str:
    """0639000000 for « 06 39 00 00 00 », « +262 639 00 00 00 »…; empty where it cannot be a phone number."""
    typed = typed.strip().replace("(0)", "")  # said at home, left out from abroad
    if not _WRITTEN.fullmatch(typed):
        return ""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdigit())
    abroad = typed.startswith("+") or digits.startswith("00")
    digits = digits[2:] if digits.startswith("00") else digits
    for prefix in _FRENCH_PREFIXES:
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9 and (abroad or len(digits) > 10):
            return "0" + digits[len(prefix):]
    return digits if 8 <= len(digits) <= 15 else ""


def international(digits: str, *, prefix: str) -> str:
    """+262639000000 for 0639000000. `prefix` is the country of numbers that begin with 0; empty: as it is."""
    is_french = prefix in _FRENCH_PREFIXES
    if is_french and len(digits) == 9 and digits[0] in "67":
        digits = f"0{digits}"  # a mobile number whose 0 was left out
    if not digits.startswith("0"):
        return f"+{digits}"
    if not prefix:
        return digits
    if is_french:
        prefix = next((code for code, starts in _OVERSEAS.items() if digits[1:].startswith(starts)), "33")
    return f"+{prefix}{digits[1:]}"


def in_pairs(digits: str) -> str:
    """06 39 00 00 00, as it is read aloud; a number of another length stays whole."""
    return "\u00a0".join(digits[at:at + 2] for at in range(0, 10, 2)) if len(digits) == 10 else digits


def _texts(details: Mapping[str, Any]) -> Iterable[str]:
    """The answers, likeliest phone question first: forms also ask for a postcode or a number of seats."""
    names = sorted(details, key=lambda name: not re.search("tel|phone|numero", name, re.IGNORECASE))
    answers = (details[name] for name in names)
    return (str(answer.get("answer") if isinstance(answer, Mapping) else answer or "") for answer in answers)


def identity(details: Mapping[str, Any]) -> str:
    """What makes two rows the same person: the phone's digits, or else a mail address (as a fingerprint).

    Empty where there is no way to reach anybody: such details would be kept for nothing.
    """
    texts = list(_texts(details))
    phone = next(filter(None, map(phone_digits, texts)), "")
    if phone or not any("@" in text for text in texts):
        return phone
    canonical = json.dumps(details, ensure_ascii=False, sort_keys=True)
    return "@" + hashlib.sha256(canonical.encode()).hexdigest()[:16]

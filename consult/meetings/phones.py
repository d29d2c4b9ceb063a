"""Phone numbers as one writing each, so that a family asking twice is one row. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_WRITTEN = re.compile(r"\+?[\d\s.\-()/\u00a0\u202f]{8,24}")
_FRENCH_PREFIXES = ("33", "262", "269", "508", "590", "594", "596", "681", "687", "689")
"""Country codes of the French numbering plan: 9 digits follow, written at home with a 0 before."""


def phone_digits(typed: str) -> str:
    """0639000000 for « 06 39 00 00 00 », « +262 639 00 00 00 »…; empty where it cannot be a phone number."""
    typed = typed.strip()
    if not _WRITTEN.fullmatch(typed):
        return ""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdigit())
    abroad = typed.startswith("+") or digits.startswith("00")
    digits = digits[2:] if digits.startswith("00") else digits
    for prefix in _FRENCH_PREFIXES:
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9 and (abroad or len(digits) > 10):
            return "0" + digits[len(prefix):]
    return digits if 8 <= len(digits) <= 15 else ""


def in_pairs(digits: str) -> str:
    """06 39 00 00 00, as a number of ten digits is read aloud; others as they are."""
    if len(digits) != 10:
        return digits
    return "\u00a0".join(digits[at:at + 2] for at in range(0, 10, 2))


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

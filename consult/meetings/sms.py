"""A text as an SMS carries it: signs that phones charge for twice are folded, parts are counted. Pure.

The alphabet and the lengths are those of 3GPP TS 23.038 and 23.040: one sign outside the alphabet makes the
whole message UCS-2, which holds less than half as much.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENSION = frozenset("\f^{}\\[~]|€")
"""Each of these is sent as two: an escape, then the sign."""
GSM_7 = BASIC | EXTENSION
ALONE_7, JOINED_7 = 160, 153
ALONE_16, JOINED_16 = 70, 67
_TWINS = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u200b": "", "\ufeff": "", "\u00ad": "",
    "–": "-", "—": "-", "‑": "-", "−": "-", "•": "-", "·": "-", "…": "...", "×": "x", "°": "o",
    "œ": "oe", "Œ": "OE", "ɓ": "bb", "ƀ": "bb", "ɗ": "dd"})
_HOOKED = {"Ɓ": "B", "Ƀ": "B", "Ɗ": "D"}
_INSIDE_QUOTES = re.compile("(?<=«)[ \u00a0\u202f]|[ \u00a0\u202f](?=»)")
_CAPITAL_HOOK = re.compile("[ƁɃƊ]")


def _hook(found: re.Match[str]) -> str:
    """« Bb » where a word begins, « BB » in a word of capitals."""
    before = found.string[max(0, found.start() - 1):found.start()]
    after = found.string[found.end():found.end() + 1]
    letter, is_shouted = _HOOKED[found[0]], after.isupper() or (before.isupper() and not after.isalpha())
    return letter + (letter if is_shouted else letter.lower())


def _without_accent(sign: str) -> str:
    """The sign itself where phones have it, else its letter where they have that."""
    if sign in GSM_7:
        return sign
    letter = "".join(part for part in unicodedata.normalize("NFD", sign) if not "\u0300" <= part <= "\u036f")
    return letter if GSM_7.issuperset(letter) else sign


def fold(text: str) -> str:
    """The same words in signs that every phone shows and that cost one each; other scripts stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CAPITAL_HOOK.sub(_hook, _INSIDE_QUOTES.sub("", text)).translate(_TWINS)
    return "".join(map(_without_accent, text))


def _septets(sign: str) -> int:
    return 2 if sign in EXTENSION else 1


def _units(sign: str) -> int:
    """UTF-16 units: a sign beyond the first plane takes two."""
    return 2 if ord(sign) > 0xFFFF else 1


def _cut(text: str, cost: Callable[[str], int], alone: int, joined: int) -> list[str]:
    if sum(map(cost, text)) <= alone:
        return [text]
    parts, room = [""], joined
    for sign in text:
        if cost(sign) > room:
            parts.append("")
            room = joined
        parts[-1] += sign
        room -= cost(sign)
    return parts


def parts_of(text: str) -> list[str]:
    """The text cut as a phone sends it; no sign is cut in two."""
    if GSM_7.issuperset(text):
        return _cut(text, _septets, ALONE_7, JOINED_7)
    return _cut(text, _units, ALONE_16, JOINED_16)


@dataclass(frozen=True)
class Size:
    """What a text costs: its parts are paid one by one."""

    characters: int
    parts: int
    is_plain: bool
    """Every sign is in the alphabet of phones."""


def size_of(text: str) -> Size:
    return Size(len(text), len(parts_of(text)), GSM_7.issuperset(text))

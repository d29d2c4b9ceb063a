"""Addresses made from titles."""

import re
import unicodedata

LONGEST = 60
PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
# These letters of Shimaoré have no decomposition in Unicode.
_LETTERS = str.maketrans({"ɓ": "b", "ƀ": "b", "ɗ": "d", "œ": "oe", "æ": "ae", "’": "-", "'": "-"})


def slug_of(title: str) -> str:
    """« Petite enfance : vos besoins » → petite-enfance-vos-besoins; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-")

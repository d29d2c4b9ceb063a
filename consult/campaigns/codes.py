"""Short codes that are printed on posters, read aloud and typed on small keyboards."""

import re
import secrets
from collections.abc import Container

ALPHABET = "3479cdfhjkmnprtwxy"
"""No letter or figure that looks like another, and no vowel that would make words."""
LENGTH = 6
_SEPARATORS = re.compile(r"[\s.\-‐‑–—_/]+")


def new_code(taken: Container[str]) -> str:
    """A code nobody has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code not in taken:
            return code


def unspaced(typed: str) -> str:
    """A code as somebody typed it, without its spaces, dots and dashes."""
    return _SEPARATORS.sub("", typed.strip())

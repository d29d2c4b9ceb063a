"""Words as they are compared: no capitals, no accents, no hooks. Pure."""

import re

from consult.text import spelling

_HOOKED = str.maketrans("ɓƀɗ", "bbd")
"""No decomposition of Unicode takes the hook off: families without it on their keyboard write b and d."""
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Its words in small letters without accents, one space between: « Ɓaɓa, d’été » is « baba d ete »."""
    return " ".join(_WORD.findall(spelling(text).translate(_HOOKED)))

"""Which letters a printed page can show."""

import re

_UNPRINTABLE = re.compile(
    "[^\\x20-\\x7e\\xa0-\\u02e4\\u0300-\\u036f\\u0391-\\u03a1\\u03a3-\\u03ce\\u0400-\\u045f\\u060c"
    "\\u0621-\\u063a\\u0640-\\u0652\\u0660-\\u0669\\u1e00-\\u1eff\\u2010-\\u2027\\u2030-\\u203a\\u20ac]")


def printable(text: str) -> str:
    """The text without letters that the fonts of typst lack: a tagged page with a hole is refused whole."""
    return _UNPRINTABLE.sub("", re.sub(r"[\t-\r]+", " ", text)).strip()

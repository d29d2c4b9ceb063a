"""A family's words must never run as a formula when the coordinator opens a file. Pure.

The guard looks at what a spreadsheet would see first: past spaces, marks that take no
room, and full-width signs.
"""

import re
import unicodedata

SIGNS = "=+-@"
GUARD = "'"
_DASHES = "\u2010\u2011\u2212"
"""Read as a minus by some, although Unicode does not make them one."""
_LOOKALIKES = "\u207a-\u207c\u208a-\u208c\u2a75\u2a76\ufb29\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
_SUSPECT = re.compile(rf"[=+\-@\t\r\n{_DASHES}{_LOOKALIKES}]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Unicode categories that show nothing of their own before the first sign."""
_UNSEEN_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SEPARATOR = re.compile(r"[,;\t\n|\"]")
_GUARDS = re.compile(rf"(?<![^,;\t\n|\"]){GUARD}+")
"""Quotes where a guard would stand: first in the text, or first after a separator."""


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or sign in _UNSEEN_LETTERS


def _is_sign(sign: str) -> bool:
    return sign in _DASHES or unicodedata.normalize("NFKC", sign)[0] in SIGNS


def _begins_formula(text: str, start: int = 0) -> bool:
    """Whether the first thing to be seen from there on is a sign that begins a formula."""
    for place in range(start, len(text)):
        if not _is_unseen(text[place]):
            return _is_sign(text[place])
    return False


def written(text: str) -> str:
    """The text with what no file format can hold taken out, and one kind of line break."""
    if text.isprintable():
        return text
    return _BREAKS.sub("\n", _UNWRITABLE.sub("", text))


def neutral(text: str) -> str:
    """The text, with a quote in front where a spreadsheet would run it. Numbers are never passed here."""
    text = written(text)
    if not _SUSPECT.search(text):
        return text
    return GUARD + text if text[0] in "\t\n" or _begins_formula(text) else text


def neutral_in_line(text: str) -> str:
    """The same for a cell of a text file, where a sign after a comma, a tab or a line break is guarded too.

    A spreadsheet set for another country cuts there, and what follows becomes a cell of its own.
    """
    text = neutral(text)
    if not _SUSPECT.search(text):
        return text
    pieces, last = [], 0
    for cut in _SEPARATOR.finditer(text):
        if _begins_formula(text, cut.end()):
            pieces += [text[last:cut.end()], GUARD]
            last = cut.end()
    return "".join(pieces) + text[last:]


def reversible(text: str) -> str:
    """The text, such that `unguarded` gives it back from what `neutral_in_line` makes of this."""
    for found in reversed(list(_GUARDS.finditer(text))):
        if _begins_formula(text, found.end()):
            text = text[:found.start()] + GUARD + text[found.start():]
    return text


def unguarded(text: str) -> str:
    """A text read back from one of our files, without the guards that were put there."""
    # From the end: a guard stands where what follows it was a formula once its own guards are gone.
    for found in reversed(list(_GUARDS.finditer(text))):
        if _begins_formula(text, found.end()):
            text = text[:found.start()] + text[found.start() + len(GUARD):]
    return text

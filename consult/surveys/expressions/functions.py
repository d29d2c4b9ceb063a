"""Functions an expression may call: how many values they take, and what they are in the tree.

Functions that others can say (`once`, `boolean` …) are written with those, so that a phone has fewer to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from consult.errors import N_
from consult.surveys.expressions.pattern_reading import PatternError
from consult.surveys.expressions.patterns import for_browsers
from consult.surveys.questions import Tree

MANY = 100
ARGUMENTS: dict[str, tuple[int, int]] = {
    "abs": (1, 1), "boolean": (1, 1), "ceiling": (1, 1), "coalesce": (2, MANY), "concat": (1, MANY),
    "contains": (2, 2), "count": (1, 1), "count-non-empty": (1, 1), "count-selected": (1, 1), "date": (1,
    1), "decimal-date-time": (1, 1), "ends-with": (2, 2), "false": (0, 0), "floor": (1, 1), "format-date":
    (2, 2), "if": (3, 3), "int": (1, 1), "join": (2, MANY), "max": (1, MANY), "min": (1, MANY),
    "normalize-space": (1, 1), "not": (1, 1), "number": (1, 1), "once": (1, 1), "position": (1, 1),
    "regex": (2, 2), "round": (1, 2), "selected": (2, 2), "selected-at": (2, 2), "starts-with": (2, 2),
    "string": (1, 1), "string-length": (1, 1), "substr": (2, 3), "sum": (1, 1), "today": (0, 0),
    "translate": (3, 3), "true": (0, 0),
}

NO_FUNCTION = N_("La fonction « %(name)s » n’existe pas.")
DID_YOU_MEAN = N_("La fonction « %(name)s » n’existe pas. Vouliez-vous écrire « %(close)s » ?")
NOT_ACCEPTED = N_("La fonction « %(name)s » n’est pas acceptée dans ce questionnaire.")
NO_TIME = N_("« %(name)s » n’est pas acceptée : l’heure d’une réponse n’est jamais gardée. Utilisez today().")
EXACTLY = N_("La fonction « %(name)s » attend %(least)d valeur(s) ; il y en a %(found)d.")
AT_LEAST = N_("La fonction « %(name)s » attend au moins %(least)d valeur(s) ; il y en a %(found)d.")
BETWEEN = N_("La fonction « %(name)s » attend de %(least)d à %(most)d valeurs ; il y en a %(found)d.")
ONLY_HERE = N_("« position » s’écrit seulement position(..), dans un groupe répété.")
WRITTEN_OUT = N_("Dans « %(name)s », le motif s’écrit entre guillemets.")
BAD_FORMAT = N_("Format de date non accepté : « %(sign)s ». Utilisez %%Y, %%y, %%m, %%n, %%d et %%e.")

REFUSED = {
    "now": NO_TIME, "decimal-time": NO_TIME, "format-date-time": NO_TIME,
    **dict.fromkeys(("instance", "pulldata", "indexed-repeat", "jr:choice-name", "jr:itext", "random", "uuid",
                     "randomize", "area", "distance", "digest", "property", "current", "checklist",
                     "weighted-checklist", "count-selected-at", "date-time", "pow", "sqrt", "exp", "log"),
                    NOT_ACCEPTED)}


class ExpressionError(ValueError):
    """An expression that is refused: a French sentence, and the column (from 1) it speaks of."""

    def __init__(self, sentence: str, column: int, **values: object) -> None:
        self.sentence, self.column, self.values = sentence, column, values
        super().__init__(sentence % values if values else sentence)

    @property
    def message(self) -> str:
        return str(self)


def check_known(name: str, column: int) -> None:
    """Refuse what cannot be called, before its arguments are read: theirs may be paths."""
    if name in REFUSED:
        raise ExpressionError(REFUSED[name], column, name=name)
    if name in ARGUMENTS:
        return
    close = get_close_matches(name, ARGUMENTS, n=1)
    if close:
        raise ExpressionError(DID_YOU_MEAN, column, name=name, close=close[0])
    raise ExpressionError(NO_FUNCTION, column, name=name)


def _check_count(name: str, column: int, found: int) -> None:
    least, most = ARGUMENTS[name]
    if least <= found <= most:
        return
    sentence = EXACTLY if least == most else AT_LEAST if most == MANY else BETWEEN
    raise ExpressionError(sentence, column, name=name, least=least, most=most, found=found)


def _regex(arguments: list[Tree], columns: list[int]) -> Tree:
    """The pattern is checked here, once, and kept as browsers read it."""
    text, pattern = arguments
    if not isinstance(pattern, str):
        raise ExpressionError(WRITTEN_OUT, columns[1], name="regex")
    try:
        return ["regex", text, for_browsers(pattern)]
    except PatternError as error:
        raise ExpressionError(error.sentence, columns[1] + 1 + error.offset, **error.values) from error


def _format_date(arguments: list[Tree], columns: list[int]) -> Tree:
    day, pattern = arguments
    if not isinstance(pattern, str):
        raise ExpressionError(WRITTEN_OUT, columns[1], name="format-date")
    for sign in re.finditer(r"%(.?)", pattern):
        if sign[1] not in set("Yymnde"):
            raise ExpressionError(BAD_FORMAT, columns[1] + 1 + sign.start(), sign=sign[0])
    return ["format-date", day, pattern]


def _position(arguments: list[Tree], columns: list[int]) -> Tree:
    raise ExpressionError(ONLY_HERE, columns[0])


MEANINGS: dict[str, Callable[[list[Tree], list[int]], Tree]] = {
    "true": lambda arguments, columns: True,
    "false": lambda arguments, columns: False,
    "boolean": lambda arguments, columns: ["not", ["not", *arguments]],
    "string": lambda arguments, columns: ["concat", *arguments],
    "once": lambda arguments, columns: ["coalesce", ["."], *arguments],
    "decimal-date-time": lambda arguments, columns: ["number", *arguments],
    "regex": _regex,
    "format-date": _format_date,
    "position": _position,
}


def called(name: str, column: int, arguments: list[Tree], columns: list[int]) -> Tree:
    """The call as it stands in the tree; `columns` tell where each argument begins."""
    _check_count(name, column, len(arguments))
    meaning = MEANINGS.get(name)
    return meaning(arguments, columns) if meaning else [name, *arguments]

"""Cells that somebody typed, in a form or in a file: what is wrong with each of them, in a sentence. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping

from consult.errors import N_, TableFault
from consult.territories.figures import WrongFigure, read_figure

Cells = Mapping[str, str]
Problem = tuple[str, Mapping[str, str]]
"""A French sentence, with its values."""
Check = Callable[[str], Problem | None]

LONGEST = 1000
OLDEST, LATEST = 1900, 2100
FORMULA = N_("Cette case contient une formule. Écrivez son résultat à la place.")
TOO_LONG = N_("Cette case est trop longue : 1 000 lettres au plus.")
NO_YEAR = N_("« %(year)s » n’est pas une année. Écrivez quatre chiffres, par exemple 2025.")
NO_ADDRESS = N_("« %(address)s » n’est pas une adresse. Elle commence par https:// ou http://.")
_YEAR = re.compile(r"[12][0-9]{3}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def any_text(_written: str) -> Problem | None:
    """Whatever is written there is right."""
    return None


def needed(sentence: str, check: Check = any_text) -> Check:
    """Something must be written there; the sentence says what."""
    def found(written: str) -> Problem | None:
        return check(written) if written else (sentence, {})
    return found


def a_figure(written: str) -> Problem | None:
    """A number, or nothing where it is not known."""
    try:
        read_value(written)
    except WrongFigure as problem:
        return problem.sentence, problem.values
    return None


def a_year(written: str) -> Problem | None:
    is_year = _YEAR.fullmatch(written) and OLDEST <= int(written) <= LATEST
    return None if is_year or not written else (NO_YEAR, {"year": written[:40]})


def an_address(written: str) -> Problem | None:
    """The address of a page. Nothing else may become a link: a browser would run it."""
    is_address = not written or _ADDRESS.fullmatch(written)
    return None if is_address else (NO_ADDRESS, {"address": written[:80]})


def read_value(written: str) -> float | None:
    """Raises WrongFigure."""
    return read_figure(written) if written else None


def read_year(written: str) -> int | None:
    return int(written) if written else None


def faults_in(row: int, cells: Cells, checks: Mapping[str, Check],
              formulas: frozenset[str] = frozenset()) -> Iterator[TableFault]:
    """What is wrong with the cells of a line, each by itself. `formulas` are the columns that hold one."""
    for column, check in checks.items():
        written = cells.get(column, "")
        problem: Problem | None = (FORMULA, {}) if column in formulas or written.startswith("=") else None
        problem = problem or ((TOO_LONG, {}) if len(written) > LONGEST else check(written))
        if problem:
            yield TableFault(row, column, *problem)

"""Numbers as people write them in French, and as they are written for them. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_decimal

from consult.errors import N_
from consult.i18n import DEFAULT, locale

MOST = 1e9
_FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""« 1,234 » is a thousand and more in English, and one and a bit in French."""
_NEGATIVE = re.compile(r"[-\u2010\u2011\u2013\u2212]\s*[0-9]")

NO_NUMBER = N_("« %(count)s » n’est pas un nombre.")
AMBIGUOUS = N_("« %(count)s » peut se lire de deux façons. Écrivez %(whole)s ou %(decimal)s.")
BELOW_ZERO = N_("Ce nombre ne peut pas être négatif : %(count)s.")
TOO_LARGE = N_("Ce nombre est trop grand : un milliard au plus.")


class WrongFigure(Exception):
    """No number, or not one of families: a French sentence with its values."""

    def __init__(self, sentence: str, **values: str) -> None:
        self.sentence = sentence
        self.values: Mapping[str, str] = values
        super().__init__(sentence % values)


def in_figures(value: float) -> str:
    """1234.5 → 1 234,5"""
    return str(format_decimal(value, locale=locale(DEFAULT)))


def in_file(value: float) -> str:
    """1234.5 → 1234,5: what `read_figure` reads back as the same number, and in one way only."""
    written = f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
    return written + "0" if _TWO_WAYS.fullmatch(written) else written


def read_figure(written: str) -> float:
    """« 1 234,5 » → 1234.5. Raises WrongFigure."""
    if _NEGATIVE.match(written):
        raise WrongFigure(BELOW_ZERO, count=written)
    if not _FIGURES.fullmatch(written):
        raise WrongFigure(NO_NUMBER, count=written)
    if _TWO_WAYS.fullmatch(written):
        whole, decimal = re.sub("[.,]", "", written), re.sub("[.,]", ",", written) + "0"
        raise WrongFigure(AMBIGUOUS, count=written, whole=whole, decimal=decimal)
    number = float(re.sub(r"\s", "", written).replace(",", "."))
    if number > MOST:
        raise WrongFigure(TOO_LARGE)
    return number

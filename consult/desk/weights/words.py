"""How shares, gaps and weights are written: always with one decimal, or two for weights. Pure."""

from babel.numbers import format_decimal

from consult.i18n import DEFAULT, locale
from consult.territories.figures import in_figures


def _one_decimal(value: float) -> str:
    return str(format_decimal(value, "#,##0.0", locale=locale(DEFAULT)))


def in_percent(share: float) -> str:
    """0.1264 → 12,6 %"""
    return f"{_one_decimal(share * 100)}\u00a0%"


def in_points(points: float) -> str:
    """4.23 → +4,2"""
    written = _one_decimal(abs(points))
    if written == "0,0":
        return written
    return ("+" if points > 0 else "\u2212") + written


def in_times(multiple: float) -> str:
    """0.416 → 0,42"""
    return in_figures(round(multiple, 2))


FILTERS = {"fine_percent": in_percent, "points": in_points, "times": in_times}
"""By the name templates call them."""

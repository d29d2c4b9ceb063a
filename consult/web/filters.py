"""How days, numbers, sizes and codes are written for the reader."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask

from consult import clock
from consult.i18n import locale
from consult.text import FRENCH, Shown
from consult.web import html
from consult.web.language import current_tag

UNITS = ((1000, "Ko"), (1_000_000, "Mo"), (1_000_000_000, "Go"))


def day_in_words(value: date) -> str:
    """lundi 23 novembre 2026, for inside a French sentence."""
    return format_date(value, "full", locale=locale(FRENCH))


def day(value: date) -> Shown:
    """A day standing alone. Shimaoré names of months have one source: a draft, beside its French."""
    tag, french = current_tag(), day_in_words(value)
    if tag == FRENCH:
        return Shown(french)
    return Shown(format_date(value, "full", locale=locale(tag)), lang=tag, page=tag, french=french)


def short_day(value: date) -> str:
    """23/11/2026"""
    return format_date(value, "dd/MM/yyyy", locale=locale("fr"))


def moment(value: datetime) -> str:
    """23/11/2026 à 09:05, where the families live; for staff pages."""
    return format_datetime(value.astimezone(clock.ZONE), "dd/MM/yyyy 'à' HH:mm", locale=locale("fr"))


def number(value: float) -> str:
    return str(format_decimal(value, locale=locale("fr")))


def percent(value: float) -> str:
    """0.126 → 13 %"""
    return str(format_percent(value, locale=locale("fr")))


def size(octets: int) -> str:
    """1 536 → 2 Ko"""
    if octets < 1000:
        return f"{octets} octets"
    step, unit = next(((step, unit) for step, unit in UNITS if octets < 1000 * step), UNITS[-1])
    return f"{format_decimal(round(octets / step, 1 if step > 1000 else 0), locale=locale('fr'))}\u00a0{unit}"


def spaced(code: str) -> str:
    """1234 5678 9012, with spaces that do not break."""
    return "\u00a0".join(code[start:start + 4] for start in range(0, len(code), 4))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, day_in_words=day_in_words, short_day=short_day, moment=moment, number=number,
        percent=percent, size=size, spaced=spaced)
    html.init_app(app)

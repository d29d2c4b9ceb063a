"""One answer at a time: what was typed, taken as what its kind of question expects.

What was typed and cannot be understood is `Unreadable`, with a sentence for the family, and never becomes an
answer. What the page cannot have sent is `Tampered`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from consult.errors import N_, Refused
from consult.surveys.expressions.values import as_text
from consult.surveys.questions import OTHER, Kind, Question

Answer = str | int | float | bool | list[str]
Reader = Callable[[Sequence[str]], Answer]

MOST_LETTERS = 2000
"""Of a text, where the author sets no limit of her own."""
LONGEST = 20_000
LARGEST = 10**12
TICKED = frozenset({"OK", "on"})
EARLIEST, LATEST = 1900, 2100

WHOLE = N_("Écrivez un nombre entier, par exemple 2.")
NUMBER = N_("Écrivez un nombre, par exemple 2,5.")
TOO_LARGE = N_("Ce nombre est trop grand.")
BETWEEN = N_("Choisissez un nombre de %(start)s à %(end)s.")
STEP = N_("Choisissez un nombre qui va de %(step)s en %(step)s à partir de %(start)s.")
DAY = N_("Écrivez une date, par exemple 31/12/2025.")
HOUR = N_("Écrivez une heure, par exemple 09:30.")
TOO_LONG = N_("Votre texte est trop long : %(most)d lettres au plus.")
SAME_PLACE = N_("Donnez une place différente à chaque réponse.")

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
                     r"\ufeff\ufff9-\ufffb\ud800-\udfff]")
_WHOLE = re.compile(r"[+-]?\d{1,16}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,16}\.?\d{0,16}|\.\d{1,16})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TYPED_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d\d)?(?::\d\d(?:\.\d+)?)?", re.ASCII)
_SPACES = re.compile(r"\s")
_GROUPED = re.compile(r"\+?\d[\d ]*|\+?\d+(?:[ .-]\d\d){3,}", re.ASCII)
_SEPARATORS = re.compile(r"[ .-]")


class Tampered(Refused):
    """A form that our page cannot have sent."""

    status = 400
    sentence = N_("Ce formulaire a été modifié. Rechargez la page et recommencez.")


class Unreadable(ValueError):
    """Something typed that is not what the question asks for; the sentence says what to write."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence % values if values else sentence)


def clean(text: str) -> str:
    """One form for each text, without what cannot be seen; lines stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNSEEN.sub("", lines).strip()


def most_letters(question: Question) -> int:
    """The limit of a text; the author's own constraint may set a higher one."""
    own = question.constraint is not None and "string-length" in question.constraint.source
    return LONGEST if own else MOST_LETTERS


def short_text(text: str, *, most: int) -> str:
    if len(text) > most:
        raise Unreadable(TOO_LONG, most=most)
    return text


def _text(question: Question) -> Reader:
    most, numbers = most_letters(question), "numbers" in question.appearance
    lines = "multiline" in question.appearance

    def read(texts: Sequence[str]) -> str:
        text = texts[0] if lines else texts[0].replace("\n", " ")
        # People write « 06 39 00 00 00 » or « 06.39.00.00.00 »: the signs are for the eye.
        if numbers and _GROUPED.fullmatch(text):
            text = _SEPARATORS.sub("", text)
        return short_text(text, most=most)
    return read


def _digits(text: str) -> str:
    return _SPACES.sub("", text).replace("−", "-")


def _whole(texts: Sequence[str]) -> int:
    digits = _digits(texts[0])
    if not _WHOLE.fullmatch(digits):
        raise Unreadable(WHOLE)
    number = int(digits)
    if abs(number) > LARGEST:
        raise Unreadable(TOO_LARGE)
    return number


def _number(texts: Sequence[str]) -> float:
    digits = _digits(texts[0]).replace(",", ".")
    if not _NUMBER.fullmatch(digits):
        raise Unreadable(NUMBER)
    number = float(digits)
    if abs(number) > LARGEST:
        raise Unreadable(TOO_LARGE)
    return number + 0.0


def bounds(question: Question) -> tuple[float, float, float]:
    """Start, end and step of a range, as XLSForm has them where nothing is written."""
    given = question.parameters
    start, end, step = (float(given.get(name) or usual) for name, usual in
                        (("start", "1"), ("end", "10"), ("step", "1")))
    return start, end, abs(step) or 1.0


def _range(question: Question) -> Reader:
    start, end, step = bounds(question)
    low, high = min(start, end), max(start, end)
    whole = start.is_integer() and step.is_integer()

    def read(texts: Sequence[str]) -> int | float:
        number = _number(texts)
        if not low <= number <= high:
            raise Unreadable(BETWEEN, start=as_text(low), end=as_text(high))
        steps = (number - start) / step
        if abs(steps - round(steps)) > 1e-6:
            raise Unreadable(STEP, start=as_text(start), step=as_text(step))
        return int(number) if whole else number
    return read


def _day(texts: Sequence[str]) -> str:
    iso, typed = _ISO_DAY.fullmatch(texts[0]), _TYPED_DAY.fullmatch(texts[0])
    parts = iso.groups() if iso else typed.groups()[::-1] if typed else ("0", "0", "0")
    try:
        found = date(*map(int, parts))
    except ValueError:
        raise Unreadable(DAY) from None
    if not EARLIEST <= found.year <= LATEST:
        raise Unreadable(DAY)
    return found.isoformat()


def _time(texts: Sequence[str]) -> str:
    found = _HOUR.fullmatch(texts[0])
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise Unreadable(HOUR)
    return f"{hour:02}:{minute:02}"


def choice_names(question: Question) -> tuple[str, ...]:
    """What may be chosen, in order; `other` comes last where it is offered."""
    names = tuple(choice.name for choice in question.choices)
    return (*names, OTHER) if question.or_other and OTHER not in names else names


def _one(question: Question) -> Reader:
    names = frozenset(choice_names(question))

    def read(texts: Sequence[str]) -> str:
        if texts[0] not in names:
            raise Tampered
        return texts[0]
    return read


def _multiple(question: Question) -> Reader:
    order = {name: place for place, name in enumerate(choice_names(question))}

    def read(texts: Sequence[str]) -> list[str]:
        chosen = set(texts)
        if not chosen <= order.keys():
            raise Tampered
        return sorted(chosen, key=order.__getitem__)
    return read


def _rank(question: Question) -> Reader:
    places = {str(place): place for place in range(1, len(question.choices) + 1)}

    def read(texts: Sequence[str]) -> list[str]:
        """Each text is `place/choice`: "1/creche"."""
        placed = [text.partition("/")[::2] for text in texts]
        if not {place for place, _ in placed} <= places.keys():
            raise Tampered
        if len({place for place, _ in placed}) < len(placed):
            raise Unreadable(SAME_PLACE)
        return [name for _, name in sorted(placed, key=lambda pair: places[pair[0]])]
    return read


def _acknowledge(texts: Sequence[str]) -> bool:
    if texts[0] not in TICKED:
        raise Tampered
    return True


READERS: Mapping[Kind, Callable[[Question], Reader]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: lambda question: _whole,
    Kind.DECIMAL: lambda question: _number,
    Kind.RANGE: _range,
    Kind.DATE: lambda question: _day,
    Kind.TIME: lambda question: _time,
    Kind.ONE: _one,
    Kind.MULTIPLE: _multiple,
    Kind.RANK: _rank,
    Kind.ACKNOWLEDGE: lambda question: _acknowledge,
}
"""How what was typed becomes an answer: clean texts, at least one, none empty."""


def said(answer: Answer) -> str:
    """The answer as expressions see it."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, list):
        return " ".join(answer)
    return "OK" if answer is True else as_text(float(answer))

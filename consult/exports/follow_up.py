"""What the follow-up committee holds: the promises that are late or blocked first, then all of them. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from tempfile import TemporaryDirectory

from consult.diagnostic.commitments import Promise, PromiseState, in_order
from consult.exports.report.blocks import (
    Align,
    Block,
    KeyFigures,
    Paragraph,
    Report,
    Row,
    heading,
    row,
    table,
    words,
)
from consult.exports.report.content.numbers import day, number
from consult.exports.words import DEMONSTRATION
from consult.exports.workbook_cells import Book
from consult.exports.workbook_styles import ACCENT

LATE = "En retard"
SHORT = "%d/%m/%Y"
COLUMNS = (("Ce qui est promis", 26.0), ("Besoin", 18.0), ("Qui", 16.0), ("Pour quand", 13.0), ("État", 12.0),
           ("Dernière nouvelle", 25.0))
HEADINGS = (*(title for title, _width in COLUMNS), "Le", "Preuve", "Adresse de la preuve")
SHEET_WIDTHS = (40, 28, 26, 13, 14, 44, 13, 40, 36)


@dataclass(frozen=True)
class FollowUp:
    """The promises of a diagnostic, as they stand on a day."""

    title: str
    town: str
    needs: Mapping[str, str]
    """Label of each need, by its key."""
    promises: tuple[Promise, ...]
    on: date
    is_demonstration: bool

    @property
    def pressing(self) -> tuple[Promise, ...]:
        """Late or blocked, the late ones first."""
        found = (promise for promise in self.promises
                 if promise.is_late(self.on) or promise.state is PromiseState.BLOCKED)
        return in_order(found, on=self.on)

    def state(self, promise: Promise) -> str:
        return f"{LATE} ({promise.words.lower()})" if promise.is_late(self.on) else promise.words


def _row(follow_up: FollowUp, promise: Promise) -> Row:
    news = f"{promise.news} ({promise.news_on:{SHORT}})" if promise.news and promise.news_on else promise.news
    return row(promise.what, follow_up.needs.get(promise.need, ""), promise.who,
               f"{promise.due_on:{SHORT}}" if promise.due_on else "–", follow_up.state(promise), news or "–")


def _table(follow_up: FollowUp, caption: str, promises: Iterable[Promise]) -> Block:
    columns = [(title, Align.LEFT, width) for title, width in COLUMNS]
    return table(caption, columns, [_row(follow_up, promise) for promise in promises])


def _blocks(follow_up: FollowUp) -> Iterable[Block]:
    late = sum(promise.is_late(follow_up.on) for promise in follow_up.promises)
    blocked = sum(promise.state is PromiseState.BLOCKED for promise in follow_up.promises)
    yield KeyFigures(((number(late), "en retard"), (number(blocked), "bloqués"),
                      (number(len(follow_up.promises)), "engagements en tout")))
    yield heading(1, "En retard ou bloqués")
    if follow_up.pressing:
        yield _table(follow_up, "Ce dont le comité doit parler", follow_up.pressing)
    else:
        yield Paragraph(words("Aucun engagement n’est en retard ni bloqué."))
    if follow_up.promises:
        yield heading(1, "Tous les engagements")
        yield _table(follow_up, "Tous les engagements", in_order(follow_up.promises, on=follow_up.on))


def follow_up_report(follow_up: FollowUp) -> Report:
    said = f"État au {day(follow_up.on)}"
    return Report(
        follow_up.town, "Suivi des engagements", follow_up.title, said, f"{follow_up.title} · {said.lower()}",
        DEMONSTRATION if follow_up.is_demonstration else "", follow_up.on.isoformat(),
        tuple(_blocks(follow_up)), is_short=True)


def _cells(follow_up: FollowUp, promise: Promise) -> tuple[str | date | None, ...]:
    return (promise.what, follow_up.needs.get(promise.need, ""), promise.who, promise.due_on,
            follow_up.state(promise), promise.news, promise.news_on, promise.evidence, promise.evidence_url)


def follow_up_xlsx(follow_up: FollowUp) -> bytes:
    """A line for each promise, those that press first; days are days."""
    target = io.BytesIO()
    with TemporaryDirectory() as folder:
        book = Book(target, folder)
        note = DEMONSTRATION if follow_up.is_demonstration else follow_up.title
        sheet = book.add_sheet("Engagements", ACCENT, note)
        for place, width in enumerate(SHEET_WIDTHS):
            sheet.set_column(place, place, width)
        book.put_row(sheet, 0, HEADINGS, "question")
        sheet.freeze_panes(1, 1)
        for number_, promise in enumerate(in_order(follow_up.promises, on=follow_up.on), 1):
            for place, cell in enumerate(_cells(follow_up, promise)):
                if isinstance(cell, date):
                    sheet.write_datetime(number_, place, datetime.combine(cell, time()), book.styles["day"])
                else:
                    book.put(sheet, number_, place, cell, "wrapped")
        sheet.autofilter(0, 0, max(len(follow_up.promises), 1), len(HEADINGS) - 1)
        book.close()
    return target.getvalue()

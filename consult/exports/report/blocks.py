"""A report as blocks, whatever file it becomes. Pure.

Text is kept as text: nothing in it is ever read as markup. Each piece of it knows the language it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.text import FRENCH, typeset

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no XML file may hold: pasted texts bring some."""


def clean(text: str) -> str:
    """A text on one line, without what files refuse. Spaces that do not break stay."""
    return re.sub(r"[ \t\r\n\u2028\u2029]+", " ", _CONTROL.sub("", text)).strip()


@dataclass(frozen=True)
class Span:
    words: str
    language: str = FRENCH
    is_strong: bool = False
    url: str = ""


Words = tuple[Span, ...]


def words(*parts: str | Span) -> Words:
    """A text in one or several pieces; what is given as plain text is French, and printed as French is."""
    return tuple(Span(typeset(part)) if isinstance(part, str) else part for part in parts if part)


def strong(text: str) -> Span:
    return Span(typeset(text), is_strong=True)


def plain(text: Words) -> str:
    return "".join(span.words for span in text)


@dataclass(frozen=True)
class Heading:
    level: int
    """1 is a part of the report; its title is above them all."""
    text: str


def heading(level: int, text: str) -> Heading:
    return Heading(level, typeset(clean(text)))


@dataclass(frozen=True)
class Paragraph:
    text: Words
    is_lead: bool = False
    """Opens a part, and says the most."""


@dataclass(frozen=True)
class Bullets:
    items: tuple[Words, ...]


@dataclass(frozen=True)
class Quote:
    words: str
    language: str
    in_french: str
    """Empty where the words are French already."""
    source: str

    @property
    def said(self) -> str:
        """Between French quotes where it is French; other languages have their own signs."""
        return f"«\u00a0{typeset(self.words)}\u00a0»" if self.language == FRENCH else self.words

    @property
    def meant(self) -> str:
        return f"En français\u00a0: «\u00a0{typeset(self.in_french)}\u00a0»" if self.in_french else ""


@dataclass(frozen=True)
class KeyFigures:
    """A few numbers that stand large, each with what it counts."""

    items: tuple[tuple[str, str], ...]


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Row:
    cells: tuple[Words, ...]
    """A single cell names the rows that follow, over all columns."""


@dataclass(frozen=True)
class Table:
    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    alignments: tuple[Align, ...]
    widths: tuple[float, ...]
    """Of the columns, each relative to the others."""
    notes: tuple[str, ...] = ()


def table(caption: str, columns: Iterable[tuple[str, Align, float]], rows: Iterable[Row],
          *notes: str) -> Table:
    """A table from its columns: what each is called, how it is aligned, how wide it is."""
    headings, alignments, widths = zip(*columns, strict=True)
    return Table(typeset(caption), tuple(map(typeset, headings)), tuple(rows), alignments, widths,
                 tuple(typeset(note) for note in notes if note))


def row(*cells: str | Words) -> Row:
    return Row(tuple(words(cell) if isinstance(cell, str) else cell for cell in cells))


@dataclass(frozen=True)
class Chart:
    """A drawing, and always the same figures as a table."""

    title: str
    description: str
    svg: str
    table: Table


def chart(title: str, description: str, svg: str, same: Table) -> Chart:
    return Chart(typeset(title), typeset(description), svg, same)


@dataclass(frozen=True)
class Note:
    """A few lines in a box; a warning stands out more."""

    text: Words
    is_warning: bool = False


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Bullets | Quote | KeyFigures | Table | Chart | Note | PageBreak


@dataclass(frozen=True)
class Report:
    town: str
    kind: str
    """For whom it is: « Rapport complet », « Une page pour les élus »."""
    title: str
    subtitle: str
    footer: str
    """On every page, beside its number."""
    warning: str
    """On top of every page; empty where nothing is simulated."""
    made_on: str
    """ISO day of the freezing: files carry it rather than the day they were written."""
    blocks: tuple[Block, ...]
    is_short: bool = False
    """Set tighter, and without a table of contents."""

    @property
    def name(self) -> str:
        """What a reader's tab or title bar shows."""
        return f"{self.title} – {self.kind}"


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents."""

    level: int
    text: str
    number: int
    """Rank among all headings."""


def contents(report: Report) -> tuple[Entry, ...]:
    """Parts and their sections, in order."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    return tuple(Entry(heading.level, heading.text, number) for number, heading in enumerate(headings, 1)
                 if heading.level <= 2)

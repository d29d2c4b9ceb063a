"""How high blocks stand on a page, near enough to say what fits: files are set by other programs. Pure.

It counts a little more than what typst, Word and LibreOffice need with their fonts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import Any, TypeVar

from consult.exports.report.blocks import (
    Bullets,
    Chart,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Report,
    Row,
    Table,
    plain,
)

PAGE, WIDTH, DRAWING = 252.0, 170.0, 150.0
"""Millimetres of a short report: between its header and its footer, between its margins, of a drawing."""
OVERCOUNT = 1.14
"""Sums are taken so much lower: measured in the three files, they are a sixth to a quarter too high."""
LINE, LETTER = 4.65, 1.82
"""Of running text; a letter is an average one, and lines lose some at their ends."""
SMALL_LINE, SMALL_LETTER, PADDING = 4.1, 1.64, 3.4
Size = TypeVar("Size")


def _lines(text: str, width: float, letter: float = LETTER) -> int:
    return max(1, ceil(len(text) * letter / width))


def _row(row: Row, widths: Sequence[float]) -> float:
    # A single cell has the whole row.
    columns = widths if len(row.cells) == len(widths) else (WIDTH,)
    return 2.0 + SMALL_LINE * max(_lines(plain(cell), width - PADDING, SMALL_LETTER)
                                  for cell, width in zip(row.cells, columns, strict=True))


def _table(table: Table) -> float:
    widths = [WIDTH * width / sum(table.widths) for width in table.widths]
    head = 2.0 + SMALL_LINE * max(_lines(heading, width - PADDING, SMALL_LETTER)
                                  for heading, width in zip(table.headings, widths, strict=True))
    notes = sum(1.8 + SMALL_LINE * _lines(note, WIDTH, SMALL_LETTER) for note in table.notes)
    return 8 + head + sum(_row(row, widths) for row in table.rows) + notes + 3


def _chart(chart: Chart) -> float:
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', chart.svg)
    width, height = map(int, size.groups()) if size else (1, 0)
    return 10 + DRAWING * height / width + _table(chart.table)


def _quote(quote: Quote) -> float:
    said = [quote.words, quote.in_french] if quote.in_french else [quote.words]
    return 9 + LINE * sum(_lines(text, WIDTH - 8) for text in said)


def _figures(block: KeyFigures) -> float:
    width = WIDTH / max(len(block.items), 1) - 5
    return 20 + SMALL_LINE * max(_lines(label, width, SMALL_LETTER) for _value, label in block.items)


_HEIGHTS: dict[type, Callable[[Any], float]] = {
    Heading: lambda block: 6 + 6 * _lines(block.text, WIDTH, 2.3),
    Paragraph: lambda block: 1.9 + LINE * _lines(plain(block.text), WIDTH),
    Bullets: lambda block: sum(1.2 + LINE * _lines(plain(item), WIDTH - 6) for item in block.items),
    Quote: _quote, Table: _table, Chart: _chart, KeyFigures: _figures, PageBreak: lambda block: 0.0,
    Note: lambda block: 9 + SMALL_LINE * _lines(plain(block.text), WIDTH - 6, SMALL_LETTER),
}


def heights(report: Report) -> list[float]:
    """Of each page that a page break ends."""
    pages = [20 + 10.0 * _lines(report.title, WIDTH, 4.1)]
    for block in report.blocks:
        if isinstance(block, PageBreak):
            pages.append(0.0)
        pages[-1] += _HEIGHTS[type(block)](block)
    return [page / OVERCOUNT for page in pages]


def fitting(make: Callable[[Size], Report], sizes: Iterable[Size], room: float = PAGE) -> Report:
    """The first report whose pages all fit, from the most generous; else the shortest."""
    for size in sizes:
        report = make(size)
        if max(heights(report)) <= room:
            break
    return report

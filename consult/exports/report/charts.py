"""Charts as small drawings made by hand: bars lying down, each with its words. Pure.

Text stays text, in the fonts of the pages. What is withheld has no bar, and says so.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from consult.exports.report.blocks import clean
from consult.text import typeset

ACCENT, TRACK, INK, SOFT = "#0B5D5B", "#EDF2F0", "#17211F", "#4C5955"
TINTS = (ACCENT, "#6FA8A3", "#B9D3CF")
WIDTH, LABELS, VALUES = 640, 216, 132
_BAR, _GAP, _LINE, _SIZE, _TOP = 13, 10, 15, 13, 4
_LETTERS = 34
"""Of a label in one line: beside the drawing its table has it whole."""


def _wrapped(text: str, width: int, lines: int) -> list[str]:
    return textwrap.wrap(typeset(clean(text)), width, max_lines=lines, placeholder=" …") or ["–"]


@dataclass(frozen=True)
class Bar:
    length: float | None
    """None is withheld, or unknown."""
    words: str
    tint: int = 0


@dataclass(frozen=True)
class Line:
    """A label and its bars; without a bar it is the title of what follows."""

    label: str
    bars: tuple[Bar, ...] = ()

    @property
    def lines(self) -> list[str]:
        width = _LETTERS if self.bars else 3 * _LETTERS
        return _wrapped(self.label, width, 2)

    @property
    def height(self) -> int:
        return max(len(self.lines) * _LINE, len(self.bars) * (_BAR + 3)) + _GAP


def _text(x: float, y: float, words: str, *, end: bool = False, is_strong: bool = False,
          colour: str = INK) -> str:
    anchor, weight = ' text-anchor="end"' if end else "", ' font-weight="bold"' if is_strong else ""
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}"{anchor}{weight}>{escape(clean(words))}</text>'


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="1.5" '
            f'fill="{colour}"/>')


def _bar(bar: Bar, y: float, longest: float) -> list[str]:
    room = WIDTH - LABELS - VALUES
    drawn = [_rectangle(LABELS, y, room, _BAR, TRACK)]
    if bar.length:
        length = round(max(room * min(bar.length / longest, 1), 1.5), 1)
        drawn.append(_rectangle(LABELS, y, length, _BAR, TINTS[bar.tint % len(TINTS)]))
    colour = INK if bar.length is not None else SOFT
    return [*drawn, _text(LABELS + room + 8, y + _BAR - 2, bar.words, colour=colour)]


def _line(line: Line, y: float, longest: float) -> list[str]:
    if not line.bars:
        return [_text(0, y + _LINE * number + 12, words, is_strong=True, colour=ACCENT)
                for number, words in enumerate(line.lines)]
    labels = [_text(LABELS - 10, y + _LINE * number + 11, words, end=True)
              for number, words in enumerate(line.lines)]
    bars = [part for number, bar in enumerate(line.bars)
            for part in _bar(bar, y + number * (_BAR + 3), longest)]
    return labels + bars


def _legend(series: Sequence[str]) -> tuple[list[str], int]:
    """What each tint stands for, one under the other; the height it takes."""
    parts: list[str] = []
    for number, name in enumerate(series):
        y = _TOP + number * (_LINE + 3)
        parts += [_rectangle(LABELS, y, _BAR, _BAR, TINTS[number % len(TINTS)]),
                  _text(LABELS + _BAR + 8, y + 11, _wrapped(name, 2 * _LETTERS, 1)[0])]
    return parts, len(series) * (_LINE + 3) + (_GAP if series else 0)


def bars(title: str, description: str, lines: Sequence[Line], *, longest: float = 1.0,
         series: Sequence[str] = ()) -> str:
    """The drawing as SVG. `longest` is what a whole bar stands for; several series have a legend."""
    parts, y = _legend(series)
    y += _TOP
    for line in lines:
        parts += _line(line, y, longest or 1)
        y += line.height
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" '
            f'height="{y}" role="img" font-family="Libertinus Serif, Cambria, serif" font-size="{_SIZE}">'
            f"<title>{escape(clean(title))}</title><desc>{escape(clean(description))}</desc>"
            f"{''.join(parts)}</svg>")

"""Text files of answers, made while they are sent: memory does not grow with the number of responses.

For a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas, ISO days, CRLF.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from consult.exports.rows import Filling, Given
from consult.exports.values import Cell, Cells, Words
from consult.formulas import neutral_in_line

MARK = "\ufeff"
SEPARATOR = ";"
END = "\r\n"
LINES_A_CHUNK = 500
_TO_QUOTE = re.compile(r"[;,\"\r\n\t]|^\s|\s$")


def cell_text(cell: Cell) -> str:
    """A cell as it is written: no text can run, and it is quoted where a reader would cut it."""
    if isinstance(cell, str):
        text = neutral_in_line(cell)
        return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", ",")
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def line_piece(cells: Cells, column: int = 0) -> str:
    """Some cells, joined as they stand in their line, wherever that is."""
    return SEPARATOR.join(map(cell_text, cells))


def head(headings: Sequence[tuple[str, str]], words: Words) -> str:
    """The first line, with the mark that tells Excel the file is in UTF-8."""
    named = (name if words is Words.CODES else label for name, label in headings)
    return MARK + line_piece(tuple(named)) + END


def table_of(lines: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A small file, whole: the first line is its header."""
    yield MARK.encode()
    for line in lines:
        yield (line_piece(tuple(line)) + END).encode()


def in_chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines by the few hundred: one at a time, a server spends its time on sending."""
    each = iter(lines)
    while chunk := "".join(islice(each, LINES_A_CHUNK)):
        yield chunk.encode()


def responses_csv(filling: Filling[str], given: Iterable[tuple[int, Given]]) -> Iterator[bytes]:
    """The responses, given with their version's number, one line each; repeats are left to the archive."""
    yield head(filling.sheets[0].headings, filling.words).encode()
    rows = (next(filling.rows(response, version))[1] for version, response in given)
    yield from in_chunks(SEPARATOR.join(pieces) + END for pieces in rows)

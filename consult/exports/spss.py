"""Answers for SPSS without any library: text files of codes, and the syntax that reads and explains them.

Days and hours are seconds there, as SPSS counts them; the syntax shows them as days and hours.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile

from consult.exports.archive import Tables, file_names, zipped
from consult.exports.columns import Holds, columns_of
from consult.exports.csv_files import END, SEPARATOR, cell_text, table_of
from consult.exports.extract import Extract
from consult.exports.rows import Filling, Given
from consult.exports.spss_columns import LONGEST_TEXT, SpssColumn, Value, cut, spss_columns
from consult.exports.spss_syntax import syntax
from consult.exports.values import Cell, Cells, Words

MAPPING = ("Fichier", "Variable", "Nom d’origine", "Question", "Nombre", "Code d’origine", "Libellé")


def shown(value: Value) -> str:
    """A value as it is written: a text on one line, nothing for a number that is none."""
    if isinstance(value, str):
        return cell_text(cut(" ".join(value.split("\n")), LONGEST_TEXT))
    return "" if value != value else str(value)


class SpssTable:
    """A table as it is written: its columns, and how wide its texts came to be."""

    def __init__(self, columns: Sequence[SpssColumn | None]) -> None:
        self.places = columns
        self.columns = [column for column in columns if column]
        self.widths = {column.name: 0 for column in self.columns}

    def piece(self, cells: Cells, column: int) -> str:
        """Some cells, each after a separator: that of the first one is cut off."""
        kept = zip(self.places[column:], cells, strict=False)
        return "".join(SEPARATOR + self._shown(place, cell) for place, cell in kept if place)

    def _shown(self, column: SpssColumn, cell: Cell) -> str:
        text = shown(column.encode(cell))
        if column.holds is Holds.TEXT:
            self.widths[column.name] = max(self.widths[column.name], len(text.encode()))
        return text

    @property
    def head(self) -> str:
        return SEPARATOR.join(column.name for column in self.columns) + END


def _mapping(names: Sequence[str], tables: Sequence[SpssTable]) -> Iterator[Sequence[Cell]]:
    """What became of each name and of each code."""
    yield MAPPING
    for file, table in zip(names, tables, strict=True):
        for column in table.columns:
            yield file, column.name, column.original, column.label, None, None, None
            codes: dict[Value, str] = {number: code for code, number in column.numbers.items()}
            for value, label in column.labels.items():
                yield file, column.name, None, None, str(value), codes.get(value), label


def _entries(extract: Extract, tables: Sequence[SpssTable], written: Tables,
             given: Iterable[tuple[int, Given]]) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The syntax comes after the answers: it says how wide they are."""
    names = file_names(written.filling)
    yield from written.entries(given)
    for name, table in zip(names, tables, strict=True):
        lines = syntax(extract, name, written.filling.number, table.columns, table.widths)
        yield f"{name.removesuffix('.csv')}.sps", ("".join(line + END for line in lines).encode(),)
    yield "correspondance.csv", table_of(_mapping(names, tables))


def responses_spss(extract: Extract, given: Iterable[tuple[int, Given]]) -> Iterator[bytes]:
    """The archive, in chunks."""
    tables = [SpssTable(spss_columns(columns_of(table, extract))) for table in extract.tables]
    filling = Filling(extract, [table.piece for table in tables], words=Words.CODES)
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile()) for _ in extract.tables[1:]]
        written = Tables(filling, files, [table.head for table in tables],
                         lambda pieces: "".join(pieces)[len(SEPARATOR):])
        yield from zipped(_entries(extract, tables, written, given))

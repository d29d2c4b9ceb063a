"""The responses as an SPSS file, words and absences included. Like a CSV, it holds no repeats.

What writes such files wants every value at once: memory grows with the responses, by a few octets each value.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import IO, Any

import numpy as np

from consult.exports.columns import Holds, columns_of
from consult.exports.extract import Extract, cautions, facts
from consult.exports.libraries import require
from consult.exports.rows import Filling, Given
from consult.exports.spss_columns import SpssColumn, Value, cut, on_one_line, spss_columns
from consult.exports.values import Cells, Words

ROWS_AT_ONCE = 1000
_SMALL = {Holds.CHOICE, Holds.BOX, Holds.PLACE}
_LONGEST_TITLE, _NOTE_LINE = 60, 80
Store = Any
"""An array of numbers, or a list of texts."""


def _store(column: SpssColumn) -> Store:
    if column.holds is Holds.TEXT:
        return []
    # Codes of choices are small whole numbers, which four octets hold exactly.
    return array("f" if column.holds in _SMALL else "d")


def _fill(stores: Sequence[Store], rows: Iterator[Iterable[Value]]) -> None:
    while block := list(islice(rows, ROWS_AT_ONCE)):
        for store, values in zip(stores, zip(*block, strict=True), strict=True):
            store.extend(values)


def _values(extract: Extract, places: Sequence[SpssColumn | None], given: Iterable[tuple[int, Given]]
            ) -> Iterator[Iterable[Value]]:
    def piece(cells: Cells, column: int) -> tuple[Value, ...]:
        kept = zip(places[column:], cells, strict=False)
        return tuple(place.encode(cell) for place, cell in kept if place)

    filling = Filling(extract, [piece], words=Words.CODES)
    for version, response in given:
        yield chain.from_iterable(next(filling.rows(response, version))[1])


def _notes(extract: Extract, count: int) -> Iterator[str]:
    """Lines of 80 octets at most, accents included."""
    for name, value in (*facts(extract, count, {}), *cautions(extract)):
        yield from (cut(line, _NOTE_LINE) for line in wrap(f"{name} : {value}", _NOTE_LINE - 16))


def _described(extract: Extract, columns: Sequence[SpssColumn], count: int) -> dict[str, Any]:
    return {
        "file_label": on_one_line(extract.title, _LONGEST_TITLE), "note": list(_notes(extract, count)),
        "column_labels": {column.name: column.label for column in columns},
        "variable_value_labels": {column.name: dict(column.labels) for column in columns if column.labels},
        "missing_ranges": {column.name: list(column.absences) for column in columns if column.absences},
        "variable_measure": {column.name: column.level for column in columns},
        "variable_format": {
            column.name: column.format(0) for column in columns if column.holds is not Holds.TEXT}}


def _frame(columns: Sequence[SpssColumn], stores: list[Store]) -> Any:
    # Half a second to read, for which no other command should wait.
    import polars

    # Each store leaves as soon as its column is made: there are never two of all of them.
    stores.reverse()
    return polars.DataFrame([
        polars.Series(column.name, stores.pop(), polars.String) if column.holds is Holds.TEXT
        else polars.Series(column.name, np.asarray(stores.pop())) for column in columns])


def write_sav(target: IO[bytes], extract: Extract, given: Iterable[tuple[int, Given]]) -> None:
    """Write the file. Raises LibraryMissing."""
    require("spss")
    import pyreadstat

    places = spss_columns(columns_of(extract.tables[0], extract))
    columns = [column for column in places if column]
    stores = [_store(column) for column in columns]
    _fill(stores, _values(extract, places, given))
    described = _described(extract, columns, len(stores[0]))
    with TemporaryDirectory() as folder:
        path = Path(folder, "reponses.sav")
        pyreadstat.write_sav(_frame(columns, stores), path, row_compress=True, **described)
        with path.open("rb") as file:
            copyfileobj(file, target)

"""The responses in typed columns, for larger engines, written by groups of rows in bounded memory.

Two absences: a null is a question that was not asked, unless the row names its column in `_sans_reponse`:
then it was asked and left without an answer. The file says so itself. Like a CSV, it holds no repeats.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import time
from itertools import chain, islice
from typing import IO, Any

from consult.exports.columns import Column, Holds, columns_of
from consult.exports.extract import Extract, cautions, facts
from consult.exports.libraries import require
from consult.exports.rows import Filling, Given
from consult.exports.values import NO_ANSWER, Cell, Cells, Words
from consult.formulas import written

ROWS_A_GROUP = 10_000
SILENT = "_sans_reponse"
READING = (
    f"Une valeur nulle : la question n’a pas été posée à cette famille. Si le nom de la colonne est dans "
    f"« {SILENT} », la question a été posée et la famille n’a pas répondu.")
_TYPES: Mapping[Holds, str] = {
    Holds.CHOICE: "string", Holds.BOX: "bool", Holds.PLACE: "int32", Holds.WHOLE: "int64",
    Holds.DECIMAL: "float64", Holds.TEXT: "string", Holds.DAY: "date32", Holds.TIME: "time32[s]"}
_VALUES: Mapping[Holds, Callable[..., Any]] = {
    Holds.CHOICE: str, Holds.BOX: bool, Holds.PLACE: int, Holds.WHOLE: int, Holds.DECIMAL: float,
    Holds.TEXT: lambda cell: written(str(cell)), Holds.DAY: lambda cell: cell, Holds.TIME: time.fromisoformat}
Piece = tuple[tuple[Any, ...], tuple[str, ...]]
"""Values, and the names of the columns that were asked without an answer."""


def _described(column: Column) -> dict[str, str]:
    choices = {"choix": _json(dict(column.choices))} if column.choices else {}
    return {"libelle": column.label, "question": column.question, **choices}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _about(extract: Extract) -> dict[str, str]:
    """What the file says of itself. How many rows there are, Parquet says."""
    lines = (*facts(extract, None, {}), *cautions(extract))
    versions = [{"version": version.number, "sha256": version.questionnaire.content_hash}
                for version in extract.versions]
    return {"lisez-moi": "\n".join(f"{name} : {value}" for name, value in lines),
            "lire-une-valeur-nulle": READING, "questionnaires": _json(versions)}


def _schema(extract: Extract, columns: Sequence[Column]) -> Any:
    import pyarrow

    fields = [pyarrow.field(column.name, _TYPES[column.holds], metadata=_described(column))
              for column in columns]
    silent = pyarrow.field(SILENT, pyarrow.list_(pyarrow.string()), metadata={"libelle": READING})
    return pyarrow.schema([*fields, silent], metadata=_about(extract))


def _value(column: Column, cell: Cell) -> Any:
    return None if cell is None or cell == NO_ANSWER else _VALUES[column.holds](cell)


def _rows(extract: Extract, places: Sequence[Column | None], given: Iterable[tuple[int, Given]]
          ) -> Iterator[tuple[Any, ...]]:
    def piece(cells: Cells, column: int) -> Piece:
        kept = [(place, cell) for place, cell in zip(places[column:], cells, strict=False) if place]
        return (tuple(_value(place, cell) for place, cell in kept),
                tuple(place.name for place, cell in kept if cell == NO_ANSWER))

    filling = Filling(extract, [piece], words=Words.CODES)
    for version, response in given:
        _, pieces = next(filling.rows(response, version))
        yield (*chain.from_iterable(values for values, _ in pieces),
               [name for _, names in pieces for name in names])


def write_parquet(target: IO[bytes], extract: Extract, given: Iterable[tuple[int, Given]]) -> None:
    """Write the file. Raises LibraryMissing."""
    require("parquet")
    # A quarter of a second to read, for which no other command should wait.
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    places = columns_of(extract.tables[0], extract)
    schema = _schema(extract, [column for column in places if column])
    rows = _rows(extract, places, given)
    with ParquetWriter(target, schema) as writer:
        while group := list(islice(rows, ROWS_A_GROUP)):
            arrays = [pyarrow.array(values, field.type)
                      for values, field in zip(zip(*group, strict=True), schema, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema), row_group_size=ROWS_A_GROUP)

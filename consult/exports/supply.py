"""The supply as a file that people open in a spreadsheet, and that comes back equal."""

from collections.abc import Iterable, Iterator, Sequence

from consult.exports.csv_files import table_of
from consult.formulas import reversible, unguarded
from consult.surveys.xlsform.sheets import Row, Upload
from consult.surveys.xlsform.workbooks import open_table
from consult.territories.gazetteer import Gazetteer
from consult.territories.supply import Offer
from consult.territories.supply_table import Line, read_supply, supply_lines


def _guarded(lines: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    return ([reversible(cell) for cell in line] for line in lines)


def supply_csv(offers: Iterable[Offer], gazetteer: Gazetteer) -> bytes:
    """For a French spreadsheet."""
    return b"".join(table_of(_guarded(supply_lines(offers, gazetteer))))


def _line(row: Row) -> Line:
    return Line(row.number, {name: unguarded(cell) for name, cell in row.cells.items()}, row.formulas)


def read_supply_file(name: str, content: bytes, gazetteer: Gazetteer) -> list[Offer]:
    """Raises UnreadableWorkbook, or BrokenSupply with every fault and its place."""
    sheet = open_table(Upload(name, content))
    return read_supply(sheet.headers, list(map(_line, sheet.rows)), gazetteer)

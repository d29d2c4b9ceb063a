"""The taxonomy as a file that people open in a spreadsheet, and that comes back equal.

The file is carried whole from the page that shows what would change to the one that keeps it: it has a bound.
"""

from collections.abc import Iterator, Sequence

from consult.errors import N_
from consult.exports.csv_files import table_of
from consult.exports.values import Cell
from consult.formulas import reversible, unguarded
from consult.needs.taxonomy import Taxonomy, read_lines, rows_of
from consult.needs.taxonomy_table import HEADINGS, BrokenTaxonomy, Line, heading_faults
from consult.surveys.xlsform.sheets import Row, UnreadableWorkbook, Upload
from consult.surveys.xlsform.workbooks import open_table

MOST_BYTES = 400_000
FORMULA = "="
"""What a computed cell is read as, whatever value was kept beside the formula: the table refuses it."""


def _lines(taxonomy: Taxonomy) -> Iterator[Sequence[Cell]]:
    yield HEADINGS
    for row in rows_of(taxonomy):
        yield [reversible(row[name]) for name in HEADINGS]


def taxonomy_csv(taxonomy: Taxonomy) -> bytes:
    """For a French spreadsheet: the columns of the shipped table, then those of other languages."""
    return b"".join(table_of(_lines(taxonomy)))


def _line(row: Row) -> Line:
    cells = {name: unguarded(value) for name, value in row.cells.items()}
    return row.number, {**cells, **dict.fromkeys(row.formulas, FORMULA)}


def read_taxonomy_file(name: str, content: bytes) -> Taxonomy:
    """Raises UnreadableWorkbook, or BrokenTaxonomy with every fault and its place."""
    sheet = open_table(Upload(name, content))
    if faults := list(heading_faults(sheet.headers)):
        raise BrokenTaxonomy(faults)
    taxonomy = read_lines(map(_line, sheet.rows))
    if len(taxonomy_csv(taxonomy)) > MOST_BYTES:
        raise UnreadableWorkbook(N_("Ce tableau contient trop de texte : 400 Ko au plus."))
    return taxonomy

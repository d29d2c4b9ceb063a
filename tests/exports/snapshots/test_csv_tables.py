"""The tables as text files, read back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from consult.exports.snapshots.columns import Cell, Table
from consult.exports.snapshots.csv_tables import french_csv, standard_csv
from consult.exports.snapshots.tables import tables_of
from consult.formulas import GUARD, neutral_in_line
from tests.diagnostic.frozen import a_snapshot
from tests.exports.snapshots.dossier import with_attacks
from tests.test_formulas import ATTACKS

TABLES = tables_of(a_snapshot())


def text(cell: Cell, point: str) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", point)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_read_back_whole(table: Table) -> None:
    french, standard = french_csv(table), standard_csv(table)

    titles, *shown = csv.reader(io.StringIO(french.decode("utf-8-sig"), newline=""), delimiter=";")
    names, *rows = csv.reader(io.StringIO(standard.decode(), newline=""))

    assert french.startswith(b"\xef\xbb\xbf")
    assert not standard.startswith(b"\xef\xbb\xbf")
    assert titles == [column.title for column in table.columns]
    assert names == [column.name for column in table.columns]
    assert shown == [[text(cell, ",") for cell in row] for row in table.rows]
    assert rows == [[text(cell, ".") for cell in row] for row in table.rows]


def test_no_text_can_run_in_either() -> None:
    [table] = [table for table in tables_of(with_attacks(ATTACKS)) if table.name == "offre"]

    for content, separator in ((french_csv(table), ";"), (standard_csv(table), ",")):
        _head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
        assert [row[3] for row in rows] == [neutral_in_line(attack) for attack in ATTACKS]
        assert all(row[3].startswith(GUARD) for row in rows)
        assert [row[-1] for row in rows] == [neutral_in_line(f"oui;{attack}") for attack in ATTACKS]


def test_a_figure_below_zero_is_no_formula() -> None:
    supply = (replace(a_snapshot().supply[0], value=-2.5),)
    [table] = [table for table in tables_of(a_snapshot(supply=supply)) if table.name == "offre"]

    assert b";-2,5;" in french_csv(table)
    assert b",-2.5," in standard_csv(table)

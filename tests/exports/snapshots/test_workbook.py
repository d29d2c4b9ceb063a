"""The workbook of a frozen diagnostic, opened again."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.columns import Kind
from consult.exports.snapshots.tables import tables_of
from consult.exports.snapshots.workbook import snapshot_xlsx
from consult.exports.words import DEMONSTRATION
from consult.formulas import GUARD
from tests.diagnostic.frozen import a_snapshot
from tests.exports.snapshots.dossier import an_empty_snapshot, with_attacks
from tests.test_formulas import ATTACKS


def opened(snapshot: Snapshot) -> Workbook:
    return load_workbook(io.BytesIO(snapshot_xlsx(snapshot)))


def first_sheet(book: Workbook) -> dict[object, object]:
    return {name: value for name, value, *_ in book["Lisez-moi"].iter_rows(values_only=True, max_col=2)}


def test_the_first_sheet_says_what_it_is() -> None:
    snapshot, book = a_snapshot(), opened(a_snapshot())
    said = first_sheet(book)

    assert book.sheetnames[0] == "Lisez-moi"
    assert said["Figé le"] == "26/11/2026"
    assert said["Réponses"] == "Besoins des familles avec de jeunes enfants\u00a0: 300"
    assert said["Empreinte (SHA-256)"] == snapshot.content_hash
    assert said["Démonstration"] == DEMONSTRATION
    assert "1 à 10 familles" in str(said["Règle de publication"])
    assert "non représentatif" in str(said["Portée"])
    assert said["Limites"] == "Les familles sans téléphone ont peu répondu."


@pytest.mark.parametrize("snapshot", [a_snapshot(), an_empty_snapshot()], ids=["whole", "empty"])
def test_each_table_has_its_sheet(snapshot: Snapshot) -> None:
    book, tables = opened(snapshot), tables_of(snapshot)

    assert book.sheetnames == ["Lisez-moi", *(table.shape.title for table in tables), "Colonnes"]
    for table in tables:
        sheet = book[table.shape.title]
        shown = [column for column in table.columns if column.kind is not Kind.STATE]
        assert [cell.value for cell in sheet[1]] == [column.title for column in shown]
        assert sheet.max_row == 1 + len(table.rows)
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].width > 10
    assert book["Colonnes"].max_row == 1 + sum(
        column.kind is not Kind.STATE for table in tables for column in table.columns)


def test_a_withheld_figure_is_neither_empty_nor_zero() -> None:
    snapshot = a_snapshot()
    sheet = opened(snapshot)["Chiffres"]
    head, *rows = sheet.iter_rows(values_only=True)
    figures = list(snapshot.figures())

    for name, value in (("Base", "base"), ("Expriment", "expressing"), ("Part", "share")):
        found = [row[head.index(name)] for row in rows]
        for shown, figure in zip(found, figures, strict=True):
            published = getattr(figure, value)
            if published is None and (value != "share" or figure.is_withheld):
                assert shown == "masqué"
            else:
                assert shown == (None if published is None else pytest.approx(published, abs=1e-4))
    strong = {row[head.index("Fortement")] for row in rows}
    assert {"masqué", "sans objet", 0} < strong
    assert {row[head.index("Part pondérée")] for row in rows if row[head.index("Groupe")] != "all"} == {None}


def test_cells_keep_their_kind() -> None:
    book = opened(a_snapshot())
    share = book["Chiffres"].cell(2, 1 + [cell.value for cell in book["Chiffres"][1]].index("Part"))
    opens = book["Consultations"].cell(2, 3)

    assert (share.data_type, share.number_format) == ("n", "0.0%")
    assert opens.value == datetime(2026, 9, 1)  # noqa: DTZ001, a workbook knows no zone
    assert [cell.value for cell in book["Indicateurs"]["J"]] == ["Valeur", 6120, 7400, "inconnu"]


def test_no_text_can_run() -> None:
    book = opened(with_attacks(ATTACKS))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    named = [cell.value for cell in book["Offre d’accueil"]["D"]][1:]
    assert len(named) == len(ATTACKS)
    assert all(str(name).startswith(GUARD) for name in named)


def test_a_figure_below_zero_stays_a_number() -> None:
    service = a_snapshot().supply[0]
    book = opened(a_snapshot(supply=(type(service)(**{**vars(service), "value": -2.5}),)))

    assert book["Offre d’accueil"]["E2"].value == -2.5


def test_the_same_diagnostic_gives_the_same_bytes() -> None:
    assert snapshot_xlsx(a_snapshot()) == snapshot_xlsx(a_snapshot())
    assert opened(a_snapshot()).properties.created == datetime(2026, 11, 26)  # noqa: DTZ001

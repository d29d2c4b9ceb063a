"""The answers in typed columns, read back."""

from __future__ import annotations

import io
import json
from datetime import date, time
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from consult.exports import parquet
from consult.exports.extract import Extract
from consult.exports.parquet import write_parquet
from consult.surveys.questions import Kind, Question
from tests.exports.collected import ANSWERS
from tests.exports.collected import a_questionnaire as every_kind
from tests.exports.opened import open_parquet
from tests.exports.test_tables import a_questionnaire, a_response, an_extract


def write(extract: Extract, *given: tuple[int, Any]) -> bytes:
    file = io.BytesIO()
    write_parquet(file, extract, given)
    return file.getvalue()


def test_each_answer_has_the_type_of_its_question() -> None:
    table = open_parquet(write(an_extract(every_kind()), (1, a_response(**ANSWERS))))

    [row] = table.to_pylist()
    assert row == {
        "_ligne": 1, "_jour": date(2026, 11, 23), "_langue": "fr", "_mode": "self", "_relais": None,
        "_version": 1, "village": "kaweni", "garde/creche": True, "garde/famille": False, "garde/other": True,
        "garde_other": "Une voisine", "enfants_nombre": 2, "prix": 12.5, "jour": date(2026, 11, 2),
        "heure": time(7, 30), "ordre/prix": 2, "ordre/lieu": 1, "accord": True, "total": "4",
        "mot": ANSWERS["mot"], "_sans_reponse": []}
    assert table.schema.field("garde/creche").type == pyarrow.bool_()
    assert table.schema.field("enfants_nombre").type == pyarrow.int64()


def test_not_asked_and_not_answered_are_told_apart() -> None:
    silent = {"village": None, "garde": None, "ordre": ["prix"]}

    [row] = open_parquet(write(an_extract(every_kind()), (1, a_response(**silent)))).to_pylist()

    empty = ("village", "garde/creche", "garde/famille", "garde/other", "ordre/lieu")
    assert row["_sans_reponse"] == list(empty)
    assert [row[name] for name in (*empty, "prix", "mot")] == [None] * 7
    assert row["ordre/prix"] == 1


def test_the_file_says_what_it_holds() -> None:
    questionnaire = every_kind()

    schema = open_parquet(write(an_extract(questionnaire))).schema

    versions = json.loads(schema.metadata[b"questionnaires"])
    assert versions == [{"version": 1, "sha256": questionnaire.content_hash}]
    assert "_sans_reponse" in schema.metadata[b"lire-une-valeur-nulle"].decode()
    assert "non représentatif au sens statistique" in schema.metadata[b"lisez-moi"].decode()
    village = schema.field("village").metadata
    assert village[b"libelle"].decode() == "1. Votre village ?"
    assert json.loads(village[b"choix"]) == {"kaweni": "Kawéni", "cavani": "Cavani", "vahibe": "Vahibé"}


def test_rows_are_written_by_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 2)
    extract = an_extract(a_questionnaire(Question("age", Kind.INTEGER)))

    content = write(extract, *((1, a_response(age=age)) for age in range(5)))

    assert pyarrow.parquet.ParquetFile(io.BytesIO(content)).num_row_groups == 3
    assert open_parquet(content)["age"].to_pylist() == [0, 1, 2, 3, 4]


def test_a_text_that_utf8_cannot_hold_is_written_without_it() -> None:
    extract = an_extract(a_questionnaire(Question("mot", Kind.TEXT)))

    assert open_parquet(write(extract, (1, a_response(mot="a\ud800b"))))["mot"].to_pylist() == ["ab"]

"""Files for SPSS: names, codes and words it accepts, and the two absences kept apart."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any
from zipfile import ZipFile

import pytest

from consult.exports.columns import OF_KIND, Holds, columns_of
from consult.exports.extract import Extract
from consult.exports.sav import write_sav
from consult.exports.spss import responses_spss
from consult.exports.spss_columns import FORMATS, LEVELS, legal_names, spss_columns
from consult.exports.spss_syntax import quoted
from consult.exports.values import MAKERS
from consult.surveys.questions import Kind, Question
from consult.text import localized
from tests.exports.collected import ANSWERS, choices
from tests.exports.collected import a_questionnaire as every_kind
from tests.exports.opened import open_sav
from tests.exports.test_tables import a_questionnaire, a_response, an_extract

SILENT: dict[str, Any] = {"village": None, "garde": None, "enfants_nombre": None, "mot": None, "jour": None}


def read_archive(extract: Extract, *given: tuple[int, Any]) -> dict[str, str]:
    with ZipFile(io.BytesIO(b"".join(responses_spss(extract, given)))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def read_sav(extract: Extract, *given: tuple[int, Any]) -> tuple[dict[str, list[Any]], Any]:
    file = io.BytesIO()
    write_sav(file, extract, given)
    return open_sav(file.getvalue())


def test_every_kind_of_question_has_its_line() -> None:
    assert set(OF_KIND) == set(MAKERS)
    assert set(LEVELS) == set(Holds) == set(FORMATS) | {Holds.TEXT}


def test_names_are_legal_and_no_two_alike() -> None:
    names = legal_names(["garde/creche", "garde_creche", "Garde.Creche", "_ligne", "élevé", "2e", "to",
                         "x" * 99, "x" * 98, "ساعة", "fin."])

    assert list(names.values())[:7] == [
        "garde.creche", "garde_creche", "Garde.Creche_2", "ligne", "eleve", "v_2e", "to_2"]
    assert len({name.lower() for name in names.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._]{0,63}(?<![._])", name) for name in names.values())


def test_a_text_cannot_end_its_quotes_or_its_line() -> None:
    text = "L'école : 'a'.\nHOST COMMAND=['rm']. " * 8
    extract = an_extract(a_questionnaire(Question("q", Kind.ONE, localized(text), choices=choices(a=text))))

    syntax = read_archive(extract)["reponses.sps"]

    assert quoted("l'eau") == "'l''eau'"
    assert max(map(len, syntax.splitlines())) < 160
    # What remains once texts between quotes are taken out is our own commands only.
    commands = re.sub(r"'(?:[^']|'')*'", "", syntax)
    assert "HOST" not in commands
    assert "'" not in commands


def test_a_title_cannot_end_the_comment_it_is_in() -> None:
    extract = an_extract(a_questionnaire())
    hostile = Extract(**{**vars(extract), "title": "Bilan.\nERASE FILE='x'.\n\n" + "mot. " * 60})

    lines = read_archive(hostile)["reponses.sps"].lstrip("\ufeff").splitlines()

    head = lines[:lines.index("")]
    assert all(line.startswith("* ") and line.endswith(".") for line in head)
    assert not any("ERASE" in line for line in lines[len(head):])


def test_the_syntax_reads_the_columns_of_its_file() -> None:
    files = read_archive(an_extract(every_kind()), (1, a_response(**ANSWERS)))

    for name in ("reponses", "partie-enfants", "partie-enfants-soins"):
        head = files[f"{name}.csv"].splitlines()[0].split(";")
        read = files[f"{name}.sps"].split("/VARIABLES=")[1].split("  .")[0]
        assert [line.split()[0] for line in read.strip().splitlines()] == head
        assert f"/FILE='{name}.csv'" in files[f"{name}.sps"]
    assert "garde_other A11" in files["reponses.sps"]
    assert files["reponses.sps"].startswith("\ufeff* ")


def test_answers_are_numbers_that_the_syntax_explains() -> None:
    files = read_archive(an_extract(every_kind()), (1, a_response(**ANSWERS)))

    [row] = read_rows(files["reponses.csv"])

    assert row == {
        "ligne": "1", "jour_2": "14014771200", "langue": "1", "mode": "1", "relais": "", "version": "1",
        "village": "1", "garde.creche": "1", "garde.famille": "0", "garde.other": "1",
        "garde_other": "Une voisine", "enfants_nombre": "2", "prix": "12.5", "jour": "14012956800",
        "heure": "27000", "ordre.prix": "2", "ordre.lieu": "1", "accord": "1", "total": "4",
        "mot": "Merci ; à vous"}
    assert "VALUE LABELS village\r\n    1 'Kawéni'\r\n    2 'Cavani'" in files["reponses.sps"]
    assert "FORMATS\r\n    heure (TIME5)." in files["reponses.sps"]
    assert "reponses.csv;village;;;1;kaweni;Kawéni" in files["correspondance.csv"]


def test_the_two_absences_are_two_codes_of_their_own() -> None:
    files = read_archive(an_extract(every_kind()), (1, a_response(**SILENT)))

    [row] = read_rows(files["reponses.csv"])

    silent = ("village", "garde.creche", "jour", "enfants_nombre", "mot", "garde.other")
    assert [row[name] for name in silent] == ["-8", "-8", "-8", "-8000000000000", "SANS_REP", "-8"]
    assert [row[name] for name in ("ordre.prix", "accord", "prix", "total")] == [
        "-9", "-9", "-9000000000000", "NON_POSE"]
    assert "MISSING VALUES village (-8, -9)." in files["reponses.sps"]
    assert "MISSING VALUES prix (-8000000000000, -9000000000000)." in files["reponses.sps"]
    assert "MISSING VALUES mot ('SANS_REP', 'NON_POSE')." in files["reponses.sps"]
    assert "MISSING VALUES relais" not in files["reponses.sps"]


def test_no_text_runs_when_the_file_is_opened_in_a_spreadsheet() -> None:
    files = read_archive(an_extract(every_kind()), (1, a_response(mot="=1+1")))

    assert read_rows(files["reponses.csv"])[0]["mot"] == "'=1+1"


def test_a_new_version_changes_no_number() -> None:
    old = a_questionnaire(Question("q", Kind.ONE, choices=choices(b="B", a="A")))
    new = a_questionnaire(Question("q", Kind.ONE, choices=choices(c="C", a="A", b="B")))
    named = a_questionnaire(Question("q", Kind.ONE, choices=choices(**{"10": "Dix", "2": "Deux"})))

    numbers = [columns_of(extract.tables[0], extract)[-1] for extract in map(an_extract, (old, named))]
    both = columns_of(an_extract(old, new).tables[0], an_extract(old, new))[-1]

    assert [column and column.numbers for column in numbers] == [{"b": 1, "a": 2}, {"10": 10, "2": 2}]
    assert both
    assert both.numbers == {"b": 1, "a": 2, "c": 3}


def test_a_sav_is_read_back_as_the_answers_were() -> None:
    values, about = read_sav(an_extract(every_kind()), (1, a_response(**ANSWERS)), (1, a_response(**SILENT)))

    assert values["village"] == [1, -8]
    assert [values[f"garde.{code}"] for code in ("creche", "famille", "other")] == [[1, -8], [0, -8], [1, -8]]
    assert values["garde_other"] == ["Une voisine", "NON_POSE"]
    assert values["prix"] == [12.5, -9e12]
    assert values["mot"] == [ANSWERS["mot"], "SANS_REP"]
    assert (values["heure"], values["jour"]) == ([27000, -9], [14012956800, -8])
    assert values["ordre.lieu"] == [1, -9]
    assert about.column_names_to_labels["garde.creche"] == "2. Qui garde l’enfant ? · Crèche ; micro-crèche"
    assert about.variable_value_labels["village"][-9] == "Question non posée"
    assert [code["lo"] for code in about.missing_ranges["village"]] == [-8, -9]
    assert "relais" not in about.missing_ranges
    assert {name: about.variable_measure[name] for name in ("village", "ordre.prix", "prix")} == {
        "village": "nominal", "ordre.prix": "ordinal", "prix": "scale"}
    assert (about.original_variable_types["jour"], about.original_variable_types["heure"]) == (
        "SDATE10", "TIME5")
    assert any("non représentatif au sens statistique" in note for note in about.notes)


def test_a_sav_and_the_syntax_tell_the_same() -> None:
    extract, given = an_extract(every_kind()), [(1, a_response(**ANSWERS)), (1, a_response(**SILENT))]

    rows, (values, _) = read_rows(read_archive(extract, *given)["reponses.csv"]), read_sav(extract, *given)

    numbers = [column.name for column in spss_columns(columns_of(extract.tables[0], extract))
               if column and column.holds is not Holds.TEXT]
    assert {name: [float(row[name]) for row in rows] for name in numbers} == {
        name: values[name] for name in numbers}


@pytest.mark.skipif(not which("pspp"), reason="PSPP is not on this machine")
def test_pspp_makes_of_the_syntax_what_the_sav_says(tmp_path: Path) -> None:
    words = localized("L'école.\nHOST. " * 20)
    extract = an_extract(every_kind(Question("piege", Kind.ONE, words, choices=choices(a="L'eau " * 40))))
    sent: list[dict[str, Any]] = [{**ANSWERS, "piege": "a"}, SILENT, {"prix": -1e11 / 3}]
    given = [(1, a_response(**answers)) for answers in sent]
    for name, text in read_archive(extract, *given).items():
        (tmp_path / name).write_bytes(text.encode())

    with (tmp_path / "reponses.sps").open("a", encoding="utf-8") as syntax:
        syntax.write("\r\nSAVE OUTFILE='lu.sav'.\r\n")
    done = subprocess.run(["pspp", "--syntax-encoding=UTF-8", "reponses.sps"], cwd=tmp_path,
                          capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    values, about = open_sav((tmp_path / "lu.sav").read_bytes())
    ours, described = read_sav(extract, *given)
    # The text file has no line break inside a text.
    assert values == {**ours, "mot": [text.replace("\n", " ") for text in ours["mot"]]}
    for told in ("column_names_to_labels", "variable_value_labels", "missing_ranges", "variable_measure"):
        assert getattr(about, told) == getattr(described, told)


@pytest.mark.parametrize("text", ["é" * 20_000, "\ud800a", "🙂" * 9000])
def test_texts_that_are_too_long_or_broken_still_give_a_file(text: str) -> None:
    extract = an_extract(a_questionnaire(Question("mot", Kind.TEXT)))

    values, _ = read_sav(extract, (1, a_response(mot=text)))
    [row] = read_rows(read_archive(extract, (1, a_response(mot=text)))["reponses.csv"])

    assert values["mot"] == [row["mot"]]
    assert len(row["mot"].encode()) <= 32_767
    assert text.replace("\ud800", "").startswith(row["mot"])

"""What the columns of a file are, without a database."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from consult.campaigns.models import Mode, Sampling
from consult.campaigns.words import MODES
from consult.exports import workbook_answers
from consult.exports.csv_files import line_piece, responses_csv
from consult.exports.extract import Extract, sheet_titles
from consult.exports.rows import Filling
from consult.exports.tables import Version, tables_of
from consult.exports.values import MAKERS, Words
from consult.exports.words import KINDS, SAMPLINGS
from consult.exports.workbook import NoRoom, write_workbook
from consult.exports.workbook_answers import TooLarge
from consult.surveys.questions import ASKED, Kind, Question, Questionnaire, Section
from consult.text import localized
from tests.exports.collected import choices


def a_questionnaire(*items: Question | Section) -> Questionnaire:
    return Questionnaire(localized("Essai"), "essai", ("fr",), (Section("s", items=items),))


def an_extract(*questionnaires: Questionnaire) -> Extract:
    versions = tuple(Version(number, each) for number, each in enumerate(questionnaires, 1))
    day = date(2026, 11, 23)
    return Extract("essai", "Essai", "Mamoudzou", day, day, day, False, Sampling.VOLUNTARY, "", {}, versions,
                   tables_of(versions))


def a_response(**answers: Any) -> Any:
    return date(2026, 11, 23), "fr", "self", None, answers


def names(extract: Extract) -> list[str]:
    return [name for name, _ in extract.tables[0].headings]


def lines(extract: Extract, *given: tuple[int, Any]) -> list[list[str]]:
    filling = Filling(extract, [line_piece], words=Words.CODES)
    text = b"".join(responses_csv(filling, given)).decode()
    return [line.split(";")[6:] for line in text.splitlines()[1:]]


def test_every_kind_of_question_has_its_line() -> None:
    assert set(MAKERS) == set(ASKED) | {Kind.CALCULATE, Kind.HIDDEN}
    assert set(KINDS) == set(Kind)
    assert set(MODES) == set(Mode)
    assert set(SAMPLINGS) == set(Sampling)


def test_the_newest_version_gives_the_order_and_older_questions_follow() -> None:
    old = a_questionnaire(Question("age", Kind.INTEGER), Question("mot", Kind.TEXT))
    new = a_questionnaire(Question("avis", Kind.TEXT), Question("mot", Kind.TEXT))

    extract = an_extract(old, new)

    assert names(extract) == ["avis", "mot", "age"]


def test_a_choice_that_a_version_did_not_offer_was_not_asked() -> None:
    old = a_questionnaire(Question("garde", Kind.MULTIPLE, choices=choices(creche="Crèche", nounou="Nounou")))
    new = a_questionnaire(Question("garde", Kind.MULTIPLE, choices=choices(mam="MAM", creche="Crèche")))
    extract = an_extract(old, new)

    rows = lines(extract, (1, a_response(garde=["nounou"])), (2, a_response(garde=["mam"])),
                 (1, a_response(garde=None)))

    assert names(extract) == ["garde", "garde/mam", "garde/creche", "garde/nounou"]
    silent = "(sans réponse)"
    assert rows == [["nounou", "", "0", "1"], ["mam", "1", "0", ""], [silent, "", silent, silent]]


def test_a_name_used_again_for_another_kind_is_another_variable() -> None:
    old = a_questionnaire(Question("garde", Kind.TEXT))
    new = a_questionnaire(Question("garde", Kind.INTEGER))
    extract = an_extract(old, new)

    rows = lines(extract, (1, a_response(garde="Nounou")), (2, a_response(garde=3)))

    assert names(extract) == ["garde", "garde_v1"]
    assert rows == [["", "Nounou"], ["3", ""]]


def test_a_choice_is_named_in_the_words_of_the_version_that_was_answered() -> None:
    old = a_questionnaire(Question("garde", Kind.ONE, choices=choices(a="Nourrice")))
    new = a_questionnaire(Question("garde", Kind.ONE, choices=choices(a="Assistante maternelle")))
    filling = Filling(an_extract(old, new), [line_piece], words=Words.LABELS)

    content = b"".join(responses_csv(filling, [(1, a_response(garde="a"))])).decode()

    assert "Nourrice" in content
    assert "Assistante" not in content


def test_sheets_have_titles_that_excel_accepts() -> None:
    labels = {"a": "Enfants [0-3] : tous?", "b": "Codes", "c": "x" * 40, "d": "x" * 50}
    repeats = [Section(name, localized(label), is_repeat=True, items=(Question("q", Kind.TEXT),))
               for name, label in labels.items()]

    titles = sheet_titles(an_extract(a_questionnaire(*repeats)).tables)

    assert titles == ["Réponses", "Enfants  0-3    tous", "Codes (2)", "x" * 31, "x" * 27 + " (2)"]


def test_a_workbook_refuses_more_rows_than_excel_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_answers, "MOST_ROWS", 3)
    extract = an_extract(a_questionnaire(Question("mot", Kind.TEXT)))

    write_workbook(io.BytesIO(), extract, [(1, a_response(mot="a"))] * 2)
    with pytest.raises(TooLarge):
        write_workbook(io.BytesIO(), extract, [(1, a_response(mot="a"))] * 3)


def test_a_full_disk_is_said_in_words() -> None:
    class Full(io.BytesIO):
        refused = False

        def write(self, data: Any) -> int:
            # Once only: the half-made archive is closed later, by the garbage collector.
            if not self.refused:
                self.refused = True
                raise OSError(28, "No space left on device")
            return super().write(data)

    with pytest.raises(NoRoom):
        write_workbook(Full(), an_extract(a_questionnaire(Question("mot", Kind.TEXT))), [])


def test_answers_that_are_no_finite_number_do_not_break_a_workbook() -> None:
    file, extract = io.BytesIO(), an_extract(a_questionnaire(Question("prix", Kind.DECIMAL)))

    write_workbook(file, extract, [(1, a_response(prix=float("nan"))), (1, a_response(prix=1e300))])

    sheet = load_workbook(file)["Codes"]
    assert [row[6] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["nan", 1e300]


def test_a_remembered_cell_forgets_nothing_that_matters() -> None:
    question = Question("garde", Kind.MULTIPLE, choices=choices(a="A", b="B"))
    extract = an_extract(a_questionnaire(question))

    given: list[Any] = [["a"], ["b"], ["a", "b"], ["a"], None, ["b"]]
    rows = lines(extract, *((1, a_response(garde=garde)) for garde in given))

    assert [row[1:] for row in rows] == [
        ["1", "0"], ["0", "1"], ["1", "1"], ["1", "0"], ["(sans réponse)"] * 2, ["0", "1"]]

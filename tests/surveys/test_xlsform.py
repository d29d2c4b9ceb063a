"""An XLSForm read into a questionnaire."""

from __future__ import annotations

import pytest

from consult.surveys.questions import Choice, Kind, Question, Section
from consult.surveys.shipped import load_shipped
from consult.surveys.xlsform.building import UNGROUPED
from consult.surveys.xlsform.importing import check
from consult.surveys.xlsform.sheets import UnreadableWorkbook, Upload
from consult.text import Localized, State
from tests.surveys.xlsform_files import a_csv, an_upload, checked, errors

HEAD = ("type", "name", "label")
CHOICES = (("l", "a", "A"), ("l", "b", "B"))


def question(row: tuple[object, ...], *more: str) -> Question:
    """The question a single line makes; `more` are headers after type, name and label."""
    report = checked([(*HEAD, *more), row, ("text", "fin", "Fin")], CHOICES if " l" in str(row[0]) else ())
    assert report.questionnaire, report.findings
    return next(report.questionnaire.questions())


@pytest.mark.parametrize(("written", "kind"), [
    ("note", Kind.NOTE), ("text", Kind.TEXT), ("string", Kind.TEXT), ("Text", Kind.TEXT),
    ("integer", Kind.INTEGER), ("int", Kind.INTEGER), ("decimal", Kind.DECIMAL), ("range", Kind.RANGE),
    ("date", Kind.DATE), ("time", Kind.TIME), ("hidden", Kind.HIDDEN),
    ("acknowledge", Kind.ACKNOWLEDGE), ("trigger", Kind.ACKNOWLEDGE),
    ("select_one l", Kind.ONE), ("select one l", Kind.ONE), ("select one from l", Kind.ONE),
    ("select1 l", Kind.ONE), ("SELECT_ONE l", Kind.ONE), ("rank l", Kind.RANK),
    ("select_multiple l", Kind.MULTIPLE), ("select multiple l", Kind.MULTIPLE),
    ("select all that apply from l", Kind.MULTIPLE)])
def test_every_type_is_known_under_all_its_names(written: str, kind: Kind) -> None:
    asked = question((written, "q", "Q"))

    assert asked.kind is kind
    assert [choice.name for choice in asked.choices] == (["a", "b"] if " l" in written else [])


@pytest.mark.parametrize("written", [
    "geopoint", "image", "barcode", "audio", "video", "file", "select_one_from_file villages.csv", "osm",
    "select_multiple_from_file v.xml", "select_one_external l", "start", "end", "today", "deviceid",
    "dateTime",
    "xml-external", "csv-external", "begin loop over l", "username", "audit", "select_one", "n’importe quoi"])
def test_any_other_type_is_refused_by_name_with_its_place(written: str) -> None:
    report = checked([HEAD, ("text", "q", "Q"), (written, "r", "R")], CHOICES)

    assert report.questionnaire is None
    (sheet, row, column, message), *rest = errors(report)
    assert (sheet, row, column) == ("survey", 3, "type")
    assert written in message
    assert not rest


def test_or_other_randomize_and_parameters_are_read() -> None:
    chosen = question(("select_one l or_other", "q", "Q", "randomize=true seed=42"), "parameters")
    slider = question(("range", "q", "Q", "start = 0; end=20"), "parameters")

    assert chosen.or_other
    assert chosen.randomize
    assert chosen.parameters == {"seed": "42"}
    assert [choice.name for choice in chosen.choices] == ["a", "b"]
    assert slider.parameters == {"start": "0", "end": "20", "step": "1"}


def test_aliases_of_columns_are_one_column() -> None:
    asked = question(("text", "q", "Q", "1 = 1", "oui"), "Relevance", "required")

    assert asked.relevant
    assert asked.relevant.source == "1 = 1"
    assert asked.required
    assert asked.required.source == "true()"


@pytest.mark.parametrize("no", ["no", "No", "false()", "FALSE", "non"])
def test_what_is_not_required_has_no_rule(no: str) -> None:
    assert question(("text", "q", "Q", no), "required").required is None


def test_languages_are_columns_and_translations_are_drafts() -> None:
    survey = [("type", "name", "label::Français (fr)", "label::Shimaoré (swb)", "hint::fr", "hint::swb"),
              ("text", "q", "L’été", "(swb)", "Un", "(swb) un")]
    report = check(an_upload(survey=survey))

    assert report.questionnaire
    asked = report.questionnaire["q"]
    assert report.questionnaire.languages == ("fr", "swb")
    assert asked.label == Localized("L’été").with_translation("swb", "(swb)")
    assert asked.label.state("swb") is State.DRAFT
    assert asked.hint.read_in("swb").text == "(swb) un"


def test_a_plain_column_is_french_and_typography_is_kept() -> None:
    asked = question(("text", "q", "L’été,  où\u00a0?\nIci «\u00a0là\u00a0»"))

    assert asked.label.french == "L’été,  où\u00a0?\nIci «\u00a0là\u00a0»"


def test_our_own_columns_are_read() -> None:
    asked = question(("text", "q", "Q", "santé", "garde", "10b"), "Sensitivity", "topic", "number")

    assert (asked.sensitivity, asked.topic, asked.number) == ("santé", "garde", "10b")


def test_questions_in_no_group_get_sections_of_their_own() -> None:
    report = checked([HEAD, ("text", "a", "A"), ("text", "b", "B"), ("begin group", "page_1", "G"),
                      ("text", "c", "C"), ("end group",), ("note", "d", "D")])

    assert report.questionnaire
    found = [(section.name, section.appearance, [item.name for item in section.items])
             for section in report.questionnaire.sections]
    assert found == [("page_2", UNGROUPED, ["a", "b"]), ("page_1", "", ["c"]), ("page_3", UNGROUPED, ["d"])]


def test_groups_and_repeats_are_nested() -> None:
    head = (*HEAD, "relevant", "repeat_count", "appearance")
    report = checked([
        head, ("integer", "n", "N"), ("begin_repeat", "enfants", "Enfants", "${n} > 0", "${n} + 1"),
        ("begin_group", "lui", "Lui", "", "", "field-list"), ("text", "prenom", "P"), ("end_group",),
        ("begin repeat", "jours", "Jours"), ("date", "jour", "J"), ("end repeat",), ("end_repeat",)])

    assert report.questionnaire
    repeat = report.questionnaire.sections[1]
    assert repeat.is_repeat
    assert repeat.repeat_count
    assert repeat.repeat_count.source == "${n} + 1"
    inside = repeat.items[0]
    assert isinstance(inside, Section)
    assert (inside.name, inside.appearance, inside.is_repeat) == ("lui", "field-list", False)
    assert [question.name for question in report.questionnaire.questions()] == ["n", "prenom", "jour"]


def test_a_table_list_keeps_only_what_its_author_wrote() -> None:
    report = checked([(*HEAD, "appearance"), ("begin_group", "g", "G", "table-list"),
                      ("select_one l", "a", "A"), ("select_one l", "b", "B"), ("end_group",)], CHOICES)

    assert report.questionnaire
    assert [question.name for question in report.questionnaire.questions()] == ["a", "b"]


def test_a_cascade_keeps_the_columns_its_filter_reads_and_no_other() -> None:
    survey = [(*HEAD, "choice_filter"), ("select_one l", "commune", "C"),
              ("select_one v", "village", "V", "commune = ${commune}")]
    choices = [("list_name", "name", "label", "commune", "note"),
               ("l", "a", "A"), ("v", "x", "X", "a", "à voir")]
    report = check(an_upload(survey=survey, choices=choices))

    assert report.questionnaire
    assert report.questionnaire["village"].choices == (Choice("x", Localized("X"), {"commune": "a"}),)
    assert [finding.column for finding in report.findings if finding.sheet == "choices"] == ["note"]


def test_quotes_that_excel_made_typographic_are_understood_in_expressions_only() -> None:
    survey = [(*HEAD, "relevant"), ("select_one l", "q", "L’un ?"), ("text", "r", "R", "${q} = ‘a’")]

    report = checked(survey, CHOICES)

    assert report.questionnaire
    relevant = report.questionnaire["r"].relevant
    assert relevant
    assert relevant.source == "${q} = 'a'"
    assert report.questionnaire["q"].label.french == "L’un ?"


def test_settings_give_title_and_identifier() -> None:
    settings = [("form_title", "form_title::Shimaoré (swb)", "form_id", "version"),
                ("Besoins", "(swb)", "besoins", "3")]

    report = check(an_upload(survey=[HEAD, ("text", "q", "Q")], settings=settings))

    assert report.questionnaire
    assert report.questionnaire.title == Localized("Besoins").with_translation("swb", "(swb)")
    assert report.questionnaire.form_id == "besoins"
    assert report.questionnaire.settings == {"version": "3"}


def test_without_settings_the_file_gives_its_name() -> None:
    report = check(Upload("Été à l’école.csv", a_csv([HEAD, ("text", "q", "Q")])))

    assert report.questionnaire
    assert report.questionnaire.title.french == "Été à l’école"
    assert report.questionnaire.form_id == "ete_a_l_ecole"


@pytest.mark.parametrize("sheets", [
    {"questions": [HEAD]}, {"survey": []}, {"choices": [("list_name", "name")]}])
def test_a_workbook_without_questions_says_which_sheet_is_missing(
        sheets: dict[str, list[tuple[str, ...]]]) -> None:
    with pytest.raises(UnreadableWorkbook, match="survey"):
        check(an_upload(**sheets))


def test_choices_say_which_of_them_is_a_refusal() -> None:
    questionnaire = load_shipped("besoins-petite-enfance")

    refused = {question.name for question in questionnaire.questions()
               if any(choice.filters.get("refusal") for choice in question.choices)}

    assert refused == {"adultes", "activite", "garde_convient", "raisons_sans_accueil", "prix_possible",
                       "besoin_particulier", "pmi_acces"}


def test_a_questionnaire_that_would_take_too_long_to_read_is_refused() -> None:
    lines = [HEAD, *(("text", f"q{number}", "Q") for number in range(1001))]
    asked = [HEAD, *(("select_one l", f"q{number}", "Q") for number in range(30))]
    offered = [("list_name", "name", "label"), *(("l", f"c{number}", "C") for number in range(700))]

    with pytest.raises(UnreadableWorkbook, match="trop de lignes"):
        check(Upload("q.csv", a_csv(lines)))
    with pytest.raises(UnreadableWorkbook, match="trop de choix"):
        check(Upload("q.csv", a_csv(asked), "c.csv", a_csv(offered)))

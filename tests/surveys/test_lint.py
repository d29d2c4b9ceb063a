"""What is said of a questionnaire before anybody answers it."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from consult.surveys.lint.findings import Severity, in_order, note
from consult.surveys.lint.length import SECONDS, estimated_bytes, estimated_minutes
from consult.surveys.pages import preview_page
from consult.surveys.questions import Kind
from consult.surveys.shipped import load_shipped, shipped_upload
from consult.surveys.xlsform.importing import check
from tests.surveys.xlsform_files import an_upload, checked, errors, warnings

HEAD = (
    "type", "name", "label", "relevant", "constraint", "default", "parameters", "choice_filter",
    "sensitivity")
CHOICES = (("l", "a", "A"), ("l", "b", "B"))
ASKED = ("select_one l", "q", "Q")


def only_error(*rows: tuple[object, ...], choices: tuple[tuple[object, ...], ...] = ()) -> tuple[object, ...]:
    """The one error of a survey sheet with our headers and these rows."""
    report = checked([HEAD, *rows], choices)
    assert report.questionnaire is None
    (found,) = errors(report)
    return found


@pytest.mark.parametrize(("rule", "sign"), [
    ("${q} =", "au signe 7"), ("slected(${q}, 'a')", "au signe 1"), ("selected(${q}, \"a\"", "signe"),
    ("../q = 'a'", "signe"), ("${q} == 'a'", "au signe 7"), ("instance('x')/root", "au signe 1")])
def test_a_broken_expression_is_refused_with_its_place(rule: str, sign: str) -> None:
    sheet, row, column, message = only_error(ASKED, ("text", "r", "R", rule), choices=CHOICES)

    assert (sheet, row, column) == ("survey", 3, "relevant")
    assert sign in str(message)
    assert rule in str(message)


def test_every_error_is_said_at_once() -> None:
    report = checked([HEAD, ("geopoint", "g", "G"), ("text", "_x", ""), ("text", "r", "R", "${z} = 1")])

    assert [(row, column) for _sheet, row, column, _message in errors(report)] == [
        (2, "type"), (3, "label"), (3, "name"), (4, "relevant")]


@pytest.mark.parametrize(("rows", "row", "column", "words"), [
    ([("text", "r", "R", "${absente} = 1")], 2, "relevant", "« absente »"),
    ([("text", "r", "Bonjour ${absente}")], 2, "label", "« absente »"),
    ([("", "r", "R")], 2, "type", "manque"),
    ([("text", "", "R")], 2, "name", "manque"),
    ([("text", "r", "")], 2, "label", "manque"),
    ([("text", "été", "R")], 2, "name", "sans accent"),
    ([("text", "_r", "R")], 2, "name", "réservé"),
    ([("text", "meta", "R")], 2, "name", "réservé"),
    ([("calculate", "r", "R"), ("text", "s", "S")], 2, "calculation", "calcul manque"),
    ([("select_one absente", "r", "R")], 2, "type", "« absente »"),
    ([("begin_group", "g", "G"), ("text", "r", "R")], 2, "type", "jamais fermé"),
    ([("text", "r", "R"), ("end_group",)], 3, "type", "ne ferme rien"),
    ([("begin_group", "g", "G"), ("text", "r", "R"), ("end_repeat",)], 4, "type", "ne ferme rien"),
    ([("text", "r", "R", "", "", "${r}")], 2, "default", "défaut"),
    ([("integer", "r", "R", "", "", "trois")], 2, "default", "défaut"),
    ([("date", "r", "R", "", "", "today()")], 2, "default", "défaut"),
    ([("time", "r", "R", "", "", "25:00")], 2, "default", "défaut"),
    ([("range", "r", "R", "", "", "", "start=a")], 2, "parameters", "nombre"),
    ([("range", "r", "R", "", "", "", "tick_interval=1")], 2, "parameters", "tick_interval"),
    ([("text", "r", "R", "${r} = 'x'")], 2, "relevant", "elle-même"),
    ([("note", "r", "R")], None, "type", "aucune question"),
    ([("text", "r", "R", "#REF!")], 2, "relevant", "erreur Excel"),
])
def test_each_mistake_of_the_survey_sheet_has_its_place(
        rows: list[tuple[object, ...]], row: int | None, column: str, words: str) -> None:
    report = checked([HEAD, *rows])

    assert report.questionnaire is None
    assert (row, column) in [(where, name) for _sheet, where, name, message in errors(report)
                             if words in message.replace("\u00a0", " ")]


@pytest.mark.parametrize(("rows", "choices", "sheet", "row", "words"), [
    ([ASKED], (("l", "a", "A"), ("l", "a", "Encore")), "choices", 3, "deux fois"),
    ([ASKED], (("l", "a", "A"), ("l", "", "B")), "choices", 3, "nom du choix manque"),
    ([ASKED], (("l", "a", "A"), ("l", "b c", "B")), "choices", 3, "espace"),
    ([ASKED], (("l", "a", "A"), ("l", "b", "")), "choices", 3, "texte français"),
    ([ASKED], (("l", "a", "A"), ("", "b", "B")), "choices", 3, "liste manque"),
    ([("text", "q", "Q"), ("text", "q", "Q")], (), "survey", 3, "deux fois"),
    ([("begin_group", "q", "G"), ("text", "q", "Q"), ("end_group",)], (), "survey", 3, "deux fois"),
    ([("select_one l or_other", "q", "Q"), ("text", "q_other", "R")], CHOICES, "survey", 2, "réservé"),
    ([("select_one l or_other", "q", "Q")], (*CHOICES, ("l", "other", "Autre")), "survey", 2, "or_other"),
    ([ASKED, ("text", "r", "R", "${q} = 'absent'")], CHOICES, "survey", 3, "« absent »"),
    ([ASKED, ("text", "r", "R", "not(selected(${q}, 'absent'))")], CHOICES, "survey", 3, "« absent »"),
    ([("select_multiple l", "q", "Q", "", "selected(., 'absent')")], CHOICES, "survey", 2, "« absent »"),
    ([("select_one l", "q", "Q", "", "", "absent")], CHOICES, "survey", 2, "défaut"),
    ([("select_one l", "q", "Q", "", "", "", "randomize=oui")], CHOICES, "survey", 2, "randomize"),
])
def test_each_mistake_about_choices_and_names_has_its_place(
        rows: list[tuple[object, ...]], choices: tuple[tuple[object, ...], ...], sheet: str, row: int,
        words: str) -> None:
    report = checked([HEAD, *rows], choices)

    assert report.questionnaire is None
    assert [(sheet, row)] == [(where, number) for where, number, _column, message in errors(report)
                              if words in message.replace("\u00a0", " ") and number == row]


def test_the_choice_that_or_other_adds_can_be_asked_for() -> None:
    survey = [HEAD, ("select_one l or_other", "q", "Q"), ("text", "r", "R", "${q} = 'other'")]

    report = checked(survey, CHOICES)

    assert report.questionnaire, errors(report)


@pytest.mark.parametrize("rule", [
    "false()", "1 > 2 and ${q} = 'a'", "${q} = 'a' and ${q} = 'b'", "not(true())", "${n} = 'x'",
    "(${q} = 'a' and false()) or false()"])
def test_a_question_that_can_never_appear_is_pointed_at(rule: str) -> None:
    report = checked([HEAD, ASKED, ("text", "n", "N", "false()"), ("text", "r", "R", rule)], CHOICES)

    found = [row for _sheet, row, message in warnings(report) if "jamais apparaître" in message]
    assert found == ([3, 4] if rule != "1 > 2 and ${q} = 'a'" else [3])


def test_questions_in_a_group_that_never_appears_are_pointed_at_once() -> None:
    report = checked([HEAD, ASKED, ("begin_group", "g", "G", "false()"), ("text", "r", "R"), ("end_group",),
                      ("text", "s", "S", "${r} = 'x'")], CHOICES)

    assert [row for _sheet, row, message in warnings(report) if "jamais apparaître" in message] == [3, 6]


@pytest.mark.parametrize("rule", [
    "${q} = 'a' or ${q} = 'b'", "not(${q} = 'a')", "${q} != 'a'", "${q} = ''",
    "${m} = 'a' and selected(${m}, 'b')"])
def test_a_question_that_can_appear_is_left_alone(rule: str) -> None:
    report = checked([HEAD, ASKED, ("select_multiple l", "m", "M"), ("text", "r", "R", rule)], CHOICES)

    assert not warnings(report)


def test_a_list_that_serves_nothing_and_a_condition_on_what_follows_are_pointed_at() -> None:
    report = checked([HEAD, ("text", "r", "R", "${q} = 'a'"), ASKED], (*CHOICES, ("m", "a", "A")))

    assert [(sheet, row) for sheet, row, _message in warnings(report)] == [("survey", 2), ("choices", 4)]


def test_a_long_label_is_pointed_at() -> None:
    report = checked([HEAD, ("text", "q", "x" * 201)])

    assert ["201 lettres" in message for _sheet, _row, message in warnings(report)] == [True]


def test_missing_translations_are_said_one_by_one_once_somebody_has_begun() -> None:
    survey = [("type", "name", "label::Français (fr)", "label::Shimaoré (swb)"),
              ("text", "q", "Q", "(swb)"), ("text", "r", "R", "")]
    begun = check(an_upload(survey=survey))
    not_begun = check(an_upload(survey=[survey[0], ("text", "q", "Q")]))

    assert [(sheet, row) for sheet, row, _message in warnings(begun)] == [("survey", 3)]
    assert ["Rien n’est traduit" in message for _sheet, _row, message in warnings(not_begun)] == [True]


def test_a_translation_without_its_french_is_an_error() -> None:
    survey = [("type", "name", "label::fr", "label::swb"), ("text", "q", "", "(swb)")]

    report = check(an_upload(survey=survey))

    assert [(row, column) for _sheet, row, column, _message in errors(report)] == [(2, "label::fr")]


@pytest.mark.parametrize("header", ["label::Klingon", "label::Français", "read_only", "bind::foo", "trigger"])
def test_columns_are_read_or_refused_never_dropped_in_silence(header: str) -> None:
    report = check(an_upload(survey=[("type", "name", "label", header), ("text", "q", "Q", "yes")]))

    assert report.questionnaire is None
    assert [column for _sheet, _row, column, _message in errors(report)] == [header]


def test_a_column_nobody_knows_is_noted() -> None:
    report = check(an_upload(survey=[("type", "name", "label", "remarque"), ("text", "q", "Q", "x")]))

    assert report.questionnaire
    assert [finding.column for finding in report.findings if "pas lue" in finding.message] == ["remarque"]


def test_a_formula_is_read_in_a_text_and_refused_in_an_expression() -> None:
    text = check(an_upload(survey=[("type", "name", "label"), ("text", "q", '="Q"')]))
    rule = check(an_upload(survey=[("type", "name", "label", "relevant"), ("text", "q", "Q", "=1=1")]))

    assert [row for _sheet, row, message in warnings(text) if "formule" in message] == [2]
    assert [(row, column) for _sheet, row, column, _message in errors(rule)] == [(2, "relevant")]


def test_contact_details_that_would_stay_with_the_answers_are_an_error() -> None:
    apart = ("", "", "", "", "", "coordonnée, table séparée")
    report = checked([HEAD, ("begin_group", "g", "G"), ("text", "prenom", "Prénom", *apart),
                      ("text", "r", "R"), ("end_group",)])

    assert [(row, column) for _sheet, row, column, _message in errors(report)] == [(3, "sensitivity")]


def test_sensitive_answers_are_noted() -> None:
    findings = check(shipped_upload("besoins-petite-enfance")).findings

    health = note("survey", 35, "sensitivity", "Réponse sensible\u00a0: santé (article 9 du RGPD).")
    assert health in findings


@pytest.mark.parametrize(("depth", "refused"), [(2, False), (3, True)])
def test_repeats_hold_one_more_repeat_and_no_deeper(depth: int, refused: bool) -> None:
    rows = [("begin_repeat", f"r{n}", "R") for n in range(depth)]
    report = checked([HEAD, *rows, ("text", "q", "Q"), *[("end_repeat",)] * depth])

    assert (report.questionnaire is None) == refused


def test_what_only_the_reader_of_xlsform_knows_is_said_too() -> None:
    _sheet, row, _column, message = only_error(("range", "r", "R", "", "", "", "start=0 end=5 step=9"))

    assert row == 2
    assert "XLSForm" in str(message)


def test_time_is_counted_as_the_report_says() -> None:
    report = checked([HEAD, *[("text", f"q{n}", "Un mot") for n in range(6)]])

    assert report.questionnaire
    assert estimated_minutes(report.questionnaire) == 3
    assert set(SECONDS) == set(Kind)


def test_the_estimated_weight_is_close_to_that_of_the_real_page(app: Flask) -> None:
    whole = load_shipped("besoins-petite-enfance")

    for questionnaire in (whole, replace(whole, sections=whole.sections[:4])):
        with app.test_request_context("/fr/essai"):
            page = preview_page(questionnaire, tag="fr", title=whole.title)
        loaded = re.search(r'<script[^>]* src="([^"]+)"', page)
        assert loaded
        script = app.test_client().get(unescape(loaded[1])).data
        real = len(gzip.compress(page.encode())) + len(gzip.compress(script))
        assert 0.75 * real < estimated_bytes(questionnaire) < 1.25 * real


def test_errors_come_first_and_the_same_thing_is_said_once() -> None:
    report = checked([HEAD, ("text", "été", "R"), ("text", "x", "X" * 300), ("text", "y", "")])

    severities = [finding.severity for finding in report.findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert in_order([note("survey", 1, "", "x")] * 2) == (note("survey", 1, "", "x"),)

"""Margins as people write them: read whole, or refused with every fault and its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.needs.margin_lines import BrokenMargins, Line, read_margins
from consult.needs.margin_tables import in_columns, lines_of
from consult.needs.margins import Categories, Population, Target, categories_of
from consult.surveys.questions import Choice, Kind, Question, Questionnaire, Section
from consult.surveys.xlsform.sheets import Upload
from consult.surveys.xlsform.workbooks import open_table
from consult.text import localized
from tests.surveys.xlsform_files import a_csv, an_xlsx

SOURCE = "Insee, 2025"
VILLAGE = Question("village", Kind.ONE, localized("Votre village ?"), topic="lieu", choices=(
    Choice("kaweni", localized("Kawéni")), Choice("cavani", localized("Cavani")),
    Choice("vahibe", localized("Vahibé")), Choice("ailleurs", localized("J’habite ailleurs"))))
ADULTS = Question("adultes", Kind.ONE, localized("Combien d’adultes ?"), choices=(
    Choice("un", localized("Un seul")), Choice("deux", localized("Deux ou plus")),
    Choice("nsp", localized("Je préfère ne pas répondre"), {"refusal": "oui"})))
CARE = Question("garde", Kind.MULTIPLE, localized("Qui garde ?"), choices=(
    Choice("creche", localized("Crèche")), Choice("famille", localized("Famille"))))
CHILDREN = Section("enfants", is_repeat=True, items=(
    replace(ADULTS, name="age"),))


def a_questionnaire(*questions: Question) -> Questionnaire:
    asked = questions or (VILLAGE, ADULTS, CARE, Question("nombre", Kind.INTEGER), Question("mot", Kind.TEXT))
    return Questionnaire(localized("Essai"), "essai", ("fr",), (Section("tout", items=asked), CHILDREN))


CATEGORIES = categories_of([a_questionnaire()], {"kaweni": ("Kaouéni", "Kaweni")})
GOOD = ["kaweni=500", "cavani=300", "vahibe=200", "ailleurs=hors"]


def lines(*written: str, question: str = "village", source: str = SOURCE, first: int = 2) -> list[Line]:
    """Lines written `choice=count`."""
    cells = (each.split("=", 1) for each in written)
    return [Line(row, question, choices, count, source) for row, (choices, count) in enumerate(cells, first)]


def faults(*written: Line, known: list[Population] | None = None,
           categories: Categories = CATEGORIES) -> list[tuple[int, str, str]]:
    """Row, column and French sentence of each fault."""
    with pytest.raises(BrokenMargins) as refused:
        read_margins(written, categories, known or [])
    return [(fault.row, fault.column, (fault.sentence % fault.values).replace("\u00a0", " "))
            for fault in refused.value.faults]


def read(*written: Line, **changes: Any) -> list[Population]:
    return read_margins(written, CATEGORIES, **changes)


def test_a_margin_is_a_number_for_each_choice_and_a_source() -> None:
    [population] = read(*lines(*GOOD))

    assert population.counted == {"kaweni": 500, "cavani": 300, "vahibe": 200}
    assert population.left_out == ("ailleurs",)
    assert (population.total, population.source) == (1000, SOURCE)


@pytest.mark.parametrize("written", ["Kawéni", "KAWENI", "  kawéni ".strip(), "Kaouéni", "kaweni"])
def test_a_choice_is_known_by_its_code_its_words_or_another_name_of_the_place(written: str) -> None:
    [population] = read(*lines(f"{written}=500", *GOOD[1:]))

    assert population.counted["kaweni"] == 500


def test_a_question_is_known_by_its_words_too() -> None:
    [population] = read(*lines(*GOOD, question="votre village ?"))

    assert population.question == "village"


def test_choices_may_be_counted_together() -> None:
    [population] = read(*lines("kaweni | Vahibé=700", "cavani=300", "ailleurs=HORS"))

    assert population.counted == {"kaweni|vahibe": 700, "cavani": 300}


def test_a_refusal_is_no_part_of_the_population_and_need_not_be_written() -> None:
    [silent], [written] = read(*lines("un=10", "deux=20", question="adultes")), read(
        *lines("un=10", "deux=20", "nsp=", question="adultes"))

    assert silent.left_out == written.left_out == ("nsp",)
    assert silent.counted == written.counted == {"un": 10, "deux": 20}


def test_the_source_is_written_once_or_several_times() -> None:
    first, *others = lines(*GOOD)
    blank = [replace(line, source="") for line in others]
    other = replace(others[0], source="Rectorat, 2026")

    assert read(first, *blank)[0].source == SOURCE
    assert read(first, other, *blank[1:])[0].source == "Insee, 2025\u00a0; Rectorat, 2026"


def test_a_margin_is_kept_and_read_back_as_it_was() -> None:
    [population] = read(*lines("kaweni|vahibe=700,5", "cavani=0", "ailleurs=hors"))

    assert Population.from_document("village", population.to_document(), SOURCE) == population
    assert population.targets[0] == Target(("kaweni", "vahibe"), 700.5)


@pytest.mark.parametrize(("written", "expected"), [
    (lines(*GOOD, question="ville"), (2, "question", "Le questionnaire n’a pas de question « ville ».")),
    (lines(*GOOD, question=""), (2, "question", "Cette case est vide : écrivez le nom d’une question.")),
    (lines(*GOOD, "Atlantide=5"),
     (6, "choice", "« Atlantide » n’est pas un choix de la question « Votre village ? ».")),
    (lines(*GOOD, "Cavanie=5"), (
        6, "choice",
        "« Cavanie » n’est pas un choix de la question « Votre village ? ». Est-ce « Cavani » ?")),
    (lines(*GOOD, "=5"), (6, "choice", "Cette case est vide : écrivez un choix de la question « Votre "
                                       "village ? ».")),
    (lines(*GOOD, "Kawéni=5"), (6, "choice", "« Kawéni » est déjà compté à la ligne 2.")),
    (lines("kaweni|kaweni=5", *GOOD[1:]), (2, "choice", "« kaweni » est déjà compté à la ligne 2.")),
    (lines("kaweni=500", "cavani=300", "ailleurs=hors"),
     (2, "choice", "Il manque : « Vahibé ». Écrivez 0, « hors », ou réunissez ce choix avec un autre.")),
    (lines(*GOOD[:2], "vahibe=", "ailleurs=hors"),
     (4, "count", "Il manque le nombre de « Vahibé » : écrivez 0, « hors », ou réunissez ce choix avec un "
                  "autre.")),
    (lines("kaweni=-5", *GOOD[1:]), (2, "count", "Ce nombre ne peut pas être négatif : -5.")),
    (lines("kaweni=beaucoup", *GOOD[1:]), (2, "count", "« beaucoup » n’est pas un nombre.")),
    (lines("kaweni==1+1", *GOOD[1:]),
     (2, "count", "Cette case contient une formule. Écrivez son résultat à la place.")),
    (lines(*GOOD, source=""), (2, "source", "Écrivez d’où viennent ces nombres : titre, année, adresse.")),
    (lines(*GOOD, source="x" * 1001), (2, "source", "Cette source est trop longue : 1 000 lettres au plus.")),
    (lines("kaweni=0", "cavani=0", "vahibe=0", "ailleurs=hors"),
     (2, "count", "Le total de la marge « Votre village ? » est zéro.")),
    (lines("un=10", "deux=20", "nsp=3", question="adultes"),
     (4, "count", "« Je préfère ne pas répondre » n’est pas une partie de la population. Écrivez « hors » à "
                  "la place du nombre.")),
])
def test_every_fault_is_said_with_its_place(written: list[Line], expected: tuple[int, str, str]) -> None:
    assert expected in faults(*written)


@pytest.mark.parametrize(("question", "why"), [
    ("garde", "une famille peut y donner plusieurs réponses"), ("nombre", "elle demande un nombre"),
    ("age", "elle est dans une partie répétée"), ("mot", "elle n’a pas de choix")])
def test_a_question_that_may_have_no_margin_says_why(question: str, why: str) -> None:
    [(row, column, sentence)] = faults(*lines("x=1", question=question))

    assert (row, column) == (2, "question")
    assert sentence.startswith(f"La question « {question} » ne peut pas avoir de marge : {why}")
    assert sentence.endswith("Prenez une question à un seul choix.")


def test_all_faults_are_said_at_once_in_the_order_of_the_file() -> None:
    found = faults(*lines("kaweni=a", "cavani=-1", "Mars=2"), *lines("x=1", question="ville", first=5))

    assert [(row, column) for row, column, _ in found] == [
        (2, "count"), (2, "choice"), (3, "count"), (4, "choice"), (5, "question")]


def test_totals_that_differ_are_both_said() -> None:
    [other] = read(*lines("un=400", "deux=500", question="adultes"))

    for found in (faults(*lines(*GOOD), known=[other]),
                  faults(*lines("un=400", "deux=500", question="adultes"), *lines(*GOOD, first=9))):
        [(_, column, sentence)] = found
        assert column == "count"
        for words in ("900", "1\u202f000", "Votre village ?", "Combien d’adultes ?"):
            assert words in sentence


def test_a_margin_that_is_replaced_may_change_its_total() -> None:
    [before] = read(*lines(*GOOD))

    [after] = read(*lines("kaweni=1", "cavani=1", "vahibe=1", "ailleurs=hors"), known=[before])

    assert after.total == 3


def test_totals_that_differ_by_rounding_alone_are_the_same() -> None:
    thirds = lines("kaweni=33,333333", "cavani=33,333333", "vahibe=33,333334", "ailleurs=hors")

    assert len(read(*thirds, *lines("un=50", "deux=50", question="adultes", first=9))) == 2


def test_questions_left_as_the_template_came_have_no_margin() -> None:
    blank = lines("un=", "deux=", "nsp=hors", question="adultes", source="", first=9)

    assert [population.question for population in read(*lines(*GOOD), *blank)] == ["village"]
    assert faults(*blank) == [(9, "count", "Aucun nombre n’est écrit dans ce tableau.")]
    assert faults() == [(1, "count", "Aucun nombre n’est écrit dans ce tableau.")]


def test_choices_of_every_version_are_asked_for() -> None:
    newer = replace(VILLAGE, choices=(*VILLAGE.choices[1:], Choice("doujani", localized("Doujani"))))
    categories = categories_of([a_questionnaire(newer, ADULTS), a_questionnaire()])

    [(_, _, sentence)] = faults(*lines("cavani=1", "vahibe=1", "ailleurs=0"), categories=categories)

    assert sentence.startswith("Il manque : « Doujani », « Kawéni ».")


def test_two_choices_with_the_same_words_are_told_apart_by_their_code() -> None:
    twins = replace(VILLAGE, choices=(Choice("a", localized("Kawéni")), Choice("b", localized("KAWENI"))))
    categories = categories_of([a_questionnaire(twins)])

    assert (2, "choice", "« Kawéni » peut être « a », « b ». Écrivez le code du choix.") in faults(
        *lines("Kawéni=1", "b=2"), categories=categories)
    assert read_margins(lines("a=1", "b=2"), categories)[0].total == 3


def test_the_choice_that_opens_a_line_of_text_is_one_of_the_choices() -> None:
    categories = categories_of([a_questionnaire(replace(VILLAGE, or_other=True))])

    [population] = read_margins(lines(*GOOD, "Autre=7"), categories)

    assert population.counted["other"] == 7


HEADINGS = ("question", "choix", "libellé", "nombre", "source")
TABLE = [HEADINGS, ("village", "kaweni", "", 500, SOURCE), ("village", "", "Cavani", "1\u00a0300", ""),
         ("village", "vahibe", "", 200.0, ""), ("village", "", "J’habite ailleurs", "hors", "")]


def test_a_workbook_and_a_csv_file_say_the_same() -> None:
    workbook = an_xlsx(Feuil1=TABLE, brouillon=[("x",)])
    text = a_csv([[str(cell) for cell in row] for row in TABLE], separator=";", encoding="cp1252")

    found = [read_margins(lines_of(open_table(upload)), CATEGORIES)
             for upload in (Upload("marges.xlsx", workbook), Upload("marges.csv", text))]

    assert found[0] == found[1]
    assert found[0][0].counted == {"kaweni": 500, "cavani": 1300, "vahibe": 200}


@pytest.mark.parametrize("headings", [
    ("question", "choice", "label", "count", "source"), ("Question", "CHOIX", "Libelle", "Nombre", "Source")])
def test_headings_are_french_or_english(headings: tuple[str, ...]) -> None:
    sheet = open_table(Upload("m.xlsx", an_xlsx(marges=[headings, *TABLE[1:]])))

    assert read_margins(lines_of(sheet), CATEGORIES)[0].total == 2000


@pytest.mark.parametrize(("headings", "missing"), [
    (("question", "choix", "nombre"), ["source"]), (("question", "source"), ["nombre", "choix"]),
    (("a", "b"), ["question", "nombre", "source", "choix"])])
def test_a_missing_column_is_named(headings: tuple[str, ...], missing: list[str]) -> None:
    with pytest.raises(BrokenMargins) as refused:
        lines_of(open_table(Upload("m.xlsx", an_xlsx(marges=[headings, ("x",) * len(headings)]))))

    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(1, name) for name in missing]


def test_a_formula_is_refused_wherever_it_stands_and_its_last_value_is_not_taken() -> None:
    table = [HEADINGS, ("village", "kaweni", "", "=250+250", "=A1"), ("village", "=B2", "", "300", "x"),
             ("=A2", "vahibe", "", "200", ""), ("village", "", "=C1", "5", "")]
    sheet = open_table(Upload("m.xlsx", an_xlsx(marges=table)))

    with pytest.raises(BrokenMargins) as refused:
        read_margins(lines_of(sheet), CATEGORIES)

    computed = {(fault.row, fault.column) for fault in refused.value.faults if "formule" in fault.sentence}
    assert computed == {(2, "count"), (2, "source"), (3, "choice"), (4, "question"), (5, "choice")}


def test_faults_are_shown_under_the_headings_of_the_file() -> None:
    table = [("Question", "Libellé", "Nombre", "Source"), ("village", "Mars", "-1", "")]
    sheet = open_table(Upload("m.xlsx", an_xlsx(marges=table)))

    with pytest.raises(BrokenMargins) as refused:
        read_margins(lines_of(sheet), CATEGORIES)

    assert {fault.column for fault in in_columns(refused.value.faults, sheet)} == {"Libellé", "Source"}


CELL = st.text(max_size=12) | st.sampled_from(
    ["village", "kaweni", "Cavani", "a|b", "|", "hors", "=1", "1 234", "-1", "adultes", "nsp", "%", "%(x)s"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
def test_no_line_breaks_the_reading(cells: list[tuple[str, str, str, str]]) -> None:
    written = [Line(row, *each) for row, each in enumerate(cells, 2)]
    try:
        found = read_margins(written, CATEGORIES)
    except BrokenMargins as refused:
        sentences = [fault.sentence % fault.values for fault in refused.faults]
        assert all(sentences)
    else:
        assert all(population.total > 0 for population in found)


def test_a_cell_that_joins_more_choices_than_there_are_is_refused_at_once() -> None:
    with pytest.raises(BrokenMargins) as refused:
        read_margins(lines(f"{'|'.join(['kaweny'] * 5000)}=1"), CATEGORIES)

    told = [(fault.row, fault.column) for fault in refused.value.faults if "réunit plus" in fault.sentence]
    assert told == [(2, "choice")]
    assert len(refused.value.faults) < 5


def test_a_table_of_margins_is_bounded_and_so_is_the_help_to_correct_it() -> None:
    with pytest.raises(BrokenMargins) as too_long:
        read_margins(lines(*["kaweni=1"] * 1001), CATEGORIES)
    with pytest.raises(BrokenMargins) as misspelt:
        read_margins(lines(*[f"kawen{number}=1" for number in range(300)]), CATEGORIES)

    assert [fault.row for fault in too_long.value.faults] == [1002]
    assert 0 < sum("Est-ce" in fault.sentence for fault in misspelt.value.faults) <= 100

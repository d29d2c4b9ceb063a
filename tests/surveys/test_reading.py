"""A family's form, read with the rules of its questionnaire."""

import json

from consult.surveys.questions import Choice, Kind
from consult.surveys.reading.answers import NO_LONGER, REFUSED, REQUIRED
from consult.text import localized
from tests.surveys.forms import a_question, a_questionnaire, a_section, complaints, read_form, wrong_fields


def test_an_answer_is_given_or_left_open_or_not_asked():
    questionnaire = a_questionnaire(
        a_question("work", Kind.ONE, choices=("oui", "non")),
        a_question("job", relevant="${work} = 'oui'"), a_question("free"))

    reading = read_form(questionnaire, work="non", job="cuisinière", free=" ")

    assert reading.answers == {"work": "non", "free": None}
    assert reading.relevant == {"section", "work", "free"}
    assert reading.problems == ()


def test_each_kind_is_kept_as_its_own_type():
    names = ("a", "b", "c")
    questionnaire = a_questionnaire(
        a_question("text"), a_question("integer", Kind.INTEGER), a_question("decimal", Kind.DECIMAL),
        a_question("range", Kind.RANGE), a_question("date", Kind.DATE), a_question("time", Kind.TIME),
        a_question("one", Kind.ONE, choices=names), a_question("several", Kind.MULTIPLE, choices=names),
        a_question("rank", Kind.RANK, choices=names), a_question("ok", Kind.ACKNOWLEDGE),
        a_question("double", Kind.CALCULATE, calculation="${integer} * 2"), a_question("note", Kind.NOTE),
        a_question("source", Kind.HIDDEN, default="affiche"))

    reading = read_form(
        questionnaire, ("several", "c"), ("several", "a"), ("rank/a", "2"), ("rank/b", ""), ("rank/c", "1"),
        text="Bonjour", integer="1 000", decimal="2,5", range="4", date="31/12/2025", time="9h30", one="b",
        ok="OK")

    assert reading.answers == {
        "text": "Bonjour", "integer": 1000, "decimal": 2.5, "range": 4, "date": "2025-12-31", "time": "09:30",
        "one": "b", "several": ["a", "c"], "rank": ["c", "a"], "ok": True, "double": 2000.0,
        "source": "affiche"}
    assert json.loads(json.dumps(reading.answers)) == reading.answers


def test_a_required_answer_left_open_is_a_problem_in_the_authors_words():
    questionnaire = a_questionnaire(
        a_question("one", required="true()"),
        a_question("two", required="${one} = ''", required_message=localized("Il nous faut ceci.")))

    reading = read_form(questionnaire)

    assert complaints(reading) == [("one", REQUIRED), ("two", "Il nous faut ceci.")]
    assert complaints(read_form(questionnaire, one="x")) == []


def test_a_constraint_speaks_of_what_was_answered_only():
    questionnaire = a_questionnaire(
        a_question("six", Kind.INTEGER),
        a_question("three", Kind.INTEGER, constraint=". <= ${six}", constraint_message=localized("Trop.")),
        a_question("day", Kind.DATE, constraint=". <= today()"))

    reading = read_form(questionnaire, six="1", three="2", day="24/11/2026")

    assert complaints(reading) == [("three", "Trop."), ("day", REFUSED)]
    assert read_form(questionnaire, six="1").problems == ()


def test_what_cannot_be_read_is_a_problem_and_never_an_answer():
    questionnaire = a_questionnaire(
        a_question("age", Kind.INTEGER, required="true()"), a_question("more", relevant="${age} != ''"))

    reading = read_form(questionnaire, age="trois", more="x")

    assert complaints(reading) == [("age", "Écrivez un nombre entier, par exemple 2.")]
    assert reading.answers == {"age": None}


def test_an_unreadable_answer_to_a_question_not_asked_is_no_problem():
    questionnaire = a_questionnaire(a_question("a"), a_question("b", Kind.INTEGER, relevant="${a} = 'oui'"))

    reading = read_form(questionnaire, a="non", b="trois")

    assert (reading.answers, reading.problems) == ({"a": "non"}, ())


def test_what_is_not_asked_hides_what_depends_on_it():
    questionnaire = a_questionnaire(
        a_question("a"), a_question("b", relevant="${a} = '1'"), a_question("c", relevant="${b} = '1'"))

    assert read_form(questionnaire, a="1", b="1", c="x").answers == {"a": "1", "b": "1", "c": "x"}
    assert read_form(questionnaire, a="0", b="1", c="x").answers == {"a": "0"}


def test_conditions_may_look_at_later_questions():
    questionnaire = a_questionnaire(
        a_question("first", relevant="${second} = 'x'"), a_question("second", relevant="${third} = 'x'"),
        a_question("third", relevant="${last} > 1"), a_question("last", Kind.CALCULATE, calculation="1 + 1"))

    reading = read_form(questionnaire, first="x", second="x", third="x")

    assert reading.answers == {"first": "x", "second": "x", "third": "x", "last": 2.0}


def test_a_circle_ends():
    questionnaire = a_questionnaire(
        a_question("a", relevant="${b} = ''"), a_question("b", relevant="${a} = ''"))

    reading = read_form(questionnaire, a="x", b="x")

    assert len(reading.answers) <= 2


def test_a_section_not_asked_takes_its_questions_with_it():
    questionnaire = a_questionnaire(
        a_question("consent", Kind.ONE, choices=("oui", "non")),
        a_section(a_question("a", required="true()"), a_section(a_question("b"), name="inner"),
                  name="outer", relevant="${consent} = 'oui'"))

    reading = read_form(questionnaire, consent="non", a="x", b="y")

    assert reading.answers == {"consent": "non"}
    assert reading.problems == ()
    assert "inner" in read_form(questionnaire, consent="oui", a="x").relevant


def test_a_choice_filtered_out_is_a_problem_where_it_is_asked():
    villages = (Choice("kaweni", localized("Kawéni"), {"commune": "mamoudzou"}),
                Choice("labattoir", localized("Labattoir"), {"commune": "dzaoudzi"}))
    questionnaire = a_questionnaire(
        a_question("commune", Kind.ONE, choices=("mamoudzou", "dzaoudzi", "aucune")),
        a_question("village", Kind.ONE, choices=villages, choice_filter="commune = ${commune}",
                   relevant="${commune} != 'aucune'"),
        a_question("known", Kind.MULTIPLE, choices=villages, choice_filter="name != ${village}"))

    wrong = read_form(questionnaire, commune="mamoudzou", village="labattoir")
    right = read_form(questionnaire, commune="mamoudzou", village="kaweni", known="labattoir")

    both = read_form(questionnaire, village="kaweni", known="kaweni")

    assert complaints(wrong) == [("village", NO_LONGER)]
    assert right.problems == ()
    assert read_form(questionnaire, commune="aucune", village="labattoir").problems == ()
    assert complaints(both) == [("village", NO_LONGER), ("known", NO_LONGER)]


def test_other_comes_with_its_text_when_it_is_chosen():
    questionnaire = a_questionnaire(
        a_question("care", Kind.MULTIPLE, choices=("creche",), or_other=True),
        a_question("why", relevant="${care_other} != ''"))

    chosen = read_form(questionnaire, ("care", "creche"), ("care", "other"), care_other="Ma voisine", why="x")

    assert chosen.answers == {"care": ["creche", "other"], "care_other": "Ma voisine", "why": "x"}
    assert read_form(questionnaire, care="other").answers == {"care": ["other"], "care_other": None}
    assert read_form(questionnaire, care="creche", care_other="reste").answers == {"care": ["creche"]}
    assert wrong_fields(read_form(questionnaire, care="other", care_other="a" * 2001)) == ["care"]


def test_contacts_stand_apart_and_nothing_computed_from_them_stays():
    questionnaire = a_questionnaire(
        a_question("meeting", Kind.ONE, choices=("oui", "non")),
        a_section(a_question("phone", required="true()"), name="contact", sensitivity="contact",
                  relevant="${meeting} = 'oui'"),
        a_section(a_question("greeting", Kind.CALCULATE, calculation="concat('Au ', ${phone})"),
                  a_question("again", Kind.CALCULATE, calculation="${greeting}"),
                  a_question("email", sensitivity="coordonnée, table séparée"), a_question("end"),
                  name="mixed"))

    reading = read_form(questionnaire, meeting="oui", phone="0639001234", email="a@b.yt", end="x")

    assert reading.answers == {"meeting": "oui", "end": "x"}
    assert reading.contacts == {
        "phone": "0639001234", "email": "a@b.yt", "greeting": "Au 0639001234", "again": "Au 0639001234"}
    assert "phone" not in read_form(questionnaire, meeting="non", phone="0639001234").contacts


def test_what_cannot_be_computed_is_no_answer():
    questionnaire = a_questionnaire(
        a_question("a", Kind.INTEGER), a_question("b", Kind.CALCULATE, calculation="${a} + 1"),
        a_question("c", relevant="${b} = ''"))

    assert read_form(questionnaire).answers == {"a": None, "b": None, "c": None}
    assert read_form(questionnaire, a="1", b="900").answers == {"a": 1, "b": 2.0}

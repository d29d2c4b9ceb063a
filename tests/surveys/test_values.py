"""What people type, taken as answers."""

import pytest

from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import ASKED, CHOOSING, Choice, Kind, Question
from consult.surveys.reading.values import READERS, Tampered, Unreadable, clean, said
from consult.text import localized


def a_question(kind: Kind, **changes) -> Question:
    names = ("creche", "ecole", "nounou") if kind in CHOOSING else ()
    return Question("q", kind, choices=tuple(Choice(name, localized(name)) for name in names), **changes)


def read_one(question: Question, *texts: str):
    return READERS[question.kind](question)(texts)


def test_every_kind_a_family_answers_is_read():
    assert set(READERS) == ASKED


@pytest.mark.parametrize(("kind", "typed", "answer", "text"), [
    (Kind.TEXT, "deux\nlignes", "deux lignes", "deux lignes"),
    (Kind.INTEGER, "3", 3, "3"),
    (Kind.INTEGER, "-2", -2, "-2"),
    (Kind.INTEGER, "+4", 4, "4"),
    (Kind.INTEGER, "1 000", 1000, "1000"),
    (Kind.INTEGER, "12\u202f500", 12500, "12500"),
    (Kind.INTEGER, "007", 7, "7"),
    (Kind.INTEGER, "1000000000000", 10**12, "1000000000000"),
    (Kind.DECIMAL, "2,5", 2.5, "2.5"),
    (Kind.DECIMAL, "1\u00a0000.25", 1000.25, "1000.25"),
    (Kind.DECIMAL, ",5", 0.5, "0.5"),
    (Kind.DECIMAL, "-0", 0.0, "0"),
    (Kind.RANGE, "10", 10, "10"),
    (Kind.DATE, "2024-02-29", "2024-02-29", "2024-02-29"),
    (Kind.DATE, "29/02/2024", "2024-02-29", "2024-02-29"),
    (Kind.DATE, "1/2/2024", "2024-02-01", "2024-02-01"),
    (Kind.DATE, "31.12.2025", "2025-12-31", "2025-12-31"),
    (Kind.TIME, "09:30", "09:30", "09:30"),
    (Kind.TIME, "9:05:00", "09:05", "09:05"),
    (Kind.TIME, "7h", "07:00", "07:00"),
    (Kind.TIME, "18 h 45", "18:45", "18:45"),
    (Kind.ONE, "ecole", "ecole", "ecole"),
    (Kind.ACKNOWLEDGE, "OK", True, "OK"),
])
def test_what_people_type_is_understood(kind, typed, answer, text):
    found = read_one(a_question(kind), typed)

    assert (found, type(found)) == (answer, type(answer))
    assert said(found) == text


@pytest.mark.parametrize(("kind", "typed", "word"), [
    (Kind.INTEGER, "deux", "entier"),
    (Kind.INTEGER, "2,5", "entier"),
    (Kind.INTEGER, "1e3", "entier"),
    (Kind.INTEGER, "٣", "entier"),
    (Kind.INTEGER, "1000000000001", "trop grand"),
    (Kind.INTEGER, "9" * 400, "entier"),
    (Kind.DECIMAL, "1.000,5", "nombre"),
    (Kind.DECIMAL, "nan", "nombre"),
    (Kind.DECIMAL, "inf", "nombre"),
    (Kind.DECIMAL, "2000000000000", "trop grand"),
    (Kind.RANGE, "11", "de 1 à 10"),
    (Kind.RANGE, "1,5", "de 1 en 1"),
    (Kind.DATE, "2023-02-29", "date"),
    (Kind.DATE, "30/02/2024", "date"),
    (Kind.DATE, "hier", "date"),
    (Kind.DATE, "0001-01-01", "date"),
    (Kind.DATE, "12/2024", "date"),
    (Kind.TIME, "25:00", "heure"),
    (Kind.TIME, "12:60", "heure"),
    (Kind.TIME, "midi", "heure"),
    (Kind.TEXT, "a" * 2001, "2000 lettres"),
])
def test_what_cannot_be_understood_is_said_in_words(kind, typed, word):
    with pytest.raises(Unreadable) as problem:
        read_one(a_question(kind), typed)

    assert word in str(problem.value)


@pytest.mark.parametrize(("kind", "typed"), [
    (Kind.ONE, "palais"),
    (Kind.ONE, "other"),
    (Kind.MULTIPLE, "palais"),
    (Kind.RANK, "4/creche"),
    (Kind.RANK, "premier/creche"),
    (Kind.ACKNOWLEDGE, "non"),
])
def test_what_the_page_cannot_send_is_refused(kind, typed):
    with pytest.raises(Tampered):
        read_one(a_question(kind), typed)


def test_several_choices_are_kept_in_the_order_of_the_questionnaire():
    question = a_question(Kind.MULTIPLE, or_other=True)

    assert read_one(question, "other", "nounou", "creche", "nounou") == ["creche", "nounou", "other"]


def test_a_ranking_is_kept_in_its_own_order_and_may_be_left_unfinished():
    question = a_question(Kind.RANK)

    assert read_one(question, "3/creche", "1/ecole", "2/nounou") == ["ecole", "nounou", "creche"]
    assert read_one(question, "2/creche", "1/nounou") == ["nounou", "creche"]
    with pytest.raises(Unreadable):
        read_one(question, "1/creche", "1/ecole")


@pytest.mark.parametrize(("parameters", "typed", "answer"), [
    ({"start": "0", "end": "1", "step": "0.1"}, "0,3", 0.3),
    ({"start": "10", "end": "0", "step": "-5"}, "5", 5),
    ({"start": "2", "end": "8", "step": "2"}, "8", 8),
])
def test_a_range_keeps_to_its_steps(parameters, typed, answer):
    found = read_one(a_question(Kind.RANGE, parameters=parameters), typed)

    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(("typed", "kept"), [
    ("06 39 00 12 34", "0639001234"),
    ("06.39.00.12.34", "0639001234"),
    ("+262 639 00 12 34", "+262639001234"),
    ("12.5", "12.5"),
    ("chez ma sœur", "chez ma sœur"),
])
def test_spaces_in_a_phone_number_are_for_the_eye(typed, kept):
    assert read_one(a_question(Kind.TEXT, appearance="numbers"), typed) == kept


def test_an_author_may_allow_a_longer_text():
    question = a_question(Kind.TEXT, constraint=parse("string-length(.) <= 5000"))

    assert len(read_one(question, "a" * 4000)) == 4000


def test_a_text_on_several_lines_keeps_them():
    question = a_question(Kind.TEXT, appearance="multiline")

    assert read_one(question, "un\ndeux") == "un\ndeux"


@pytest.mark.parametrize(("typed", "kept"), [
    ("  Zaïna ", "Zaïna"),
    ("e\u0301cole", "école"),
    ("a\x00b\u202ec\u200b", "abc"),
    ("un\r\ndeux\ttrois", "un\ndeux trois"),
    ("\u00a0", ""),
    ("\ud800", ""),
    ("👨\u200d👩", "👨\u200d👩"),
])
def test_a_text_is_cleaned_of_what_cannot_be_seen(typed, kept):
    assert clean(typed) == kept

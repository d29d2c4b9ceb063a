"""Which texts there are to read, what they are called, and what stands for one that is masked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from consult.needs.texts import (
    DOUBLE_SHARE,
    MASKED,
    answer_text,
    echoes,
    masked,
    open_questions,
    written,
)
from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import Kind, Question, Questionnaire, Section
from consult.text import localized
from tests.exports.collected import ANSWERS, a_questionnaire

KEY = UUID("00000000-0000-4000-8000-000000000001")


def calculated(name: str, source: str) -> Question:
    return Question(name, Kind.CALCULATE, calculation=parse(source))


def test_open_questions_are_those_answered_in_words_and_never_contacts() -> None:
    alone = Question("mail", Kind.TEXT, sensitivity="coordonnée")
    found = open_questions(a_questionnaire(alone))

    assert [(question.name, question.path) for question in found] == [
        ("garde_other", ()), ("mot", ()), ("lieu", ("enfants", "soins"))]


def test_a_text_in_a_repeat_is_told_by_its_ranks() -> None:
    answers = {**ANSWERS, "mot": "  ", "enfants": [
        {"soins": [{"lieu": "PMI"}, {"lieu": None}, {"lieu": "Hôpital"}]}, {"soins": None}, {}]}

    assert list(written(answers, open_questions(a_questionnaire()))) == [
        ("garde_other", "Une voisine"), ("lieu/1/1", "PMI"), ("lieu/1/3", "Hôpital")]


def test_a_handle_says_nothing_of_the_response_nor_of_its_other_texts() -> None:
    first, second = (answer_text(KEY, place, "…", "fr", secret="s") for place in ("mot", "garde_other"))

    assert first.handle != second.handle
    assert KEY.hex not in first.handle
    assert first.handle != answer_text(KEY, "mot", "…", "fr", secret="another").handle
    assert first.handle == answer_text(KEY, "mot", "a correction", "fr", secret="s").handle


def test_a_fifth_of_the_texts_are_read_twice_and_they_are_not_the_first_in_order() -> None:
    texts = [answer_text(uuid4(), "mot", "…", "fr", secret="s") for _ in range(4000)]

    doubles = [text for text in texts if text.is_double]

    assert abs(len(doubles) / len(texts) - DOUBLE_SHARE) < 0.03
    low = sum(text.handle < "8" for text in doubles)
    assert abs(low / len(doubles) - 0.5) < 0.1


def test_a_text_keeps_its_place_in_the_sample_when_it_is_corrected() -> None:
    texts = [answer_text(uuid4(), "mot", "…", "fr", secret="s") for _ in range(100)]

    again = [answer_text(text.response_key or KEY, text.place, "!", "fr", secret="s") for text in texts]

    assert [text.is_double for text in texts] == [text.is_double for text in again]


def test_a_masked_text_is_nowhere_in_its_response() -> None:
    answers = {**ANSWERS, "enfants": [{"age": 3, "soins": [{"lieu": "Mme X"}, {"lieu": "PMI"}]}]}

    shown = masked(answers, {"mot", "lieu"})

    assert shown["mot"] == MASKED
    assert shown["enfants"] == [{"age": 3, "soins": [{"lieu": MASKED}, {"lieu": MASKED}]}]
    assert {name: shown[name] for name in ("garde", "garde_other", "total")} == {
        name: ANSWERS[name] for name in ("garde", "garde_other", "total")}


def test_silence_is_not_masked() -> None:
    assert masked({"mot": None, "avis": ""}, {"mot", "avis", "absent"}) == {"mot": None, "avis": ""}


def test_what_is_calculated_from_a_masked_text_is_masked_too() -> None:
    questionnaire = Questionnaire(localized("Essai"), "essai", ("fr",), (Section("s", items=(
        Question("mot", Kind.TEXT), calculated("copie", "concat(${mot}, '!')"),
        calculated("suite", "${copie}"), calculated("autre", "1 + 1"))),))

    names = echoes(questionnaire, {"mot"})

    assert names == {"mot", "copie", "suite"}
    assert masked({"mot": "Mme X", "suite": "Mme X!", "autre": "2"}, names) == {
        "mot": MASKED, "suite": MASKED, "autre": "2"}


def test_the_same_text_at_another_place_is_another_text() -> None:
    text = answer_text(KEY, "mot", "La même chose", "fr", secret="s")

    assert text.identity != replace(text, place="avis").identity
    assert text.fingerprint == replace(text, place="avis").fingerprint
    assert text.fingerprint != replace(text, text="La meme chose").fingerprint

"""What may be sent at all, and the shipped questionnaire as families send it."""

import pytest

from consult.surveys.questions import Kind, from_document
from consult.surveys.reading.answers import read
from consult.surveys.reading.values import Tampered
from consult.surveys.shipped import load_shipped
from tests.surveys.forms import TODAY, a_question, a_questionnaire, a_section, read_form, wrong_fields

TAMPERED = a_questionnaire(
    a_question("one", Kind.ONE, choices=("a", "b"), or_other=True), a_question("text"),
    a_question("note", Kind.NOTE),
    a_question("hidden_one", Kind.ONE, choices=("a",), relevant="false()"),
    a_question("rank", Kind.RANK, choices=("a", "b")),
    a_section(a_question("age", Kind.INTEGER), name="child", is_repeat=True))


@pytest.mark.parametrize("fields", [
    [("unknown", "1")], [("section", "1")], [("note", "1")], [("text.0.age", "1")], [("one", "c")],
    [("hidden_one", "c")], [("one", "a"), ("one", "b")], [("text", "x"), ("text", "")],
    [("one_other", "x"), ("one_other", "y")], [("text", "x" * 20_001)], [("text", "")] * 2,
    [("rank/c", "1")], [("rank", "1")], [("rank/a", "3")], [("rank/a", "1"), ("rank/a", "2")],
    [("child.age", "1")], [("child.50.age", "1")], [("child.00.age", "1")], [("child.-1.age", "1")],
    [("child.*.age", "1")], [("child.9999999999999999999999.age", "1")], [("child#", "51")],
    [("child#", "x")], [("child#", "²")], [("child.0.age", "1"), ("child.0.age", "2")], [("_x", "")] * 5001,
    [("", "x")], [("child.0", "1")],
], ids=lambda fields: f"{fields[0][0]}={fields[0][1][:12]} x{len(fields)}")
def test_what_our_page_cannot_have_sent_is_refused(fields):
    with pytest.raises(Tampered) as refused:
        read(TAMPERED, fields, today=TODAY)

    assert refused.value.status == 400


def test_control_fields_are_not_answers():
    assert read_form(TAMPERED, _key="x", _version="y", text="z").answers["text"] == "z"


FAMILY = {"accord": "oui", "role": "mere", "village": "97611-kaweni", "nb_moins_6": "2",
          "age_plus_jeune": "a1", "garde_convient": "oui"}


def test_the_shipped_questionnaire_is_read():
    questionnaire = from_document(load_shipped("besoins-petite-enfance").to_document())

    refused = read_form(questionnaire, accord="non")
    reading = read_form(
        questionnaire, ("garde_actuelle", "parent"), ("garde_souhaitee", "creche"), ("priorites", "place"),
        **FAMILY, nb_moins_3="1", reunion="oui", contact_telephone="06 39 00 12 34")

    assert refused.answers == {"accord": "non"}
    assert reading.problems == ()
    assert reading.contacts["contact_telephone"] == "0639001234"
    assert not any(name.startswith("contact") for name in reading.answers)
    assert "garde_problemes" not in reading.answers
    assert reading.answers["raisons_sans_accueil"] is None


def test_the_shipped_questionnaire_tells_what_is_wrong_in_order():
    questionnaire = load_shipped("besoins-petite-enfance")

    reading = read_form(
        questionnaire, *(("priorites", name) for name in ("place", "prix", "eveil", "sante")),
        **FAMILY, nb_moins_3="3", garde_actuelle="parent", garde_souhaitee="creche", reunion="oui",
        contact_telephone="12")

    assert wrong_fields(reading) == ["nb_moins_3", "priorites", "contact_telephone"]

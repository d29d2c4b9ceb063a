import pytest

from consult.errors import NotFound
from consult.surveys.lint.findings import Severity
from consult.surveys.questions import CHOOSING, Kind
from consult.surveys.shipped import load_shipped, shipped_questionnaires, shipped_upload
from consult.surveys.xlsform.importing import check


@pytest.mark.parametrize("name", [shipped.name for shipped in shipped_questionnaires()])
def test_a_shipped_questionnaire_has_no_error_and_every_choice_its_list_needs(name: str) -> None:
    report = check(shipped_upload(name))

    assert report.questionnaire
    assert not [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert all(question.choices for question in report.questionnaire.questions() if question.kind in CHOOSING)


def test_only_the_last_group_of_the_real_questionnaire_goes_to_the_contact_table() -> None:
    questionnaire = load_shipped("besoins-petite-enfance")

    assert [section.name for section in questionnaire.sections if section.is_contact] == ["p8_contact"]


def test_the_real_questionnaire_keeps_the_order_and_the_numbers_of_its_paper() -> None:
    questionnaire = load_shipped("besoins-petite-enfance")

    numbers = [question.number for question in questionnaire.questions() if question.number]
    assert numbers[:10] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert numbers[-1] == "25e"
    assert questionnaire["village"].kind is Kind.ONE
    assert len(questionnaire["village"].choices) == 11
    assert questionnaire.sections[-1].items[0].name == "merci"


def test_a_questionnaire_that_is_not_shipped_is_not_found() -> None:
    with pytest.raises(NotFound):
        load_shipped("../secret")

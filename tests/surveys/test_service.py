from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from consult.campaigns.models import Campaign, Stage
from consult.db import db, writing
from consult.errors import NotFound
from consult.surveys import service
from consult.surveys.published import find_survey
from consult.surveys.questions import Kind, Question, Questionnaire, Section
from consult.text import Localized
from tests.factories import a_campaign, a_territory

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_questionnaire(label: str = "Que voulez-vous ?", shimaore: str = "") -> Questionnaire:
    text = Localized(label).with_translation("swb", shimaore)
    section = Section("debut", Localized("Début"), (Question("souhait", Kind.TEXT, text),))
    return Questionnaire(Localized("Essai"), "essai", ("fr", "swb") if shimaore else ("fr",), (section,))


@pytest.fixture
def campaign(app: Flask) -> Iterator[Campaign]:
    with app.app_context(), writing():
        found = a_campaign()
        db.session.add_all([a_territory(), found])
        db.session.commit()
        yield found


def imported(campaign: Campaign, questionnaire: Questionnaire) -> object:
    version = service.import_version(campaign.id, questionnaire, source_name="essai.xlsx", at=NOW)
    db.session.commit()
    return version


def test_an_imported_questionnaire_is_a_draft_that_families_do_not_see(campaign: Campaign) -> None:
    imported(campaign, a_questionnaire())

    assert [version.number for version in service.versions_of(campaign.id)] == [1]
    assert find_survey(campaign.slug) is None


def test_a_second_import_takes_the_place_of_the_draft(campaign: Campaign) -> None:
    imported(campaign, a_questionnaire())
    imported(campaign, a_questionnaire("Que préférez-vous ?"))

    versions = service.versions_of(campaign.id)
    assert [version.number for version in versions] == [1]
    assert service.questionnaire_of(versions[0])["souhait"].label.french == "Que préférez-vous ?"


def test_families_answer_the_version_published_last_and_the_first_stays(campaign: Campaign) -> None:
    for number, label in enumerate(("Que voulez-vous ?", "Que préférez-vous ?"), 1):
        version = service.import_version(campaign.id, a_questionnaire(label), source_name="", at=NOW)
        service.publish_version(version, at=NOW)
        db.session.commit()
        assert version.number == number

    survey = find_survey(campaign.slug)
    assert survey
    assert survey.number == 2
    assert survey.questionnaire["souhait"].label.french == "Que préférez-vous ?"
    first = service.find_number(campaign.id, 1)
    assert service.questionnaire_of(first)["souhait"].label.french == "Que voulez-vous ?"


def test_a_published_version_is_not_changed_even_by_force(campaign: Campaign) -> None:
    version = service.import_version(campaign.id, a_questionnaire(), source_name="", at=NOW)
    service.publish_version(version, at=NOW)
    db.session.commit()

    version.document = a_questionnaire("Autre chose").to_document()
    with pytest.raises(DatabaseError, match="questionnaire_version_refuses_update"):
        db.session.commit()
    db.session.rollback()


def test_a_questionnaire_with_errors_is_never_stored(campaign: Campaign) -> None:
    wrong = a_questionnaire()
    doubled = replace(wrong, sections=(*wrong.sections, replace(wrong.sections[0], name="fin")))

    with pytest.raises(service.QuestionnaireHasErrors):
        service.import_version(campaign.id, doubled, source_name="", at=NOW)

    assert service.versions_of(campaign.id) == []


def test_the_same_questionnaire_is_not_published_twice(campaign: Campaign) -> None:
    for _ in range(2):
        version = service.import_version(campaign.id, a_questionnaire(), source_name="", at=NOW)
        if not service.reasons_against_publishing(version):
            service.publish_version(version, at=NOW)

    assert service.reasons_against_publishing(version) == [service.SAME_AS_PUBLISHED]
    with pytest.raises(service.NotPublishable):
        service.publish_version(version, at=NOW)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.REPORTED])
def test_a_campaign_that_is_over_takes_no_new_version(campaign: Campaign, stage: Stage) -> None:
    version = service.import_version(campaign.id, a_questionnaire(), source_name="", at=NOW)
    campaign.stage = stage

    with pytest.raises(service.NotPublishable, match="close"):
        service.publish_version(version, at=NOW)


def test_a_language_read_again_is_noted_even_after_publishing(campaign: Campaign) -> None:
    translated = a_questionnaire(shimaore="(swb) texte")
    version = service.import_version(campaign.id, translated, source_name="", at=NOW)
    service.publish_version(version, at=NOW)
    service.review_language(version, tag="swb", by=" Mme Saïd ", on=date(2026, 11, 24))
    db.session.commit()

    assert version.reviews == [{"tag": "swb", "by": "Mme Saïd", "on": "2026-11-24"}]
    survey = find_survey(campaign.slug)
    assert survey
    assert survey.reviewed == {"swb"}


def test_a_draft_whose_text_changes_must_be_read_again(campaign: Campaign) -> None:
    translated = a_questionnaire(shimaore="(swb) texte")
    version = service.import_version(campaign.id, translated, source_name="", at=NOW)
    service.review_language(version, tag="swb", by="Mme Saïd", on=date(2026, 11, 24))

    changed = a_questionnaire(shimaore="(swb) autre texte")
    version = service.import_version(campaign.id, changed, source_name="", at=NOW)

    assert version.reviews == []


@pytest.mark.parametrize(("tag", "by"), [("swb", "Mme Saïd"), ("fr", "Mme Saïd"), ("en", "Mme Saïd")])
def test_a_language_in_which_nothing_is_written_cannot_be_reviewed(
        campaign: Campaign, tag: str, by: str) -> None:
    version = service.import_version(campaign.id, a_questionnaire(), source_name="", at=NOW)

    with pytest.raises(service.NotReviewable):
        service.review_language(version, tag=tag, by=by, on=date(2026, 11, 24))


def test_a_version_of_another_campaign_is_not_found(campaign: Campaign) -> None:
    version = service.import_version(campaign.id, a_questionnaire(), source_name="", at=NOW)
    other = a_campaign(slug="autre")
    db.session.add(other)
    db.session.commit()

    with pytest.raises(NotFound):
        service.find_version(other.id, version.id)

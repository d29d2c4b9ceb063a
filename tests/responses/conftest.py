"""A small published questionnaire, and things of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from consult.campaigns.models import Mode
from consult.responses.packing import Layout, layout
from consult.responses.service import Outcome, Submission, receive, record_response
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Choice, Kind, Question, Questionnaire, Section
from consult.text import localized
from tests.factories import a_campaign, a_territory

SECRET = "for tests only"
CONTACT = "coordonnée, table séparée"


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, localized(name.capitalize())) for name in names)


def a_questionnaire() -> Questionnaire:
    """Five questions and a contact section."""
    contact = Section("contact", localized("Pour vous inviter"), (
        Question("prenom", Kind.TEXT, localized("Votre prénom"), sensitivity=CONTACT),
        Question("telephone", Kind.TEXT, localized("Votre numéro"), sensitivity=CONTACT),
        Question("langue", Kind.ONE, localized("Votre langue"), choices=choices("fr", "swb"),
                 sensitivity=CONTACT)))
    return Questionnaire(localized("Petite enfance"), "essai", ("fr", "swb"), (
        Section("famille", localized("Votre famille"), (
            Question("accord", Kind.ONE, localized("Voulez-vous répondre ?"), choices=choices("oui", "non")),
            Question("enfants", Kind.INTEGER, localized("Combien d’enfants ?")),
            Question("garde", Kind.MULTIPLE, localized("Qui garde ?"), choices=choices("creche", "famille")),
            Question("jour", Kind.DATE, localized("Quel jour ?")),
            Question("mot", Kind.TEXT, localized("Votre mot")))), contact))


def a_version(campaign_id: UUID, questionnaire: Questionnaire, **changes: Any) -> QuestionnaireVersion:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return QuestionnaireVersion(**{
        "id": uuid4(), "campaign_id": campaign_id, "number": 1, "document": questionnaire.to_document(),
        "content_hash": questionnaire.content_hash, "imported_at": moment, "published_at": moment, **changes})


class Published:
    """A campaign with its published questionnaire, in the database of a test."""

    def __init__(self, app: Flask, version_id: UUID, campaign_id: UUID) -> None:
        self.app, self.version_id, self.campaign_id = app, version_id, campaign_id
        self.layout: Layout = layout(a_questionnaire())

    def submission(self, **changes: Any) -> Submission:
        return Submission(**{
            "key": uuid4(), "version_id": self.version_id, "campaign_id": self.campaign_id, "language": "fr",
            "mode": Mode.SELF, "relay_id": None, "day": date(2026, 11, 23),
            "answers": {"accord": "oui", "enfants": 2, "garde": ["creche"], "jour": None}, **changes})

    def receive(self, submission: Submission, write: Callable[..., Outcome] = record_response) -> Outcome:
        with self.app.app_context():
            return receive(submission, layout=self.layout, secret=SECRET, write=write)


@pytest.fixture
def published(app: Flask, stored: Callable[..., None]) -> Published:
    campaign_id = uuid4()
    version = a_version(campaign_id, a_questionnaire())
    version_id = version.id
    stored(a_territory(), a_campaign(id=campaign_id))
    stored(version)
    return Published(app, version_id, campaign_id)

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.campaigns import service
from consult.campaigns.models import News, Stage
from consult.db import db, writing
from consult.staff.models import Role, StaffAction
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire
from consult.text import localized
from tests.factories import a_campaign, a_territory

Store = Callable[..., None]
SignedIn = Callable[[Role], FlaskClient]
Visit = Callable[..., Any]
READY = {"stage": Stage.DRAFT, "decided_by": localized("Le conseil."),
         "open_to_discussion": localized("Tout.")}
STEP = "/staff/campagnes/petite-enfance/etape"


def _stage(app: Flask) -> Stage:
    with app.app_context():
        return service.find_campaign("petite-enfance").stage


def _publish_questionnaire(app: Flask) -> None:
    with app.app_context(), writing():
        campaign = service.find_campaign("petite-enfance")
        questionnaire = Questionnaire(localized("Q"), "q", ("fr",), ())
        db.session.add(QuestionnaireVersion(
            campaign_id=campaign.id, number=1, document=questionnaire.to_document(),
            content_hash=questionnaire.content_hash, imported_at=clock.now(), published_at=clock.now()))
        db.session.commit()


def test_a_draft_says_what_is_missing_before_it_opens(
        app: Flask, stored: Store, signed_in: SignedIn, visit: Visit) -> None:
    stored(a_territory(), a_campaign(**{**READY, "controller": ""}))
    desk = signed_in(Role.COORDINATOR)

    hub = visit("/staff/campagnes/petite-enfance").text
    asked = visit(f"{STEP}/ouvrir").text
    refused = desk.post(f"{STEP}/ouvrir")

    for page in (hub, asked, refused.text):
        assert "Il manque le responsable des données personnelles." in page
        assert "Il manque un questionnaire publié." in page
        assert "Il manque le titre." not in page
    assert refused.status_code == 409
    assert _stage(app) is Stage.DRAFT


def test_the_coordinator_takes_a_campaign_through_its_stages(
        app: Flask, stored: Store, signed_in: SignedIn, visit: Visit) -> None:
    news = News(title=localized("Lu"), published_on=date(2026, 1, 1))
    stored(a_territory(), a_campaign(**READY, news=[news]))
    _publish_questionnaire(app)
    desk = signed_in(Role.COORDINATOR)
    stages = []

    for name in ("ouvrir", "fermer", "rouvrir", "fermer", "restituer"):
        visit(f"{STEP}/{name}")
        answer = desk.post(f"{STEP}/{name}")
        assert (answer.status_code, answer.location) == (303, "/staff/campagnes/petite-enfance")
        stages.append(_stage(app))
        visit("/staff/campagnes/petite-enfance")

    assert stages == [Stage.OPEN, Stage.CLOSED, Stage.OPEN, Stage.CLOSED, Stage.REPORTED]
    with app.app_context():
        verbs = list(db.session.scalars(select(StaffAction.verb).order_by(StaffAction.id)))
    assert verbs == ["ouvre une campagne", "ferme une campagne", "rouvre une campagne", "ferme une campagne",
                     "annonce une restitution"]


def test_asking_changes_nothing(app: Flask, stored: Store, signed_in: SignedIn) -> None:
    stored(a_territory(), a_campaign())
    desk = signed_in(Role.COORDINATOR)

    assert desk.get(f"{STEP}/fermer").status_code == 200
    assert _stage(app) is Stage.OPEN


def test_a_step_already_taken_is_a_sentence(app: Flask, stored: Store, signed_in: SignedIn) -> None:
    stored(a_territory(), a_campaign())
    desk = signed_in(Role.COORDINATOR)
    desk.post(f"{STEP}/fermer")

    again = desk.post(f"{STEP}/fermer")

    assert again.status_code == 409
    assert "Cette étape n’est pas possible maintenant." in again.text


@pytest.mark.parametrize("name", ["effacer", "open", "%00"])
def test_a_step_nobody_named_is_not_found(stored: Store, signed_in: SignedIn, name: str) -> None:
    stored(a_territory(), a_campaign())

    assert signed_in(Role.COORDINATOR).post(f"{STEP}/{name}").status_code == 404


def test_a_reader_is_shown_no_link_that_refuses_her(
        stored: Store, signed_in: SignedIn, visit: Visit) -> None:
    stored(a_territory(), a_campaign())
    reader = signed_in(Role.READER)

    for path in ("/staff/campagnes", "/staff/campagnes/petite-enfance"):
        page = visit(path).text
        for address in set(re.findall(r'href="(/staff/[^"]*)"', page)):
            assert reader.get(address).status_code in {200, 303}, address


@pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
def test_only_the_coordinator_takes_steps(
        app: Flask, stored: Store, signed_in: SignedIn, role: Role) -> None:
    stored(a_territory(), a_campaign())

    assert signed_in(role).post(f"{STEP}/fermer").status_code == 403
    assert _stage(app) is Stage.OPEN

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.db import db
from consult.meetings.models import Invitee
from consult.staff.models import Role, StaffAction
from tests.factories import a_campaign, a_territory

PAGE = "/staff/campagnes/petite-enfance/invitations"
DETAILS = {
    "contact_prenom": {"label": "Votre prénom", "answer": "Amina"},
    "contact_telephone": {"label": "Votre numéro de téléphone", "answer": "06 39 00 00 00"},
    "contact_besoins": {"label": "De quoi avez-vous besoin ?", "answer": "Un traducteur, Une place assise"}}


@pytest.fixture
def invite(stored: Callable[..., None]) -> Callable[..., str]:
    """A campaign with somebody to invite; the key of that person."""
    def make(**campaign: object) -> str:
        key, person = uuid4(), uuid4()
        stored(a_territory(), a_campaign(id=key, **campaign))
        stored(Invitee(id=person, campaign_id=key, phone="0639000000", details=DETAILS))
        return str(person)
    return make


def test_the_coordinator_reads_who_to_invite(
        signed_in: Callable[..., FlaskClient], invite: Callable[..., str]) -> None:
    invite(contacts_forgotten_on=date(2099, 3, 1))

    page = signed_in(Role.COORDINATOR).get(PAGE)

    assert page.status_code == 200
    assert "01/03/2099" in page.text
    for shown in ("Amina", "06\u00a039\u00a000\u00a000\u00a000", "Un traducteur, Une place assise"):
        assert shown in page.text


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.READER])
def test_nobody_else_reads_it(
        signed_in: Callable[..., FlaskClient], invite: Callable[..., str], role: Role) -> None:
    invite()

    page = signed_in(role).get(PAGE)

    assert page.status_code == 403
    assert "Amina" not in page.text


def test_one_person_is_erased_and_the_log_does_not_name_her(
        app: Flask, signed_in: Callable[..., FlaskClient], invite: Callable[..., str]) -> None:
    person = invite()

    answer = signed_in(Role.COORDINATOR).post(f"{PAGE}/{person}/effacer")

    assert answer.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Invitee)).all() == []
        logged = db.session.scalars(select(StaffAction)).all()
        assert [action.subject for action in logged][-1] == "petite-enfance"
        assert not any("0639" in str(action.detail) or "Amina" in str(action.detail) for action in logged)


def test_everybody_is_erased_once_the_day_has_come(
        app: Flask, signed_in: Callable[..., FlaskClient], invite: Callable[..., str]) -> None:
    invite(contacts_forgotten_on=date(2020, 3, 1))
    client = signed_in(Role.COORDINATOR)

    page = client.get(PAGE)
    answer = client.post(f"{PAGE}/effacer")

    assert "Effacer toutes ces personnes" in page.text
    assert answer.status_code == 303
    assert "Personne pour l’instant." in client.get(PAGE).text


def test_everybody_is_not_erased_before(
        app: Flask, signed_in: Callable[..., FlaskClient], invite: Callable[..., str]) -> None:
    invite(contacts_forgotten_on=date(2099, 3, 1))
    client = signed_in(Role.COORDINATOR)

    answer = client.post(f"{PAGE}/effacer")

    assert answer.status_code == 409
    assert "Amina" in client.get(PAGE).text

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from consult.campaigns.models import Campaign
from consult.db import db, durably, writing
from consult.errors import NotFound
from consult.meetings import service
from consult.meetings.models import Invitee
from tests.conftest import POSTGRESQL
from tests.factories import a_campaign, a_territory


@pytest.fixture
def campaign_id(stored: Callable[..., None]) -> UUID:
    key = uuid4()
    stored(a_territory(), a_campaign(id=key, contacts_forgotten_on=date(2027, 3, 1)))
    return key


def keep(app: Flask, campaign_id: UUID, **details: Any) -> bool:
    with app.app_context():
        return durably(lambda connection: service.keep_invitee(connection, campaign_id, details))


def phones(app: Flask, campaign_id: UUID) -> list[str]:
    with app.app_context():
        return [invitee.phone for invitee in service.find_invitees(campaign_id)]


def test_a_family_asking_twice_is_one_row_with_its_last_words(app: Flask, campaign_id: UUID) -> None:
    keep(app, campaign_id, prenom="Amina", telephone="06 39 00 00 00")
    keep(app, campaign_id, prenom="Amina et Ali", telephone="+262639000000")

    with app.app_context():
        [invitee] = service.find_invitees(campaign_id)
        assert invitee.phone == "0639000000"
        assert invitee.details["prenom"] == "Amina et Ali"


def test_details_that_reach_nobody_are_not_kept(app: Flask, campaign_id: UUID) -> None:
    kept = keep(app, campaign_id, prenom="Amina")

    assert kept is False
    assert phones(app, campaign_id) == []


def test_the_list_is_not_in_the_order_of_arrival(app: Flask, campaign_id: UUID) -> None:
    for digit in "95173":
        keep(app, campaign_id, telephone=f"063900000{digit}")

    assert phones(app, campaign_id) == [f"063900000{digit}" for digit in "13579"]


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite keeps no transaction number, and rows by their keys")
def test_transactions_do_not_tell_who_came_last(app: Flask, campaign_id: UUID) -> None:
    for number in range(10):
        keep(app, campaign_id, telephone=f"063900000{number}")

    with app.app_context():
        seen = db.session.scalar(text("SELECT count(DISTINCT xmin::text) FROM invitee"))
    assert seen == 1


def test_a_number_is_erased_however_it_is_typed(app: Flask, campaign_id: UUID) -> None:
    keep(app, campaign_id, telephone="0639000000")
    keep(app, campaign_id, telephone="0639000001")

    with app.app_context():
        gone = durably(lambda connection: service.erase_phone(connection, "+262 639 00 00 00"))

    assert gone == 1
    assert phones(app, campaign_id) == ["0639000001"]


def test_erasing_what_is_no_number_erases_nobody(app: Flask, campaign_id: UUID) -> None:
    keep(app, campaign_id, courriel="amina@exemple.yt")

    with app.app_context():
        gone = durably(lambda connection: service.erase_phone(connection, ""))

    assert gone == 0
    assert len(phones(app, campaign_id)) == 1


@pytest.mark.parametrize(("day", "left"), [(date(2027, 2, 28), 1), (date(2027, 3, 1), 0)])
def test_people_are_forgotten_on_the_day_their_campaign_says(
        app: Flask, campaign_id: UUID, day: date, left: int) -> None:
    keep(app, campaign_id, telephone="0639000000")

    with app.app_context(), writing():
        gone = service.forget_invitees(on=day)
        db.session.commit()

    assert gone == 1 - left
    assert len(phones(app, campaign_id)) == left


def test_people_of_a_campaign_without_a_day_are_kept(
        app: Flask, campaign_id: UUID, stored: Callable[..., None]) -> None:
    other = uuid4()
    stored(a_campaign(id=other, slug="autre"))
    keep(app, other, telephone="0639000000")

    with app.app_context(), writing():
        service.forget_invitees(on=date(2099, 1, 1))
        db.session.commit()

    assert len(phones(app, other)) == 1


def test_a_person_of_another_campaign_is_not_found(
        app: Flask, campaign_id: UUID, stored: Callable[..., None]) -> None:
    other = uuid4()
    stored(a_campaign(id=other, slug="autre"))
    keep(app, campaign_id, telephone="0639000000")

    with app.app_context(), writing():
        key = db.session.scalar(select(Invitee.id))
        assert key is not None
        with pytest.raises(NotFound):
            service.forget_invitee(other, key)
        assert db.session.scalar(select(func.count()).select_from(Campaign)) == 2

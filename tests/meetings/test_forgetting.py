"""Names and numbers are erased on the campaign’s day; head-counts stay, and the log has the proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import Invitee, Meeting, Message, SignUp
from consult.meetings.service import Forgotten, forget_sign_ups, forgotten_on
from consult.meetings.states import MeetingStage, MessageState, Purpose
from consult.staff.models import StaffAction
from tests.factories import a_campaign, a_meeting, a_territory
from tests.meetings.conftest import Hall
from tests.meetings.post import Clock, an_office, sender, states, stored_messages

PHONE = "0639000000"
LAST = date(2099, 7, 3)
"""Thirty days after the meeting of the hall."""


def set_campaign(app: Flask, **columns: Any) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(**columns))
        db.session.commit()


def forget(app: Flask, on: date) -> list[Forgotten]:
    with app.app_context():
        return forget_sign_ups(on)


def log(app: Flask) -> list[StaffAction]:
    with app.app_context():
        return list(db.session.scalars(select(StaffAction).order_by(StaffAction.id)))


def everything_written(app: Flask) -> str:
    """All that the tables of meetings and the log say, in one text."""
    with app.app_context():
        rows = [db.session.execute(select(*table.__table__.c)).all()
                for table in (SignUp, Message, Invitee, StaffAction)]
    return str(rows)


@pytest.fixture
def hall(open_hall: Callable[..., Hall]) -> Hall:
    """Two families that were told, and one that was not yet."""
    made = open_hall()
    made.sign_up(name="Amina", phone=PHONE, phone_typed="06.39.00.00.00", adults=2)
    made.sign_up(name="Fatouma", email="fatouma@exemple.yt")
    with made.app.app_context():
        service.keep_up(an_office(sender(), sender()), now=Clock())
    made.sign_up(name="Zaïnaba")
    return made


def test_on_its_day_everybody_is_erased_and_numbers_stay(app: Flask, hall: Hall) -> None:
    set_campaign(app, contacts_forgotten_on=LAST)

    early = forget(app, date(2099, 7, 2))
    [forgotten] = forget(app, LAST)

    written = everything_written(app)
    assert early == []
    assert forgotten.counts == {"inscriptions": 3, "messages": 2, "personnes_à_inviter": 0}
    assert not any(private in written for private in (
        "Amina", "Fatouma", "Zaïnaba", PHONE, "06.39", "exemple.yt"))
    assert hall.taken() == (4, 0)
    assert set(hall.states()) == {None}
    assert states(stored_messages(app)) == ["dropped", "sent", "sent"]


def test_a_line_in_the_log_is_the_proof_and_there_is_none_without_a_reason(app: Flask, hall: Hall) -> None:
    set_campaign(app, contacts_forgotten_on=LAST)

    again = [forget(app, LAST) for _day in range(3)]

    [line] = log(app)
    assert [len(forgotten) for forgotten in again] == [1, 0, 0]
    assert (line.account_name, line.subject) == ("tâche programmée", "petite-enfance")
    assert line.detail == {"inscriptions": 3, "messages": 2, "personnes_à_inviter": 0}


def test_another_campaign_keeps_its_families(app: Flask, hall: Hall, stored: Callable[..., None]) -> None:
    other = uuid4()
    stored(a_campaign(id=other, slug="autre", contacts_forgotten_on=date(2020, 1, 1)))
    stored(Invitee(campaign_id=other, phone=PHONE, details={"prenom": "Ali"}))

    [forgotten] = forget(app, date(2026, 1, 1))

    assert (forgotten.slug, forgotten.people) == ("autre", 1)
    assert set(hall.states()) - {None}
    assert "Ali" not in everything_written(app)


def test_people_to_invite_wait_for_a_day_that_was_chosen(app: Flask, hall: Hall,
                                                         stored: Callable[..., None]) -> None:
    stored(Invitee(campaign_id=hall.campaign_id, phone=PHONE, details={"prenom": "Ali"}))

    [forgotten] = forget(app, LAST)

    assert forgotten.counts["personnes_à_inviter"] == 0
    assert "Ali" in everything_written(app)


def at(month: int, day: int, **changes: Any) -> dict[str, Any]:
    begins = datetime(2099, month, day, 13, tzinfo=UTC)
    return {"starts_at": begins, "ends_at": begins.replace(hour=15), "code": f"m{month}{day}", **changes}


REPORTS, CANCELLED = {"purpose": Purpose.REPORTS}, {"stage": MeetingStage.CANCELLED}


@pytest.mark.parametrize(("chosen", "meetings", "expected"), [
    (None, [], None),
    (date(2099, 1, 1), [at(6, 3)], date(2099, 1, 1)),
    (None, [at(6, 3), at(5, 3)], LAST),
    (None, [at(6, 3, **REPORTS), at(6, 20)], LAST),
    (None, [at(6, 3, **REPORTS), at(5, 20, **REPORTS)], LAST),
    (None, [at(6, 3), at(6, 20, **CANCELLED)], LAST),
    (None, [at(6, 3), at(6, 20, **REPORTS, **CANCELLED)], LAST),
    (None, [at(6, 20, **CANCELLED)], None),
    (None, [{**at(6, 2), "starts_at": datetime(2099, 6, 2, 22, tzinfo=UTC),
             "ends_at": datetime(2099, 6, 2, 23, tzinfo=UTC)}], LAST)])
def test_the_day_is_the_campaigns_own_or_thirty_days_after_its_restitution(
        app: Flask, stored: Callable[..., None], chosen: date | None, meetings: list[dict[str, Any]],
        expected: date | None) -> None:
    key = uuid4()
    stored(a_territory(), a_campaign(id=key, contacts_forgotten_on=chosen))
    stored(*(a_meeting(key, **columns) for columns in meetings))

    with app.app_context():
        assert forgotten_on(find_campaign("petite-enfance")) == expected


def test_a_message_of_unknown_fate_is_nothing_to_look_at_any_more(app: Flask, hall: Hall) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Message).values(state=MessageState.UNKNOWN))
        db.session.commit()

    forget(app, LAST)

    assert states(stored_messages(app)) == ["dropped"] * 3


class TestOneNumber:
    """« Effacer mon numéro », on the public pages."""

    def test_it_leaves_sign_ups_and_messages_and_places_stay_taken(
            self, app: Flask, client: FlaskClient, hall: Hall) -> None:
        answer = client.post("/fr/effacer-mon-numero", data={"telephone": "+262 639 00 00 00"})

        written = everything_written(app)
        assert answer.status_code == 303
        assert PHONE not in written
        assert "Amina" in written
        assert hall.taken() == (4, 0)

    def test_an_old_number_leaves_what_was_sent_to_it(self, app: Flask, client: FlaskClient,
                                                      hall: Hall) -> None:
        with app.app_context(), writing():
            db.session.execute(update(SignUp).values(phone="0692000000"))
            db.session.commit()

        client.post("/fr/effacer-mon-numero", data={"telephone": PHONE})

        assert PHONE not in everything_written(app)
        assert "0692000000" in everything_written(app)

    def test_the_page_says_that_the_place_stays(self, visit: Callable[..., Any]) -> None:
        assert "votre place reste gardée" in visit("/fr/effacer-mon-numero?fait=1").text


def test_a_meeting_is_kept_whole(app: Flask, hall: Hall) -> None:
    forget(app, LAST)

    with app.app_context():
        assert db.session.scalars(select(Meeting)).one().seats_taken == 4
        assert sorted(db.session.scalars(select(SignUp.adults))) == [1, 1, 2]

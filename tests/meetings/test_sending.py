"""The same page sent again: by a phone that lost our reply, to correct, or by another family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from consult.campaigns.models import Relay
from consult.db import db
from consult.meetings import service
from consult.meetings.models import SignUp
from consult.meetings.service import Coming, NoRoom, Outcome, Resolve, Status
from tests.factories import a_campaign, a_meeting, a_party
from tests.meetings.conftest import Hall

CORRECTION, OTHER = Resolve.CORRECTION, Resolve.OTHER_FAMILY


def send(hall: Hall, key: UUID, *, resolve: Resolve = Resolve.UNSAID, relay: str = "",
         meeting_id: UUID | None = None, **party: Any) -> Outcome:
    coming = Coming(key, meeting_id or hall.meeting_id, a_party(**party), relay)
    outcome: Outcome = hall.do(service.take_in, coming, secret="for tests only", resolve=resolve)
    return outcome


def sign_ups(app: Flask) -> list[SignUp]:
    with app.app_context():
        return list(db.session.scalars(select(SignUp).order_by(SignUp.name)))


def test_other_details_under_the_same_key_are_asked_about(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()
    first = send(hall, key)

    other = send(hall, key, name="Ali")

    assert (first.status, other.status) == (Status.STORED, Status.DIFFERENT)
    assert [sign_up.name for sign_up in sign_ups(hall.app)] == ["Amina"]


def test_a_correction_takes_the_place_of_the_first(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()
    first = send(hall, key)

    outcomes = [send(hall, key, resolve=CORRECTION, adults=3) for _ in range(2)]

    assert {outcome.code for outcome in outcomes} == {first.code}
    assert [sign_up.adults for sign_up in sign_ups(hall.app)] == [3]
    assert hall.taken() == (3, 0)


def test_a_correction_that_finds_no_room_changes_nothing(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(seats=2), uuid4()
    send(hall, key)

    with pytest.raises(NoRoom):
        send(hall, key, resolve=CORRECTION, adults=3)

    assert hall.taken() == (1, 0)


def test_another_family_on_the_same_page_is_one_more_however_often_it_sends(
        open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()
    first = send(hall, key)

    others = [send(hall, key, resolve=OTHER, name="Ali") for _ in range(2)]
    back_and_again = send(hall, key, name="Ali")

    assert [outcome.status for outcome in others] == [Status.STORED, Status.REPEATED]
    assert {outcome.code for outcome in [*others, back_and_again]} == {others[0].code}
    assert others[0].code != first.code
    assert hall.taken() == (2, 0)


def test_three_families_on_one_page_are_three(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()
    send(hall, key)

    send(hall, key, resolve=OTHER, name="Ali")
    send(hall, key, resolve=OTHER, name="Echati")

    assert [sign_up.name for sign_up in sign_ups(hall.app)] == ["Ali", "Amina", "Echati"]


def test_a_key_of_another_meeting_corrects_nothing(
        open_hall: Callable[..., Hall], stored: Callable[..., None]) -> None:
    hall, key, elsewhere = open_hall(), uuid4(), uuid4()
    stored(a_meeting(hall.campaign_id, id=elsewhere, code="autre"))
    send(hall, key)

    outcome = send(hall, key, resolve=CORRECTION, meeting_id=elsewhere, adults=3)

    assert outcome.status is Status.DIFFERENT
    assert hall.taken() == (1, 0)


@pytest.mark.parametrize(("typed", "found"), [
    ("pmi2", True), (" PMI2 ", True), ("ecole", False), ("autre", False), ("", False), ("pm\0i2", True)])
def test_who_handed_the_page_on_is_remembered_where_it_is_known(
        open_hall: Callable[..., Hall], stored: Callable[..., None], typed: str, found: bool) -> None:
    hall, relay_id, elsewhere = open_hall(), uuid4(), uuid4()
    stored(a_campaign(id=elsewhere, slug="autre"))
    stored(Relay(id=relay_id, campaign_id=hall.campaign_id, code="pmi2", name="PMI"),
           Relay(campaign_id=elsewhere, code="ecole", name="École"))

    send(hall, uuid4(), relay=typed)

    with hall.app.app_context():
        [sign_up] = db.session.scalars(select(SignUp)).all()
    assert sign_up.relay_id == (relay_id if found else None)

"""What families send is stored once, for good, and nameless."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from consult.campaigns.models import Campaign, Mode, Relay, RelayKind
from consult.db import db, durably, writing
from consult.meetings.models import Invitee
from consult.responses import service
from consult.responses.counting import frequencies
from consult.responses.models import Response
from consult.responses.packing import pack
from consult.responses.receipts import receipt_code, receipt_hash
from consult.responses.service import Status, WithdrawalOver
from tests.responses.conftest import SECRET, Published


def responses(app: Flask) -> list[Response]:
    with app.app_context():
        return list(db.session.scalars(select(Response).order_by(Response.key)))


def test_a_response_is_stored_with_its_packed_row_and_no_more(app: Flask, published: Published) -> None:
    submission = published.submission()

    outcome = published.receive(submission)

    [response] = responses(app)
    assert outcome.status is Status.STORED
    assert response.answers == submission.answers
    assert response.packed == pack(published.layout, submission.answers)
    assert response.receipt_hash == receipt_hash(outcome.receipt, SECRET)
    assert outcome.receipt not in str(vars(response))


def test_the_same_key_with_the_same_answers_stores_nothing_more(app: Flask, published: Published) -> None:
    submission = published.submission()
    first = published.receive(submission)

    again = published.receive(replace(submission, answers=dict(reversed(submission.answers.items()))))

    assert again.status is Status.REPEATED
    assert again.receipt == first.receipt
    assert len(responses(app)) == 1


def test_the_same_key_with_other_answers_is_neither_stored_nor_dropped_silently(
        app: Flask, published: Published) -> None:
    submission = published.submission()
    published.receive(submission)

    outcome = published.receive(replace(submission, answers={"accord": "non"}))

    assert outcome == service.Outcome(Status.DIFFERENT)
    assert responses(app)[0].answers == submission.answers


def test_a_correction_takes_the_place_of_the_first_answers(app: Flask, published: Published) -> None:
    submission = published.submission()
    first = published.receive(submission)
    corrected = replace(submission, answers={"accord": "oui", "enfants": 3})

    outcomes = [published.receive(corrected, service.replace_response) for _ in range(2)]

    [response] = responses(app)
    assert [outcome.status for outcome in outcomes] == [Status.STORED, Status.REPEATED]
    assert {outcome.receipt for outcome in outcomes} == {first.receipt}
    assert response.answers == corrected.answers
    assert response.packed == pack(published.layout, corrected.answers)


def test_a_key_made_up_from_another_campaign_changes_nothing(app: Flask, published: Published) -> None:
    submission = published.submission()
    published.receive(submission)

    outcome = published.receive(
        replace(submission, campaign_id=uuid4(), answers={"accord": "non"}), service.replace_response)

    assert outcome.status is Status.DIFFERENT
    assert responses(app)[0].answers == submission.answers


def test_another_family_on_the_same_page_is_asked_about_once(app: Flask, published: Published) -> None:
    submission = published.submission()
    published.receive(submission)
    other = replace(submission, answers={"accord": "non"})
    stored = published.receive(service.as_other_family(other, secret=SECRET))

    again = published.receive(other)

    assert stored.status is Status.STORED
    assert again == replace(stored, status=Status.REPEATED)
    assert len(responses(app)) == 2


def test_two_codes_that_meet_by_chance_do_not_refuse_a_family(app: Flask, published: Published) -> None:
    first, second = published.submission(), published.submission(answers={"accord": "non"})
    published.receive(first)
    taken = receipt_hash(receipt_code(second.key, SECRET), SECRET)
    with app.app_context(), writing():
        db.session.execute(update(Response).values(receipt_hash=taken))
        db.session.commit()

    outcomes = [published.receive(second) for _ in range(2)]

    assert [outcome.status for outcome in outcomes] == [Status.STORED, Status.REPEATED]
    assert {outcome.receipt for outcome in outcomes} == {receipt_code(second.key, SECRET, turn=1)}


def test_a_relay_deleted_meanwhile_refuses_no_family(app: Flask, published: Published) -> None:
    outcome = published.receive(published.submission(relay_id=uuid4()))

    assert outcome.status is Status.STORED
    assert responses(app)[0].relay_id is None


@pytest.mark.parametrize("times", [1, 2])
def test_contacts_go_to_the_invitations_only(app: Flask, published: Published, times: int) -> None:
    phone = {"label": "Votre numéro", "answer": "0639000000"}
    submission = published.submission(contacts={"telephone": phone})

    for _ in range(times):
        published.receive(submission)

    with app.app_context():
        [invitee] = db.session.scalars(select(Invitee)).all()
    assert invitee.phone == "0639000000"
    [response] = responses(app)
    assert "0639000000" not in str(vars(response))
    assert str(invitee.id) != str(response.key)


def test_a_correction_keeps_the_contacts_it_brings(app: Flask, published: Published) -> None:
    submission = published.submission()
    published.receive(submission)

    published.receive(
        replace(submission, answers={"accord": "oui"}, contacts={"telephone": "0639000000"}),
        service.replace_response)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitee)) == 1


def test_a_receipt_says_what_is_kept_and_deletes_it(app: Flask, published: Published) -> None:
    receipt = published.receive(published.submission()).receipt
    other = published.receive(published.submission()).receipt

    with app.app_context():
        connection = db.session.connection()
        kept = service.find_by_receipt(connection, receipt, secret=SECRET)
        erased = [durably(lambda c: service.erase_by_receipt(c, receipt, secret=SECRET, on=date(2027, 1, 1)))
                  for _ in range(2)]
        left = service.find_by_receipt(db.session.connection(), other, secret=SECRET)

    assert kept is not None
    assert (kept.slug, kept.day, kept.answers) == ("petite-enfance", date(2026, 11, 23), 3)
    assert erased == [True, False]
    assert left is not None
    assert len(responses(app)) == 1


def test_answers_made_anonymous_are_no_longer_withdrawn(app: Flask, published: Published) -> None:
    receipt = published.receive(published.submission()).receipt
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(closes_on=date(2026, 12, 31), retention_days=10))
        db.session.commit()

    def erase(on: date) -> bool:
        with app.app_context():
            return durably(lambda c: service.erase_by_receipt(c, receipt, secret=SECRET, on=on))

    with pytest.raises(WithdrawalOver):
        erase(date(2027, 1, 11))
    assert len(responses(app)) == 1
    assert erase(date(2027, 1, 10)) is True


def a_relay(published: Published, **changes: Any) -> Relay:
    return Relay(**{
        "id": uuid4(), "campaign_id": published.campaign_id, "code": "pmi2", "name": "PMI de Kawéni",
        "kind": RelayKind.PMI, "mode": Mode.ASSISTED, **changes})


@pytest.fixture
def hundred(published: Published, stored: Callable[..., None]) -> Relay:
    """A hundred responses, thirty of which came by a relay."""
    relay = a_relay(published)
    kept = Relay(id=relay.id)
    stored(relay)
    for number in range(100):
        by_relay = number < 30
        published.receive(published.submission(
            relay_id=kept.id if by_relay else None, mode=Mode.ASSISTED if by_relay else Mode.SELF,
            language="swb" if number % 2 else "fr", day=date(2026, 11, 1 + number % 4),
            answers={"accord": "oui", "enfants": number % 5}))
    return kept


def test_the_table_counts_what_came_in(app: Flask, published: Published, hundred: Relay) -> None:
    with app.app_context():
        table = service.load_table(published.version_id, published.layout)

    by_relay = table.relays.equals(hundred.id)
    assert len(table) == 100
    assert table.languages.counts() == {"fr": 50, "swb": 50}
    assert table.modes.equals(Mode.ASSISTED).sum() == by_relay.sum() == 30
    assert table.relays.counts()[None] == 70
    assert (table.days == table.days.dtype.type("2026-11-02")).sum() == 25
    assert frequencies(published.layout, table.rows, "accord").by_choice["oui"] == 100
    assert frequencies(published.layout, table.rows, "garde").asked == 0


def test_the_table_of_a_version_nobody_answered_is_empty(app: Flask, published: Published) -> None:
    with app.app_context():
        table = service.load_table(uuid4(), published.layout)

    assert len(table) == 0
    assert table.languages.counts() == {}


def test_participation_says_how_the_questionnaire_reached_families(
        app: Flask, published: Published, hundred: Relay) -> None:
    with app.app_context():
        counts = service.participation(published.campaign_id)

    assert counts.total == 100
    assert counts.by_day == {date(2026, 11, 1 + number): 25 for number in range(4)}
    assert counts.by_language == {"fr": 50, "swb": 50}
    assert counts.by_mode == {Mode.SELF: 70, Mode.ASSISTED: 30}
    assert counts.by_relay == {None: 70, hundred.id: 30}


def test_responses_stream_in_an_order_that_is_not_of_arrival(
        app: Flask, published: Published, hundred: Relay) -> None:
    with app.app_context():
        first = list(service.iter_responses(published.version_id))
        again = list(service.iter_responses(published.version_id))

    assert first == again
    assert len({answered.reference for answered in first}) == 100
    assert [answered.day for answered in first] != sorted(answered.day for answered in first)
    keys = [response.key.hex for response in responses(app)]
    assert not any(answered.reference in key for answered in first for key in keys)


def test_packed_rows_are_checked_and_made_again_from_the_documents(app: Flask, published: Published) -> None:
    for _ in range(3):
        published.receive(published.submission())
    damaged = responses(app)[1].key
    with app.app_context(), writing():
        db.session.execute(update(Response).where(Response.key == damaged).values(packed=b"\x01"))
        db.session.commit()

    with app.app_context(), writing():
        found = service.check_responses()
        repaired = service.rebuild_packed()
        db.session.commit()
        after = service.check_responses()

    assert found == repaired == service.Upkeep(3, (damaged,))
    assert after == service.Upkeep(3, ())

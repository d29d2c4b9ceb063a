"""Messages leave once each: whatever fails, whoever else delivers, wherever it stops."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import Meeting, Message, SignUp
from consult.meetings.senders import PostOffice
from consult.meetings.senders.fates import LEASE, PAUSES, SENT, Attempt, Fate, Letter
from consult.meetings.service.delivering import Taken, deliver, end_leases, record, take
from consult.meetings.service.upkeep import review
from consult.meetings.sms import GSM_7
from consult.meetings.states import Channel, MeetingStage, MessageState
from tests.meetings.conftest import NOW, Hall
from tests.meetings.gateways import answers, gateway
from tests.meetings.mail_servers import Mailbox, mail_server
from tests.meetings.post import (
    LATER,
    REFUSED,
    SITE,
    UNKNOWN,
    Clock,
    an_office,
    sender,
    states,
    stored_messages,
)
from tests.meetings.test_gateway import a_gateway
from tests.meetings.test_mail import a_server

PHONE = "0639000000"


def run(hall: Hall, office: PostOffice, clock: Clock | None = None) -> Counter[Fate]:
    with hall.app.app_context():
        return deliver(office, now=clock or Clock())


def change(hall: Hall, table: Any, **columns: Any) -> None:
    with hall.app.app_context(), writing():
        db.session.execute(update(table).values(**columns))
        db.session.commit()


def test_a_family_is_told_by_sms_in_signs_that_every_phone_knows(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    code = hall.sign_up(name="Fatouma ɗ’", phone=PHONE).code

    run(hall, an_office(sms))

    [letter], [message] = sms.letters, stored_messages(hall.app)
    assert letter.to == PHONE
    assert GSM_7.issuperset(letter.text)
    assert "bonjour Fatouma dd'" in letter.text
    assert f"https://consultation.ville.yt/fr/place/{code}" in letter.text
    assert "mercredi 3 juin (03/06/2099) a 16:00" in letter.text.replace("à", "a")
    assert (message.state, message.recipient, message.body) == (MessageState.SENT, PHONE, letter.text)
    assert message.done_at == NOW
    assert letter.id == message.id


def test_a_family_without_a_phone_is_told_by_mail(open_hall: Callable[..., Hall]) -> None:
    hall, sms, email = open_hall(), sender(), sender()
    hall.sign_up(email="amina@exemple.yt")

    run(hall, an_office(sms, email))

    assert (sms.told, email.told) == ([], ["amina@exemple.yt"])
    assert email.letters[0].subject == "Votre place est gardée : Parlons des petits"
    assert "gardée" in email.letters[0].text


def test_a_repeat_carries_the_same_number_so_that_a_gateway_can_refuse_it(
        open_hall: Callable[..., Hall]) -> None:
    hall, clock = open_hall(), Clock()
    hall.sign_up(phone=PHONE)

    with gateway(answers(500), answers(503), answers(200)) as fake:
        office = an_office(a_gateway(fake.address))
        fates = [run(hall, office, clock.forward(minutes=10)) for _round in range(5)]

    assert fates == [{Fate.LATER: 1}, {Fate.LATER: 1}, {Fate.SENT: 1}, {}, {}]
    assert len({request.header("Idempotency-Key") for request in fake.requests}) == 1
    assert fake.requests[0].fields["text"] == fake.requests[2].fields["text"]


def test_a_mail_server_that_hangs_up_has_had_the_message_once(open_hall: Callable[..., Hall]) -> None:
    hall, clock, mailbox = open_hall(), Clock(), Mailbox(hangs_up=True)
    hall.sign_up(email="amina@exemple.yt")

    with mail_server(mailbox):
        office = an_office(email=a_server(f"smtp://127.0.0.1:{mailbox.port}"))
        fates = [run(hall, office, clock.forward(hours=1)) for _round in range(3)]

    [message], [told] = mailbox.messages(), stored_messages(hall.app)
    assert fates == [{Fate.UNKNOWN: 1}, {}, {}]
    assert message.get_content().replace("\r\n", "\n").strip() == told.body
    assert told.recipient == "amina@exemple.yt"


def test_what_nothing_sends_waits_for_the_coordinator(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.sign_up(phone=PHONE)
    hall.sign_up()

    run(hall, an_office(email=sender()))

    assert states(stored_messages(hall.app)) == ["ready", "ready"]


def test_nobody_is_called_for_a_demonstration(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    hall.sign_up(phone=PHONE)
    change(hall, Campaign, is_demonstration=True)

    run(hall, an_office(sms))

    assert sms.told == []
    assert states(stored_messages(hall.app)) == ["ready"]


def test_a_failure_is_tried_again_after_growing_pauses_then_left(open_hall: Callable[..., Hall]) -> None:
    hall, sms, clock = open_hall(), sender(LATER), Clock()
    hall.sign_up(phone=PHONE)

    moments = []
    for _minute in range(12 * 60):
        if run(hall, an_office(sms), clock):
            moments.append(clock.at)
        clock.forward(minutes=1)

    [message] = stored_messages(hall.app)
    assert [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)] == list(PAUSES)
    assert (message.state, message.attempts, message.problem) == (MessageState.FAILED, 6, "Pourquoi.")


def test_a_number_that_is_refused_is_not_tried_again(open_hall: Callable[..., Hall]) -> None:
    hall, sms, clock = open_hall(), sender(REFUSED), Clock()
    hall.codes(2, phone=PHONE)

    run(hall, an_office(sms), clock)
    run(hall, an_office(sms), clock.forward(days=1))

    assert len(sms.letters) == 2
    assert states(stored_messages(hall.app)) == ["failed", "failed"]


def test_what_may_have_gone_out_is_not_sent_again(open_hall: Callable[..., Hall]) -> None:
    hall, sms, clock = open_hall(), sender(UNKNOWN), Clock()
    hall.sign_up(phone=PHONE)

    run(hall, an_office(sms), clock)
    run(hall, an_office(sms), clock.forward(days=1))

    [message] = stored_messages(hall.app)
    assert len(sms.letters) == 1
    assert (message.state, message.problem) == (MessageState.UNKNOWN, "Pourquoi.")
    assert message.body


def test_a_channel_in_trouble_rests_and_the_other_goes_on(open_hall: Callable[..., Hall]) -> None:
    hall, sms, email = open_hall(), sender(LATER), sender()
    hall.codes(3, phone=PHONE)
    hall.codes(3, email="amina@exemple.yt")

    fates = run(hall, an_office(sms, email))

    assert fates == {Fate.LATER: 1, Fate.SENT: 3}


def test_messages_leave_at_the_pace_of_the_settings(open_hall: Callable[..., Hall]) -> None:
    hall, sms, clock = open_hall(), sender(), Clock()
    hall.codes(5, phone=PHONE)
    office = an_office(sms, per_minute=2)

    sent = [run(hall, office, clock.forward(seconds=20))[Fate.SENT] for _round in range(8)]

    assert sent == [2, 0, 0, 2, 0, 0, 1, 0]


def test_it_stops_between_two_messages_when_the_server_does(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    hall.codes(3, phone=PHONE)

    with hall.app.app_context():
        deliver(an_office(sms), now=Clock(), is_stopping=lambda: bool(sms.letters))

    assert states(stored_messages(hall.app)) == ["ready", "ready", "sent"]


class TestLeases:
    """A message is marked before it leaves."""

    def begin(self, hall: Hall) -> Taken:
        taken: Taken = hall.do(take, [Channel.SMS], site=SITE)
        return taken

    def test_who_never_comes_back_leaves_a_fate_unknown(self, open_hall: Callable[..., Hall]) -> None:
        hall, sms = open_hall(), sender()
        hall.sign_up(phone=PHONE)
        self.begin(hall)

        early = hall.do(end_leases, at=NOW + LEASE)
        late = hall.do(end_leases, at=NOW + LEASE + timedelta(seconds=1))
        run(hall, an_office(sms), Clock(NOW + timedelta(days=1)))

        [message] = stored_messages(hall.app)
        assert (early, late, sms.letters) == (0, 1, [])
        assert (message.state, message.recipient) == (MessageState.UNKNOWN, PHONE)
        assert message.problem == "L’envoi a été interrompu."

    def test_who_comes_back_late_still_says_what_became_of_it(self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.sign_up(phone=PHONE)
        taken = self.begin(hall)
        hall.do(end_leases, at=NOW + timedelta(hours=1))

        hall.do(record, taken, SENT)

        assert states(stored_messages(hall.app)) == ["sent"]

    def test_who_comes_back_after_a_decision_changes_nothing(self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.sign_up(phone=PHONE)
        taken = self.begin(hall)
        hall.do(end_leases, at=NOW + timedelta(hours=1))
        change(hall, Message, state=MessageState.DROPPED)

        hall.do(record, taken, LATER)

        assert states(stored_messages(hall.app)) == ["dropped"]

    def test_a_family_that_is_forgotten_meanwhile_is_not_written_down_again(
            self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.sign_up(phone=PHONE)
        taken = self.begin(hall)
        hall.do(lambda connection, at: service.erase_phone(connection, PHONE))

        hall.do(record, taken, SENT)

        [message] = stored_messages(hall.app)
        assert (message.state, message.recipient, message.body) == (MessageState.SENT, "", "")


class TestStillTrue:
    """What is no longer true is dropped when its turn comes."""

    def left(self, hall: Hall, clock: Clock | None = None) -> tuple[int, list[str]]:
        sms = sender()
        run(hall, an_office(sms), clock)
        return len(sms.letters), states(stored_messages(hall.app))

    def test_a_confirmation_is_too_late_once_the_meeting_has_begun(
            self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.sign_up(phone=PHONE)

        assert self.left(hall, Clock(hall.meeting().starts_at)) == (0, ["dropped"])

    def test_a_confirmation_is_wrong_once_the_meeting_is_cancelled(
            self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.sign_up(phone=PHONE)
        change(hall, Meeting, stage=MeetingStage.CANCELLED)

        assert self.left(hall) == (0, ["dropped"])

    def test_an_offer_ends(self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall(seats=1)
        first, _second = hall.codes(2, phone=PHONE)
        hall.do(service.cancel, first)

        at_the_end = Clock(NOW + timedelta(hours=24))

        assert self.left(hall, at_the_end) == (0, ["dropped"] * 3)

    def test_a_cancellation_is_told_until_the_meeting_would_be_over(
            self, open_hall: Callable[..., Hall]) -> None:
        hall = open_hall()
        hall.codes(2, phone=PHONE)
        with hall.app.app_context(), writing():
            meeting = service.find_meeting("k7m3pt")
            service.cancel_meeting(meeting, why=meeting.why_cancelled, at=NOW)
            service.let_go(service.messages_in(MessageState.PREPARED), at=NOW)
            db.session.commit()

        sms = sender()
        run(hall, an_office(sms, per_minute=1), Clock(hall.meeting().starts_at))
        too_late = self.left(hall, Clock(hall.meeting().ends_at))

        assert "est annulée. Pour choisir" in sms.letters[0].text
        assert too_late == (0, ["dropped"] * 3 + ["sent"])


def test_a_family_that_erased_its_number_is_left_to_somebody_who_knows_it(
        open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    hall.sign_up(phone=PHONE)
    hall.do(lambda connection, at: service.erase_phone(connection, PHONE))

    run(hall, an_office(sms))

    [message] = stored_messages(hall.app)
    assert sms.letters == []
    assert (message.channel, message.state) == (Channel.RELAY, MessageState.READY)


def test_a_family_that_gave_a_number_since_is_told_by_sms(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    hall.sign_up()
    change(hall, SignUp, phone=PHONE)
    hall.do(review)

    run(hall, an_office(sms))

    assert sms.told == [PHONE]


def test_two_who_deliver_at_once_send_each_message_once(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(seats=60), sender()
    hall.codes(40, phone=PHONE)

    with ThreadPoolExecutor(8) as pool:
        fates = list(pool.map(lambda _turn: run(hall, an_office(sms)), range(8)))

    assert sum(found[Fate.SENT] for found in fates) == 40
    assert len({letter.id for letter in sms.letters}) == len(sms.letters) == 40
    assert states(stored_messages(hall.app)) == ["sent"] * 40


@pytest.mark.parametrize("seed", range(20))
def test_nothing_goes_out_twice_whatever_happens(open_hall: Callable[..., Hall], seed: int) -> None:
    """Crashes, cuts, refusals, cancellations in any order: only what never left is tried again."""
    chance, hall, clock = random.Random(seed), open_hall(seats=3), Clock()
    codes = hall.codes(5, phone=PHONE)
    gone: set[UUID] = set()

    def send(letter: Letter) -> Attempt:
        assert letter.id not in gone
        attempt = chance.choice([SENT, LATER, REFUSED, UNKNOWN])
        if attempt is not LATER:
            gone.add(letter.id)
        return attempt

    def crash() -> None:
        taken = hall.do(take, [Channel.SMS], site=SITE, at=clock())
        if taken:
            assert taken.letter.id not in gone
            gone.add(taken.letter.id)

    deeds: list[Callable[[], Any]] = [
        crash, lambda: run(hall, an_office(send), clock), lambda: hall.do(end_leases, at=clock()),
        lambda: hall.do(review, at=clock()),
        lambda: hall.do(service.cancel, chance.choice(codes), at=clock()),
        lambda: hall.do(service.accept, chance.choice(codes), at=clock()),
        lambda: clock.forward(minutes=chance.choice([1, 10, 300]))]
    for _step in range(60):
        chance.choice(deeds)()

    assert gone

"""What the site does by itself, in processes of its own: killed, doubled, stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.cli import background, main
from consult.cli.application import ready_application
from consult.cli.background import keeping_up
from consult.db import db, durably, writing
from consult.meetings import service
from consult.meetings.models import Message
from consult.meetings.senders.fates import LEASE
from consult.meetings.service.delivering import deliver, end_leases
from consult.staff.models import StaffAction
from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL, postgresql_schema
from tests.factories import a_campaign, a_meeting, a_party, a_territory
from tests.meetings.gateways import FakeGateway, answers, gateway, waits
from tests.meetings.post import an_office, sender

TICK_SECONDS = 60


@dataclass
class Folder:
    """A site on the disk, whose SMS go to a gateway on this machine."""

    app: Flask
    path: Path

    def sign_up(self, count: int) -> None:
        with self.app.app_context():
            meeting_id = service.find_meeting("k7m3pt").id
            for _ in range(count):
                durably(lambda connection: service.sign_up(
                    connection, key=uuid4(), meeting_id=meeting_id, at=clock.now(),
                    party=a_party(phone="0639000000")))

    def states(self) -> Counter[str]:
        with self.app.app_context():
            return Counter(state.value for state in db.session.scalars(select(Message.state)))

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A command in a process of its own."""
        settings = {name: value for name, value in os.environ.items() if name.startswith("CONSULT_")}
        return subprocess.Popen(
            command(*words, "--data", str(self.path)), cwd=self.path, env={**environment(), **settings},
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def tick(self) -> subprocess.Popen[str]:
        return self.start("meetings", "tick")


@pytest.fixture
def make_folder(tmp_path: Path, worker_id: str,
                monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[FakeGateway], Folder]]:
    made: list[Flask] = []

    def make(sms: FakeGateway) -> Folder:
        monkeypatch.setenv("CONSULT_SMS_URL", sms.address)
        monkeypatch.setenv("CONSULT_PUBLIC_URL", "https://consultation.ville.yt")
        if POSTGRESQL:
            monkeypatch.setenv("CONSULT_DATABASE_URL", postgresql_schema(f"folder_{worker_id}"))
        app = ready_application(tmp_path / "site")
        made.append(app)
        with app.app_context(), writing():
            campaign = a_campaign()
            db.session.add_all([a_territory(), campaign])
            db.session.flush()  # the meeting needs the campaign's key
            db.session.add(a_meeting(campaign.id, seats=100))
            db.session.commit()
        return Folder(app, tmp_path / "site")
    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.mark.server
def test_a_worker_killed_while_it_sends_leaves_one_message_unknown_and_sends_none_twice(
        make_folder: Callable[[FakeGateway], Folder]) -> None:
    with gateway(waits) as sms:
        folder = make_folder(sms)
        folder.sign_up(3)
        worker = folder.tick()
        assert sms.got.wait(TICK_SECONDS)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    [killed] = sms.requests
    others = sender()

    with folder.app.app_context():
        before = deliver(an_office(others), now=clock.now)
        unknown = durably(lambda connection: end_leases(
            connection, at=clock.now() + LEASE + timedelta(seconds=1)))
        after = deliver(an_office(others), now=lambda: clock.now() + timedelta(days=1))

    assert (sum(before.values()), unknown, sum(after.values())) == (2, 1, 0)
    assert folder.states() == {"unknown": 1, "sent": 2}
    assert killed.fields["id"] not in {letter.id.hex for letter in others.letters}


@pytest.mark.server
def test_two_processes_at_once_send_each_message_once(
        make_folder: Callable[[FakeGateway], Folder]) -> None:
    with gateway(answers(200)) as sms:
        folder = make_folder(sms)
        folder.sign_up(30)
        workers = [folder.tick() for _ in range(2)]
        said = [worker.communicate(timeout=TICK_SECONDS)[1] for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0]
    assert said == ["", ""]
    assert len({json.loads(request.body)["id"] for request in sms.requests}) == len(sms.requests) == 30
    assert folder.states() == {"sent": 30}


@pytest.mark.server
def test_the_command_bears_being_run_again(make_folder: Callable[[FakeGateway], Folder]) -> None:
    with gateway() as sms:
        folder = make_folder(sms)
        folder.sign_up(1)
        said = [folder.tick().communicate(timeout=TICK_SECONDS) for _ in range(2)]

    assert said == [("", ""), ("", "")]
    assert len(sms.requests) == 1


def test_a_wrong_setting_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONSULT_SMS_URL", "http://ailleurs.exemple/?key=secret")

    result = CliRunner().invoke(main, ["meetings", "tick", "--data", str(tmp_path / "site")])

    assert result.exit_code == 1
    assert "CONSULT_SMS_URL must look like" in result.output
    assert "secret" not in result.output


def test_while_the_site_serves_messages_leave_and_it_stops_cleanly(
        make_folder: Callable[[FakeGateway], Folder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "EVERY_SECONDS", 0.02)
    with gateway() as sms:
        folder = make_folder(sms)
        with keeping_up(folder.app):
            folder.sign_up(2)
            assert sms.got.wait(TICK_SECONDS)
        sent = len(sms.requests)
        folder.sign_up(1)
        Event().wait(0.1)

    assert 1 <= sent <= 2
    assert len(sms.requests) == sent


def test_a_second_day_is_needed_to_forget_again(
        make_folder: Callable[[FakeGateway], Folder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "EVERY_SECONDS", 0.02)
    rounds, forgotten = Event(), []
    monkeypatch.setattr(background, "once_a_day", lambda moment: forgotten.append(moment))
    monkeypatch.setattr(background, "keep_up", lambda *_office, **_named: len(forgotten) and rounds.set())
    with gateway() as sms:
        folder = make_folder(sms)
        with keeping_up(folder.app):
            assert rounds.wait(TICK_SECONDS)

    assert len(forgotten) == 1


def test_a_clock_that_jumps_ahead_erases_nothing(
        make_folder: Callable[[FakeGateway], Folder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "EVERY_SECONDS", 0.02)
    now, jumped, forgotten = clock.now, timedelta(days=400), []
    before, after = Event(), Event()
    monkeypatch.setattr(background, "once_a_day", lambda moment: forgotten.append(moment.at))
    monkeypatch.setattr(background, "keep_up", lambda *_office, **_named: (
        after if clock.now() > now() + jumped / 2 else before).set())
    with gateway() as sms:
        folder = make_folder(sms)
        with keeping_up(folder.app):
            assert before.wait(TICK_SECONDS)
            monkeypatch.setattr(clock, "now", lambda: now() + jumped)
            assert after.wait(TICK_SECONDS)

    assert [at for at in forgotten if at > now() + jumped / 2] == []


@pytest.mark.server
def test_people_are_forgotten_with_a_line_in_the_log(make_folder: Callable[[FakeGateway], Folder]) -> None:
    with gateway() as sms:
        folder = make_folder(sms)
        folder.sign_up(2)
        with folder.app.app_context(), writing():
            service.find_meeting("k7m3pt").campaign.contacts_forgotten_on = clock.today()
            db.session.commit()
        said = [folder.start("responses", "forget-contacts").communicate(timeout=TICK_SECONDS)[0]
                for _ in range(2)]

    with folder.app.app_context():
        verbs = list(db.session.scalars(select(StaffAction.account_name)))
    assert said == ["2 personnes effacées.\n", "0 personnes effacées.\n"]
    assert verbs == ["tâche programmée"]

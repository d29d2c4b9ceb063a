"""The server's clock jumps, back and forth: families still send, and nobody is kept out, or in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import update

from consult import clock
from consult.bench import site
from consult.campaigns.models import Campaign
from consult.cli.application import open_application
from consult.db import db
from consult.staff import service as staff
from consult.staff.models import Role
from tests.conftest import POSTGRESQL
from tests.faults.conftest import JumpingClock
from tests.faults.sites import Fields, Reply, TrialServer
from tests.staff.people import PASSWORD, SECRET, code_at

pytestmark = [pytest.mark.server, pytest.mark.skipif(bool(POSTGRESQL), reason="the same on any database")]
NO_JUMP, A_DAY, A_WEEK = timedelta(0), timedelta(days=1), timedelta(days=7)
SIGN_IN, CODE, DESK = "/staff/connexion", "/staff/connexion/code", "/staff/"


@pytest.fixture(scope="module")
def trial(jumping_clock: JumpingClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrialServer]:
    trial = TrialServer(tmp_path_factory.mktemp("site"), jumping_clock.environment)
    trial.prepare()
    with open_application(trial.folder):
        staff.add_account("amina", Role.COORDINATOR, PASSWORD, at=clock.now()).totp_secret = SECRET
        db.session.execute(update(Campaign).values(opens_on=clock.today() - A_WEEK))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    running = trial.serve()
    yield trial
    running.stop()


def key_of_page(trial: TrialServer, fields: Fields) -> Fields:
    """What a family typed, in a page that it opens now."""
    key = re.search(r'name="_key" value="(\w+)"', trial.ask(site.ADDRESS).text)
    assert key is not None
    return [(name, key[1] if name == "_key" else value) for name, value in fields]


class Browser:
    """Keeps cookies, and sends the token of the page it has."""

    def __init__(self, trial: TrialServer) -> None:
        self.trial, self.cookies = trial, SimpleCookie()

    def ask(self, path: str, fields: Fields | None = None) -> Reply:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items() if morsel.value)
        reply = self.trial.ask(path, fields, Cookie=cookies)
        for line in reply.cookies:
            self.cookies.load(line)
        return reply

    def send(self, path: str, **typed: str) -> Reply:
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.ask(path).text)
        assert token is not None
        return self.ask(path, [("csrf_token", token[1]), *typed.items()])

    def sign_in(self, *, clock_is: timedelta) -> bool:
        self.send(SIGN_IN, name="amina", password=PASSWORD)
        self.send(CODE, code=code_at(clock.now() + clock_is))
        return self.is_signed_in()

    def is_signed_in(self) -> bool:
        return self.ask(DESK).status == 200


JUMPS = ((NO_JUMP, -A_DAY, A_DAY), (NO_JUMP, A_WEEK))
"""When the form is opened, then when it is sent."""


# In one test, because each worker that runs one of them would start a server of its own.
def test_a_clock_that_jumps_refuses_no_family_and_keeps_nobody_out_or_in(
        trial: TrialServer, jumping_clock: JumpingClock) -> None:
    for opened, *sent in JUMPS:
        jumping_clock.jump(opened)
        fields = key_of_page(trial, trial.fill(3))
        replies = []
        for jump in sent:
            jumping_clock.jump(jump)
            replies.append(trial.send(3, fields))
        assert len({reply.receipt for reply in replies}) == 1, sent
    found = trial.look()
    assert found.is_whole, found
    assert found.stored == len(trial.thanked) == len(JUMPS)

    jumping_clock.jump(A_DAY)
    browser = Browser(trial)
    ahead = browser.sign_in(clock_is=A_DAY)
    jumping_clock.jump(A_DAY - timedelta(hours=1))
    an_hour_back = browser.is_signed_in()
    jumping_clock.jump(NO_JUMP)
    a_day_back = browser.is_signed_in()
    again = Browser(trial).sign_in(clock_is=NO_JUMP)
    assert (ahead, an_hour_back, a_day_back, again) == (True, True, False, True)

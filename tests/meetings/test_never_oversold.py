"""Several processes at once, as several web servers are: the hall holds what it holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from consult.app import ROOT
from consult.db import db
from consult.meetings.models import SignUp
from consult.meetings.states import HOLDING, SignUpState
from tests.cli.serving import environment
from tests.meetings.conftest import Hall
from tests.meetings.crowd import FAMILIES

PROCESSES = 3


@pytest.mark.server
def test_processes_that_fill_a_hall_together_never_oversell_it(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=60, minded_seats=12)
    with hall.app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)

    crowds = [subprocess.Popen(
        [sys.executable, "-m", "tests.meetings.crowd", url, str(hall.meeting_id), str(number)], cwd=ROOT,
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for number in range(PROCESSES)]
    said = [crowd.communicate(timeout=120)[1] for crowd in crowds]

    assert [crowd.returncode for crowd in crowds] == [0] * PROCESSES, "\n".join(said)
    meeting = hall.meeting()
    with hall.app.app_context():
        held = select(func.sum(SignUp.seats), func.sum(SignUp.minded)).where(SignUp.state.in_(HOLDING))
        assert tuple(db.session.execute(held).one()) == (meeting.seats_taken, meeting.minded_taken)
    states = list(hall.states().values())
    assert len(states) == PROCESSES * FAMILIES
    assert states.count(SignUpState.WAITING) > 0
    assert 50 < meeting.seats_taken <= 60
    assert meeting.minded_taken <= 12

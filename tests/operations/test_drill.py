"""The drill: a copy is made while families send to the real server, and opened elsewhere."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from consult.bench import site
from consult.bench.load import Load, Measured, Request, run
from consult.bench.servers import server
from consult.db import db
from consult.responses.models import Response
from tests.operations.places import WAYS, Place, a_place

NO_LIMIT = {"CONSULT_SUBMISSIONS_PER_MINUTE": "0"}
PATIENCE = 120


class Families(Thread):
    """They send until they are told to stop, and keep their receipts."""

    def __init__(self, port: int, requests: list[Request]) -> None:
        super().__init__(daemon=True)
        self.port, self.requests = port, requests
        self.measured = Measured()
        self.have_begun, self.may_stop = Event(), Event()

    def send(self, most: int) -> list[str]:
        load = Load(self.port, 4, PATIENCE, self.requests, b"303", most=most)
        self.measured = self.measured.with_more(run(load))
        return self.measured.receipts

    def run(self) -> None:
        while not self.may_stop.is_set():
            self.send(20)
            self.have_begun.set()


def lost(place: Place, receipts: list[str]) -> tuple[int, int]:
    """How many of these receipts open nothing there, and how many responses there are."""
    with place.opened() as app:
        return site.lost(app, receipts), db.session.scalar(select(func.count()).select_from(Response)) or 0


@pytest.mark.server
@pytest.mark.parametrize(("here", "there"), WAYS[-1:])
def test_what_was_acknowledged_before_a_copy_is_in_it(here: str, there: str, tmp_path: Path) -> None:
    source, target = a_place(here, tmp_path / "from"), a_place(there, tmp_path / "to")
    with source.opened():
        requests = site.submissions(site.prepare_site())
    environment = {**NO_LIMIT, **({"CONSULT_DATABASE_URL": source.url} if source.url else {})}

    with server("serve", "--data", str(source.folder), environment=environment) as port:
        families = Families(port, requests)
        before = families.send(60)
        families.start()
        assert families.have_begun.wait(PATIENCE)
        copied = source.run("backup", str(tmp_path / "file"))
        families.may_stop.set()
        families.join(PATIENCE)
    restored, checked = target.run("restore", str(tmp_path / "file")), target.run("check")

    assert [done.exit_code for done in (copied, restored, checked)] == [0, 0, 0], checked.output
    everybody = families.measured.receipts
    assert families.measured.errors.total() == 0
    assert (lost(source, everybody)[0], lost(target, before)[0]) == (0, 0)
    # Nothing is in the copy that no family was thanked for, and families were thanked while it was made.
    missing, stored = lost(target, everybody)
    assert (missing, len(everybody) - missing) == (len(everybody) - stored, stored)
    assert len(before) < stored <= len(everybody)

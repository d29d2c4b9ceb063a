"""A site comes back from its copy as it was, whatever database it came from and goes to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from consult.db import db, writing
from consult.responses.models import Response
from consult.responses.receipts import receipt_hash
from consult.staff.models import StaffAction
from tests.operations.places import WAYS, Place, a_place, fill, on_both, sums_of

LOG = "staff_action"


def copied(place: Place, path: Path) -> Path:
    done = place.run("backup", str(path))
    assert done.exit_code == 0, done.output
    return path


def restored(path: Path, place: Place) -> Place:
    done = place.run("restore", str(path))
    assert done.exit_code == 0, done.output
    return place


@on_both
@pytest.mark.parametrize(("here", "there"), WAYS)
def test_a_site_comes_back_as_it_was_and_goes_on(here: str, there: str, tmp_path: Path) -> None:
    site = a_place(here, tmp_path / "here")
    with site.opened() as app:
        receipts = fill(app)

    again = restored(copied(site, tmp_path / "first"), a_place(there, tmp_path / "there"))

    before, after = sums_of(tmp_path / "first"), sums_of(copied(again, tmp_path / "second"))
    assert len(before) > 25
    # Each of the two commands left a line in the log of its site.
    assert {name for name in before if before[name] != after[name]} == {LOG}
    checked = again.run("check")
    assert checked.exit_code == 0, checked.output
    assert "3 comparées" in checked.output
    assert "3 essayés" in checked.output
    with again.opened() as app:
        assert opened_by(receipts, app.config["SECRET_KEY"]) == 3
        assert verbs() == ["publie", "restauration", "sauvegarde", "contrôle"]
        refuse_to_forget()


def opened_by(receipts: list[str], secret: str) -> int:
    stored = set(db.session.scalars(select(Response.receipt_hash)))
    return sum(receipt_hash(code, secret) in stored for code in receipts)


def verbs() -> list[str]:
    """What the log tells: its numbers go on behind those that came with the copy."""
    log = db.session.execute(select(StaffAction.id, StaffAction.verb).order_by(StaffAction.id)).all()
    assert [number for number, _verb in log] == list(range(1, len(log) + 1))
    return [verb for _number, verb in log]


def refuse_to_forget() -> None:
    """What may never change still may not."""
    with pytest.raises(DBAPIError, match="staff_action_refuses_delete"), writing():
        db.session.execute(delete(StaffAction))
    db.session.rollback()

"""A campaign that families answered, a meeting they signed up to, and a site that was copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from consult import clock
from consult.db import db
from consult.operations import sealing
from consult.staff import service as staff
from consult.staff.models import Account
from tests.meetings.conftest import open_hall as open_hall
from tests.operations.places import PASSPHRASE, Place, a_site
from tests.responses.conftest import published as published


@pytest.fixture(scope="session", autouse=True)
def _cheap_key() -> Iterator[None]:
    """Half a second for each passphrase is for those who guess, not for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "ROUNDS", 2 ** 4)
        yield


@dataclass(frozen=True)
class Copied:
    site: Place
    plain: Path
    sealed: Path


@pytest.fixture(scope="session")
def copied(_cheap_key: None, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    folder = tmp_path_factory.mktemp("copied")
    site = a_site("sqlite", folder / "site")
    with site.opened():
        staff.open_session(db.session.scalars(select(Account)).one(), at=clock.now())
        db.session.commit()
    copies = Copied(site, folder / "plain", folder / "sealed")
    assert site.run("backup", str(copies.plain)).exit_code == 0
    assert site.run("backup", str(copies.sealed), **PASSPHRASE).exit_code == 0
    return copies

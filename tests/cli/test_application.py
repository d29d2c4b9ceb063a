"""What a command finds when it opens the application, at the first start and after."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from sqlalchemy import func, select

from consult.app import PACKAGE
from consult.cli.application import open_application
from consult.db import db
from consult.territories.models import Territory
from tests.conftest import POSTGRESQL, postgresql_schema

OPEN_AND_WRITE = """
import sys
from pathlib import Path
from consult.cli.application import open_application
from consult.db import db
from consult.territories.models import Territory
with open_application(Path(sys.argv[1])) as app:
    db.session.add(Territory(code=sys.argv[2], name="Passamainty", kind="village"))
    db.session.commit()
    print(app.config["SECRET_KEY"])
"""


def test_the_first_start_makes_the_folder_its_secret_and_its_tables(tmp_path: Path) -> None:
    with open_application(tmp_path / "new" / "data") as app:
        written = db.session.scalar(select(func.count()).select_from(Territory))

    assert written == 0
    assert stat.S_IMODE((tmp_path / "new" / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "data" / "secret.key").stat().st_mode) == 0o600
    assert len(app.config["SECRET_KEY"]) == 64


def test_a_second_start_keeps_the_secret_and_the_rows(tmp_path: Path) -> None:
    with open_application(tmp_path) as first:
        db.session.add(Territory(code="97611", name="Mamoudzou", kind="commune"))
        db.session.commit()

    with open_application(tmp_path) as second:
        kept = db.session.get(Territory, "97611")

    assert kept is not None
    assert second.config["SECRET_KEY"] == first.config["SECRET_KEY"]


def test_the_secret_of_the_environment_is_used_and_none_is_made(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_SECRET_KEY", "from the service unit")

    with open_application(tmp_path) as app:
        secret = app.config["SECRET_KEY"]

    assert secret == "from the service unit"
    assert not (tmp_path / "secret.key").exists()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("")

    with pytest.raises(click.ClickException, match="ne peut pas être créé"), open_application(file / "data"):
        pass


@pytest.mark.server
def test_several_first_starts_at_once_all_succeed(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    if POSTGRESQL:
        environment["CONSULT_DATABASE_URL"] = postgresql_schema("first_start")
    starts = [subprocess.Popen([sys.executable, "-c", OPEN_AND_WRITE, str(tmp_path), f"village-{number}"],
                               env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
              for number in range(6)]

    outcomes = [start.communicate(timeout=60) for start in starts]

    assert [start.returncode for start in starts] == [0] * 6, outcomes
    assert len({secret for secret, _ in outcomes}) == 1

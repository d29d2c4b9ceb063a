"""A copy holds all of a site at one moment, nothing that was erased before, and no order of arrival."""

from __future__ import annotations

import gzip
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from consult.app import ROOT, create_app
from consult.db import db, durably, writing
from consult.db.revisions import newest_revision, revision_of, upgrade
from consult.meetings.models import Invitee
from consult.operations.one_state import one_state
from consult.responses.models import Response
from consult.responses.service import erase_by_receipt
from consult.staff import service as staff
from consult.staff.models import StaffAction
from consult.surveys.models import QuestionnaireVersion
from tests.factories import a_campaign, a_territory
from tests.operations.conftest import Copied
from tests.operations.places import (
    HERE,
    WAYS,
    Place,
    a_place,
    a_site,
    families,
    fill,
    lines_of,
    on_both,
    sums_of,
)
from tests.responses.conftest import Published, a_questionnaire, a_version


def published_in(app: Flask) -> Published:
    found = db.session.execute(select(QuestionnaireVersion.id, QuestionnaireVersion.campaign_id)).one()
    db.session.rollback()
    return Published(app, *found)


@on_both
def test_what_comes_meanwhile_is_not_in_it(tmp_path: Path) -> None:
    def answer() -> None:
        with app.app_context():
            families(app, published, 1)

    counting = select(func.count()).select_from(Response)
    with a_site(HERE, tmp_path / "site").opened() as app:
        published = published_in(app)
        with one_state() as connection:
            before = connection.scalar(counting)
            family = Thread(target=answer)
            family.start()
            family.join(30)
            meanwhile = connection.scalar(counting)
        after = db.session.scalar(counting)

    # The family did not wait for the copy, nor was it half in it.
    assert (before, meanwhile, after) == (3, 3, 4)


@on_both
def test_what_a_family_erased_is_in_no_later_copy(tmp_path: Path) -> None:
    site = a_place(HERE, tmp_path / "site")
    with site.opened() as app:
        secret, receipts = app.config["SECRET_KEY"], fill(app)
        kept = db.session.execute(select(Response.key, Response.receipt_hash, Response.answers)).all()
        key, receipt_hash, answers = next(row for row in kept if "mwana 1" in row.answers["mot"])
        db.session.rollback()
        assert site.run("backup", str(tmp_path / "before")).exit_code == 0

        assert durably(lambda connection: erase_by_receipt(
            connection, receipts[1], secret=secret, on=date(2026, 11, 26)))
        assert site.run("backup", str(tmp_path / "after")).exit_code == 0

    before, after = (gzip.decompress((tmp_path / name).read_bytes()) for name in ("before", "after"))
    for trace in (str(key), key.hex, receipt_hash, answers["mot"][:12]):
        assert trace.encode() in before or trace == key.hex
        assert trace.encode() not in after


@on_both
def test_no_order_of_arrival_is_left_in_it(tmp_path: Path) -> None:
    sums = []
    for number, order in enumerate((1, -1)):
        site = a_place(HERE, tmp_path / f"site{number}")
        with site.opened() as app:
            arrive(app, order)
        assert site.run("backup", str(tmp_path / str(number))).exit_code == 0
        sums.append({name: sum_ for name, sum_ in sums_of(tmp_path / str(number)).items()
                     if name in ("invitee", "response")})

    # Whoever came first, with or without contacts: the same tables, octet for octet.
    assert sums[0] == sums[1]
    assert len({*sums[0].values()}) == 2


def arrive(app: Flask, order: int) -> None:
    """Ten families, always the same ones, in one order or the other; every other one leaves its number."""
    campaign_id, moment = UUID(int=1), datetime(2026, 1, 1, tzinfo=UTC)
    version = a_version(campaign_id, a_questionnaire(), id=UUID(int=2), imported_at=moment)
    db.session.add_all([a_territory(), a_campaign(id=campaign_id)])
    db.session.flush()
    db.session.add(version)
    db.session.flush()
    # A place in the order of keys that is not the place of arrival.
    for number in [7, 2, 9, 4, 0, 5, 1, 8, 3, 6][::order]:
        key = UUID(int=number + 1, version=4)
        db.session.add(Response(
            key=key, version_id=version.id, language="fr", day=date(2026, 11, 23), packed=b"", digest="",
            answers={"mot": str(number)}, receipt_hash=str(number)))
        db.session.flush()
        if number % 2:
            db.session.add(Invitee(id=UUID(int=99 - number, version=4), campaign_id=campaign_id,
                                   phone=f"063900000{number}", details={}))
            db.session.flush()
    db.session.commit()


@on_both
@pytest.mark.parametrize(("here", "there"), WAYS[-1:])
def test_a_copy_of_an_older_release_is_brought_up_to_date(here: str, there: str, tmp_path: Path) -> None:
    site = a_place(here, tmp_path / "old")
    site.folder.mkdir()
    (site.folder / "secret.key").write_text("ancien")
    make_older(site, "0005")

    assert site.run("backup", str(tmp_path / "file")).exit_code == 0
    again = a_place(there, tmp_path / "new")
    assert again.run("restore", str(tmp_path / "file")).exit_code == 0

    assert lines_of(tmp_path / "file")[0]["revision"] == "0005"
    with again.opened():
        assert revision_of(db.session.connection()) == newest_revision()
        assert db.session.scalars(select(StaffAction.verb).order_by(StaffAction.id)).all() == [
            "ouvre", "restauration"]
    assert again.run("check").exit_code == 0


def make_older(site: Place, revision: str) -> None:
    """A site as an earlier release left it, with a place and a line in its log."""
    url = site.url or f"sqlite:///{site.folder / 'consult.sqlite3'}"
    with create_app({"SECRET_KEY": "ancien", "SQLALCHEMY_DATABASE_URI": url}).app_context():
        upgrade(revision)
        with writing():
            db.session.execute(text(
                "INSERT INTO territory (code, name, other_names, kind, population_basis, source_title, "
                "source_url, note) VALUES ('976', 'Mayotte', '', 'departement', '', '', '', '')"))
            staff.record_action(account_name="coordination", verb="ouvre")
            db.session.commit()
        db.engine.dispose()


def test_sign_ins_are_not_copied(copied: Copied) -> None:
    assert "account" in sums_of(copied.plain)
    assert "staff_session" not in sums_of(copied.plain)


def test_the_file_is_for_its_owner_only_and_replaces_none(copied: Copied) -> None:
    before = copied.plain.read_bytes()

    again = copied.site.run("backup", str(copied.plain))

    assert stat.S_IMODE(copied.plain.stat().st_mode) == 0o600
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    assert copied.plain.read_bytes() == before


@contextmanager
def _files_of_at_most(octets: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_copy_that_finds_no_room_leaves_nothing(copied: Copied, tmp_path: Path) -> None:
    # SQLite's own files are open already, and a copy makes none of them longer.
    with copied.site.opened(), db.engine.connect(), _files_of_at_most(1000):
        done = copied.site.run("backup", str(tmp_path / "file"))

    assert done.exit_code == 1
    assert "ne peut pas être écrit" in done.output
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_site_nothing_is_made(tmp_path: Path) -> None:
    done = a_place("sqlite", tmp_path / "nowhere").run("backup", str(tmp_path / "file"))

    assert done.exit_code == 1
    assert "Il n’y a pas de site ici" in done.output
    assert list(tmp_path.iterdir()) == []


def test_each_copy_leaves_a_line_in_the_log(copied: Copied) -> None:
    with copied.site.opened():
        lines = db.session.scalars(select(StaffAction).where(StaffAction.verb == "sauvegarde")).all()
        told = {line.subject: (line.account_name, line.detail) for line in lines}

    account_name, detail = told["plain"]
    assert account_name == "ligne de commande"
    assert (detail["octets"], detail["chiffrée"]) == (copied.plain.stat().st_size, "non")
    assert detail["lignes"] == sum(isinstance(line, list) for line in lines_of(copied.plain))
    assert told["sealed"][1]["chiffrée"] == "oui"


def test_a_log_that_cannot_be_written_loses_no_copy(copied: Copied, tmp_path: Path) -> None:
    full = "CREATE TRIGGER full BEFORE INSERT ON staff_action BEGIN SELECT RAISE(ABORT, 'full'); END"
    with copied.site.opened(), db.engine.begin() as connection:
        connection.execute(text(full))

    done = copied.site.run("backup", str(tmp_path / "file"))

    with copied.site.opened(), db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    assert done.exit_code == 0
    assert "n’a pas pu être écrit dans le journal" in done.output
    assert copied.site.run("restore", "--check", str(tmp_path / "file")).exit_code == 0


def test_a_folder_keeps_the_newest_copies(copied: Copied, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"consult-2020010{number}T000000Z.jsonl.gz").touch()
    (tmp_path / "notes.txt").touch()

    done = copied.site.run("backup", str(tmp_path), "--keep", "2")

    names = sorted(path.name for path in tmp_path.iterdir())
    assert done.exit_code == 0
    assert names[0] == "consult-20200102T000000Z.jsonl.gz"
    assert names[1] in done.output
    assert names[2:] == ["notes.txt"]


@pytest.mark.parametrize(("words", "passphrase", "sentence"), [
    (["--keep", "2"], "", "donnez un dossier"), ([], "trop court", "au moins 12 signes")])
def test_what_was_asked_wrongly_is_a_sentence(
        copied: Copied, tmp_path: Path, words: list[str], passphrase: str, sentence: str) -> None:
    done = copied.site.run("backup", str(tmp_path / "file"), *words, CONSULT_BACKUP_PASSPHRASE=passphrase)

    assert done.exit_code == 1
    assert sentence in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_unit_of_every_night_says_what_the_command_takes(copied: Copied, tmp_path: Path) -> None:
    unit = (ROOT / "docs" / "deploy" / "consult-sauvegarde.service").read_text(encoding="utf-8")
    here = unit.replace("/var/backups", str(tmp_path)).replace("${CREDENTIALS_DIRECTORY}", str(tmp_path))
    [words] = [line.split()[1:] for line in here.splitlines() if line.startswith("ExecStart=")]
    (tmp_path / "phrase").write_text("la barge part à six heures\n")
    (tmp_path / "consult").mkdir()

    done = copied.site.run(*words)

    assert done.exit_code == 0, done.output
    [made] = (tmp_path / "consult").iterdir()
    assert made.name.endswith(".jsonl.gz.chiffre")

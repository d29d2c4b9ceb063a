"""A restore writes nothing until the whole file is read, and never over anything."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from consult.db import db
from consult.meetings.models import Message
from consult.meetings.states import MessageState
from consult.responses.models import Response
from tests.operations.conftest import Copied
from tests.operations.places import PASSPHRASE, Place, a_place, write_again

WRONG = {"CONSULT_BACKUP_PASSPHRASE": "la barge part à sept heures"}


def refused(file: Path, there: Place, **environment: str) -> str:
    """The sentence; nothing was made."""
    done = there.run("restore", str(file), **environment)
    assert done.exit_code == 1
    assert not isinstance(done.exception, OSError | ValueError | KeyError), done.exception
    assert not there.folder.exists()
    said: str = done.output
    return said


def cut(octets: bytes) -> bytes:
    return octets[:-len(octets) // 3]


def flip(octets: bytes) -> bytes:
    middle = len(octets) // 2
    return octets[:middle] + bytes([octets[middle] ^ 1]) + octets[middle + 1:]


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Packed again by somebody who changed what is inside: the file itself is sound."""
    return lambda octets: gzip.compress(change(gzip.decompress(octets)))


HARM = {
    "cut": cut, "flipped": flip, "one octet short": lambda octets: octets[:-1],
    "a row changed": rewrite(lambda lines: lines.replace(b"Amina", b"Zaina")),
    "a row left out": rewrite(lambda lines: b"".join(
        line for line in lines.splitlines(keepends=True) if b"Amina" not in line)),
    "a table left out": rewrite(lambda lines: lines[:lines.index(b'{"table":"account"')]
                                + lines[lines.index(b'{"table":"loaded_once"'):]),
    "the end left out": rewrite(lambda lines: lines[:lines.rindex(b'{"tables"')]),
    "something behind the end": rewrite(lambda lines: lines + b"[]\n"),
    "another secret": rewrite(lambda lines: lines.replace(b'"secret":"', b'"secret":"0')),
    "nothing inside": rewrite(lambda lines: b""),
}


@pytest.mark.parametrize("name", HARM)
def test_a_damaged_file_restores_nothing(copied: Copied, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(HARM[name](copied.plain.read_bytes()))

    said = refused(tmp_path / "file", a_place("sqlite", tmp_path / "there"))

    assert "abîmé ou incomplet. Rien n’a été restauré." in said


@pytest.mark.parametrize("harm", [cut, flip])
def test_a_damaged_sealed_file_restores_nothing(
        copied: Copied, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    (tmp_path / "file").write_bytes(harm(copied.sealed.read_bytes()))

    said = refused(tmp_path / "file", a_place("sqlite", tmp_path / "there"), **PASSPHRASE)

    assert "Rien n’a été restauré." in said


def test_a_wrong_passphrase_restores_nothing(copied: Copied, tmp_path: Path) -> None:
    there = a_place("sqlite", tmp_path / "there")

    assert "phrase de passe n’est pas la bonne" in refused(copied.sealed, there, **WRONG)
    assert "est chiffrée. Donnez la phrase de passe" in refused(copied.sealed, there)


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"SQLite format 3\0")

    said = refused(tmp_path / "file", a_place("sqlite", tmp_path / "there"))

    assert "n’est pas une sauvegarde" in said


def test_a_copy_of_a_later_release_waits_for_that_release(copied: Copied, tmp_path: Path) -> None:
    later_file = rewrite(lambda lines: lines.replace(b'"consult backup":1', b'"consult backup":2'))
    (tmp_path / "file").write_bytes(later_file(copied.plain.read_bytes()))
    write_again(copied.plain, tmp_path / "tables", head=lambda head: replace(head, revision="9999"))

    for name in ("file", "tables"):
        assert "version plus récente" in refused(tmp_path / name, a_place("sqlite", tmp_path / "there"))


def test_nothing_is_written_over_a_site(copied: Copied) -> None:
    before = copied.site.folder.joinpath("secret.key").read_text()

    done = copied.site.run("restore", str(copied.plain))

    assert done.exit_code == 1
    assert "n’écrase rien" in done.output
    assert copied.site.folder.joinpath("secret.key").read_text() == before
    with copied.site.opened():
        assert db.session.scalar(select(func.count()).select_from(Response)) == 3


def test_the_secret_of_another_site_is_left_alone(copied: Copied, tmp_path: Path) -> None:
    there = a_place("sqlite", tmp_path / "there")
    there.folder.mkdir()
    (there.folder / "secret.key").write_text("un autre")

    done = there.run("restore", str(copied.plain))

    assert done.exit_code == 1
    assert "secret d’un autre site" in done.output
    assert [path.name for path in there.folder.iterdir()] == ["secret.key"]


def test_a_secret_of_the_environment_must_be_that_of_the_copy(copied: Copied, tmp_path: Path) -> None:
    secret = (copied.site.folder / "secret.key").read_text()
    there = a_place("sqlite", tmp_path / "there")

    assert "CONSULT_SECRET_KEY n’est pas" in refused(copied.plain, there, CONSULT_SECRET_KEY="un autre")
    assert there.run("restore", str(copied.plain), CONSULT_SECRET_KEY=secret).exit_code == 0
    assert not (there.folder / "secret.key").exists()


def test_a_file_is_verified_without_being_restored(copied: Copied, tmp_path: Path) -> None:
    there = a_place("sqlite", tmp_path / "there")

    done = there.run("restore", "--check", str(copied.sealed), **PASSPHRASE)

    assert done.exit_code == 0
    assert "entier et intact" in done.output
    assert not there.folder.exists()


def test_a_passphrase_comes_from_a_file_too(copied: Copied, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE["CONSULT_BACKUP_PASSPHRASE"] + "\n")

    done = a_place("sqlite", tmp_path / "there").run(
        "restore", "--check", str(copied.sealed), "--passphrase-file", str(tmp_path / "passphrase"))

    assert done.exit_code == 0


def test_a_restore_that_cannot_end_leaves_no_table(copied: Copied, tmp_path: Path) -> None:
    def lose_mayotte(row: list[Any]) -> list[Any]:
        return ["975" if value == "976" else value for value in row] if "Cavani" in row else row

    write_again(copied.plain, tmp_path / "file", row=lose_mayotte)
    there = a_place("sqlite", tmp_path / "there")

    done = there.run("restore", str(tmp_path / "file"))

    assert done.exit_code == 1
    assert "ne mènent à rien. Rien n’a été restauré." in done.output
    assert not (there.folder / "secret.key").exists()
    # What a first try left there hinders no second one.
    assert there.run("restore", str(copied.plain)).exit_code == 0


def test_messages_that_may_have_left_since_wait_for_a_person(copied: Copied, tmp_path: Path) -> None:
    with copied.site.opened():
        db.session.execute(text("UPDATE message SET state = 'ready'"))
        db.session.commit()
    assert copied.site.run("backup", str(tmp_path / "file")).exit_code == 0
    there = a_place("sqlite", tmp_path / "there")

    done = there.run("restore", str(tmp_path / "file"))

    assert "1 messages attendaient" in done.output
    with there.opened():
        [message] = db.session.scalars(select(Message))
        assert message.state is MessageState.UNKNOWN
        assert "peut-être déjà parti" in message.problem

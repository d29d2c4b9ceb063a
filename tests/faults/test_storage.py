"""What a disk does to a real server: full, read-only, failing, locked. Nothing acknowledged is lost."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL
from tests.faults.conftest import FailingDisk
from tests.faults.sites import TrialServer

pytestmark = [
    pytest.mark.server, pytest.mark.skipif(bool(POSTGRESQL), reason="these are faults of SQLite's own file")]


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk that is soon full, where this machine lets us make one; otherwise a folder like any other."""
    place = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "consult-tests", str(place)]
    is_mounted = not os.geteuid() and not subprocess.run(mount, capture_output=True, check=False).returncode
    yield place
    if is_mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="module")
def trial(failing_disk: FailingDisk, small_disk: Path) -> Iterator[TrialServer]:
    trial = TrialServer(small_disk / "site", failing_disk.environment)
    trial.prepare()
    running = trial.serve()
    yield trial
    running.stop()


TROUBLES = {
    "full": f"write {errno.ENOSPC}", "read-only": f"write {errno.EROFS}",
    "writing fails": f"write {errno.EIO}", "fsync fails": f"sync {errno.EIO}", "locked": ""}


@contextmanager
def ordered(disk: FailingDisk, order: str) -> Iterator[None]:
    disk.order.write_text(order)
    yield
    disk.order.unlink()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """By another process, for longer than our patience."""
    other = sqlite3.connect(folder / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


# In one test, because each worker that runs one of them would start a server of its own.
def test_a_disk_in_trouble_gives_a_page_that_keeps_what_was_typed_and_then_all_is_well(
        trial: TrialServer, failing_disk: FailingDisk) -> None:
    for name, order in TROUBLES.items():
        before, fields = trial.send(0, trial.fill(0)), trial.fill(1)

        with ordered(failing_disk, order) if order else locked(trial.folder):
            refused = trial.send(1, fields)
            others = [trial.ask(path).status for path in ("/fr/", "/staff/connexion")]
        again = trial.send(1, refused.kept)

        assert (before.status, refused.status, others, again.status) == (303, 503, [200, 200], 303), name
        assert int(refused.headers["Retry-After"]) > 0, name
        assert sorted(refused.kept) == sorted(fields), name
        assert "garde tout ce que vous avez écrit" in refused.text, name
    found = trial.look()
    assert found.is_whole, found
    assert found.stored == len(trial.thanked)


def test_a_disk_that_fills_up_keeps_all_it_has_and_goes_on_once_there_is_room(
        trial: TrialServer, small_disk: Path) -> None:
    if not os.path.ismount(small_disk):
        pytest.skip("only root may mount a small disk")
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"0" * 65536):
            pass

    replies = [trial.send(form, trial.fill(form)) for form in range(40)]
    filler.unlink()
    again = [trial.send(form, reply.kept) for form, reply in enumerate(replies) if reply.status == 503]

    assert {reply.status for reply in replies} <= {303, 503}
    assert again
    assert {reply.status for reply in again} == {303}
    found = trial.look()
    assert found.is_whole, found
    assert found.stored == len(trial.thanked)

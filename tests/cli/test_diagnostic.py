"""`consult diagnostic`: lists, freezes, and writes everything a state can be handed out as."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.cli.application import open_application
from consult.cli.demonstration import prepare_demonstration
from consult.cli.demonstration_diagnostic import SLUG
from consult.db import db
from consult.territories.service import load_reference


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration on a disk, as the command makes it."""
    folder = tmp_path_factory.mktemp("demo")
    with open_application(folder):
        load_reference()
        prepare_demonstration(answers=60)
        db.session.remove()
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diagnostic", *arguments])


def test_diagnostics_and_their_states_are_listed(data: Path) -> None:
    listed = run("list", "--data", str(data))

    assert listed.exit_code == 0
    assert SLUG in listed.output
    assert "état 1" in listed.output


def test_everything_is_written_once_and_taken_up_again(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"

    written = run("export", SLUG, str(folder), "--data", str(data))
    assert written.exit_code == 0, written.output
    lines = (folder / "MANIFEST").read_text(encoding="utf-8").splitlines()
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    names = {line.split("  ", 1)[1] for line in lines}
    assert {path.name for path in folder.iterdir()} == names | {"MANIFEST"}

    # As if it had been interrupted: what is there stays as it is, what is missing is made.
    kept, lost = folder / f"{SLUG}-1.xlsx", folder / f"{SLUG}-1-une-page.pdf"
    stamp = kept.stat().st_mtime_ns
    lost.unlink()
    assert run("export", SLUG, str(folder), "--data", str(data)).exit_code == 0
    assert (kept.stat().st_mtime_ns, lost.exists()) == (stamp, True)


def test_freezing_makes_the_next_state(data: Path) -> None:
    frozen = run("freeze", SLUG, "--data", str(data))

    assert frozen.exit_code == 0
    assert "état 2" in frozen.output


@pytest.mark.parametrize("arguments", [
    ("freeze", "nul"), ("export", "nul", "ici"), ("export", SLUG, "ici", "--state", "99")])
def test_what_is_not_there_is_said_in_a_sentence(data: Path, arguments: tuple[str, ...]) -> None:
    refused = run(*arguments, "--data", str(data))

    assert refused.exit_code == 1
    assert "Error" in refused.output
    assert "Traceback" not in refused.output
    assert not Path("ici").exists()


def test_a_folder_that_cannot_be_written_is_said(data: Path, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"")

    refused = run("export", SLUG, str(tmp_path / "fichier" / "dessous"), "--data", str(data))

    assert refused.exit_code == 1
    assert "ne peut pas être écrit" in refused.output

"""The page that says whether all is well reads what the commands themselves leave in the log."""

from __future__ import annotations

from pathlib import Path

from consult import clock
from consult.operations.health import Sign, State, signs
from consult.operations.vitals import read_vitals
from tests.operations.places import Place, a_site


def looked_at(site: Place, name: str) -> Sign:
    with site.opened() as app:
        return next(sign for sign in signs(read_vitals(app, at=clock.now())) if sign.name == name)


def test_a_backup_and_a_control_are_seen_once_they_are_done(tmp_path: Path) -> None:
    site = a_site("sqlite", tmp_path / "site")
    before = [looked_at(site, name).state for name in ("Sauvegarde", "Contrôle des données")]

    assert site.run("backup", str(tmp_path / "copy")).exit_code == 0
    assert site.run("check").exit_code == 0

    after = [looked_at(site, name).state for name in ("Sauvegarde", "Contrôle des données")]
    assert before == [State.WRONG, State.UNSEEN]
    assert after == [State.GOOD, State.GOOD]

"""`consult export`, over a folder of its own."""

from __future__ import annotations

import stat
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from consult.cli import main
from consult.cli.application import ready_application
from consult.db import db, writing
from consult.exports import libraries
from tests.exports.collected import Collected, a_version
from tests.exports.opened import open_parquet, open_sav, words_in
from tests.factories import a_campaign, a_territory


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CONSULT_DATABASE_URL", raising=False)
    data = tmp_path / "data"
    app = ready_application(data)
    campaign = a_campaign(id=uuid4())
    version = a_version(campaign.id, 1)
    collected = Collected(app, campaign.id, {1: version})
    with app.app_context(), writing():
        for row in (a_territory(), campaign, version):
            db.session.add(row)
            db.session.flush()
        db.session.commit()
    collected.answer()
    with app.app_context():
        db.engine.dispose()
    return data


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words)])


def test_a_command_writes_each_kind_of_file(folder: Path, tmp_path: Path) -> None:
    for name in ("reponses.csv", "reponses.xlsx", "reponses.zip", "reponses.sps.zip", "reponses.SAV",
                 "reponses.parquet", "description.xml"):
        result = run("petite-enfance", tmp_path / name, "--data", folder)
        assert result.exit_code == 0, result.output

    assert "Kawéni" in (tmp_path / "reponses.csv").read_text(encoding="utf-8-sig")
    assert "GET DATA" in words_in("reponses.sps.zip", (tmp_path / "reponses.sps.zip").read_bytes())
    assert open_sav((tmp_path / "reponses.SAV").read_bytes())[0]["village"] == [1]
    assert open_parquet((tmp_path / "reponses.parquet").read_bytes())["village"].to_pylist() == ["kaweni"]
    assert "ddi:codebook:2_5" in (tmp_path / "description.xml").read_text(encoding="utf-8")
    assert load_workbook(tmp_path / "reponses.xlsx")["Réponses"].max_row == 2
    assert stat.S_IMODE((tmp_path / "reponses.zip").stat().st_mode) == 0o600


def test_a_command_that_fails_leaves_no_half_file(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "reponses.csv"
    kept.write_text("avant", encoding="utf-8")

    unknown = run("inconnue", kept, "--data", folder)
    wrong_name = run("petite-enfance", tmp_path / "reponses.pdf", "--data", folder)
    no_place = run("petite-enfance", tmp_path / "nulle-part" / "reponses.csv", "--data", folder)

    assert {result.exit_code for result in (unknown, wrong_name, no_place)} == {1}
    assert kept.read_text(encoding="utf-8") == "avant"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "reponses.csv"]


@pytest.mark.parametrize(("ending", "extra"), [("sav", "spss"), ("parquet", "parquet")])
def test_a_command_says_how_to_install_what_it_lacks(folder: Path, tmp_path: Path, ending: str, extra: str,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)

    result = run("petite-enfance", tmp_path / f"reponses.{ending}", "--data", folder)

    assert result.exit_code == 1
    assert f"pip install consult[{extra}]" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["data"]

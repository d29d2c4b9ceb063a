"""The table of needs, from the machine itself."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.cli.application import open_application
from consult.needs.service import list_versions, taxonomy_in_use
from consult.needs.taxonomy import shipped_taxonomy
from tests.needs.taxonomy_files import DOMAIN, NEED, as_csv, as_xlsx


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["taxonomy", *map(str, words)])


def sent(folder: Path, content: bytes, name: str = "besoins.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_good_table_is_checked_and_said_so(tmp_path: Path) -> None:
    answer = run("check", sent(tmp_path, as_xlsx(DOMAIN, NEED), "besoins.xlsx"))

    assert answer.exit_code == 0, answer.output
    assert "1 domaine, 1 besoin." in answer.output


def test_faults_are_said_with_their_place_and_end_with_one(tmp_path: Path) -> None:
    answer = run("check", sent(tmp_path, as_csv(DOMAIN, {**NEED, "evidence_any": "jours", "parent": "NUL"})))

    assert answer.exit_code == 1
    assert "Ligne 3, parent" in answer.output
    assert "Ligne 3, evidence_any" in answer.output
    assert "« jours »" in answer.output.replace("\u00a0", " ")


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, command: str) -> None:
    answer = run(command, sent(tmp_path, b"PK\x03\x04 and nothing else"))

    assert answer.exit_code == 1
    assert "ne peut pas être lu" in answer.output
    assert "Traceback" not in answer.output


def test_what_is_taken_out_is_brought_in_without_a_change(tmp_path: Path) -> None:
    table, site = tmp_path / "sorti.csv", tmp_path / "site"

    out = run("export", table, "--data", site)
    same = run("import", table, "--data", site)
    over = run("export", table, "--data", site)

    assert out.exit_code == same.exit_code == 0, out.output + same.output
    assert "rien n’a changé" in same.output
    assert (over.exit_code, "existe déjà" in over.output) == (1, True)


def test_a_table_is_put_in_use_and_a_broken_one_is_not(tmp_path: Path) -> None:
    site = tmp_path / "site"

    kept = run("import", sent(tmp_path, as_csv(DOMAIN, NEED)), "--data", site)
    broken = run("import", sent(tmp_path, as_csv(DOMAIN, NEED, NEED)), "--data", site)

    assert kept.exit_code == 0, kept.output
    assert "Version 1 en usage" in kept.output
    assert (broken.exit_code, "rien n’est pris" in broken.output) == (1, True)
    with open_application(site):
        assert [need.code for need in taxonomy_in_use().taxonomy.needs()] == ["ACC-1"]
        assert [version.source_name for version in list_versions()] == ["besoins.csv"]
        assert taxonomy_in_use().taxonomy != shipped_taxonomy()

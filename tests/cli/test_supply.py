"""The table of what is offered, from the machine itself."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.cli.application import open_application
from consult.territories.service import known_offers
from consult.territories.supply import offers

HEAD = "lieu;type;nom;nombre;source\n"
TABLE = f"{HEAD}Kawéni;Crèche;Les Badamiers;20;PMI, 2026\n".encode()
BROKEN = f"{HEAD}Paris;Crèche;Les Badamiers;-2;PMI, 2026\n".encode()


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["supply", *map(str, words)])


def sent(folder: Path, content: bytes, name: str = "offre.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_good_table_is_checked_and_nothing_is_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"

    answer = run("check", sent(tmp_path, TABLE), "--data", site)

    assert answer.exit_code == 0, answer.output
    assert "1 ligne." in answer.output
    with open_application(site):
        assert known_offers() == []


@pytest.mark.parametrize("command", ["check", "import"])
def test_faults_are_said_with_their_place_and_end_with_one(tmp_path: Path, command: str) -> None:
    answer = run(command, sent(tmp_path, BROKEN), "--data", tmp_path / "site")

    assert answer.exit_code == 1
    assert "Ligne 2, lieu" in answer.output
    assert "Ligne 2, nombre" in answer.output
    assert "rien n’est pris" in answer.output


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path) -> None:
    answer = run("check", sent(tmp_path, b"PK\x03\x04 and nothing else"), "--data", tmp_path / "site")

    assert answer.exit_code == 1
    assert "ne peut pas être lu" in answer.output
    assert "Traceback" not in answer.output


def test_what_is_taken_out_is_brought_in_without_a_change(tmp_path: Path) -> None:
    table, site = tmp_path / "sorti.csv", tmp_path / "site"

    out = run("export", table, "--data", site)
    same = run("import", table, "--data", site)
    over = run("export", table, "--data", site)

    assert out.exit_code == same.exit_code == 0, out.output + same.output
    assert f"{len(offers())} lignes" in out.output
    assert "rien n’a changé" in same.output
    assert (over.exit_code, "existe déjà" in over.output) == (1, True)


def test_a_table_takes_the_place_of_what_was_known(tmp_path: Path) -> None:
    site = tmp_path / "site"

    taken = run("import", sent(tmp_path, TABLE), "--data", site)
    broken = run("import", sent(tmp_path, BROKEN), "--data", site)

    assert (taken.exit_code, broken.exit_code) == (0, 1), taken.output
    assert f"Retirées\u00a0: {len(offers())}" in taken.output
    with open_application(site):
        assert [offer.name for offer in known_offers()] == ["Les Badamiers"]

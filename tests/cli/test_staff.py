"""Accounts, from the machine itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from tests.staff.people import type_password


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Run `consult staff …` over a folder of its own."""
    def command(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["staff", *words, "--data", str(tmp_path)], input=typed)
    return command


def shown_password(answer: Result) -> str:
    return answer.output.rsplit(":", 1)[1].strip()


def sign_in_status(folder: Path, name: str, password: str) -> int:
    from consult.cli.application import ready_application
    app = ready_application(folder)
    app.config["WTF_CSRF_ENABLED"] = False
    status = type_password(app.test_client(), name, password).status_code
    with app.app_context():
        from consult.db import db
        db.engine.dispose()
    return status


def test_a_new_account_opens_with_the_password_shown(run: Callable[..., Result], tmp_path: Path) -> None:
    answer = run("add", "Amina")

    assert answer.exit_code == 0, answer.output
    assert "Compte créé\u00a0: amina (Coordination)" in answer.output
    assert sign_in_status(tmp_path, "amina", shown_password(answer)) == 303


def test_a_password_can_be_given_and_is_not_shown(run: Callable[..., Result], tmp_path: Path) -> None:
    answer = run("add", "bacar", "--role", "reader", "--password-stdin", typed="quatre mots sans lien\n")

    assert answer.exit_code == 0, answer.output
    assert "quatre" not in answer.output
    assert sign_in_status(tmp_path, "bacar", "quatre mots sans lien") == 303


@pytest.mark.parametrize(("words", "typed", "sentence"), [
    (("add", "Amina Saïd"), "", "lettres sans accent"),
    (("add", "amina", "--password-stdin"), "motdepasse123\n", "trop courant"),
    (("add", "amina", "--password-stdin"), "\n", "au moins 12 caractères"),
    (("password", "personne"), "", "Aucun compte ne porte ce nom."),
    (("deactivate", "personne"), "", "Aucun compte ne porte ce nom.")])
def test_a_refusal_is_one_line_and_stores_nothing(
        run: Callable[..., Result], words: tuple[str, ...], typed: str, sentence: str) -> None:
    answer = run(*words, typed=typed)

    assert answer.exit_code == 1
    assert sentence in answer.output
    assert "Traceback" not in answer.output
    assert run("list").output == ""


def test_a_name_is_taken_once(run: Callable[..., Result]) -> None:
    run("add", "amina")

    answer = run("add", "AMINA")

    assert answer.exit_code == 1
    assert "déjà celui d’un autre compte" in answer.output


def test_a_lost_password_is_replaced(run: Callable[..., Result], tmp_path: Path) -> None:
    old = shown_password(run("add", "amina"))

    answer = run("password", "amina", "--drop-second-step")

    assert sign_in_status(tmp_path, "amina", shown_password(answer)) == 303
    assert sign_in_status(tmp_path, "amina", old) == 422


def test_a_closed_account_stays_in_the_list(run: Callable[..., Result]) -> None:
    run("add", "amina")
    run("add", "bacar", "--role", "interviewer")

    answer = run("deactivate", "bacar")

    assert answer.exit_code == 0, answer.output
    lines = [line.split() for line in run("list").output.splitlines()]
    assert lines == [["amina", "Coordination", "actif"], ["bacar", "Enquête", "désactivé"]]


def test_the_last_coordinator_cannot_be_closed(run: Callable[..., Result]) -> None:
    run("add", "amina")

    answer = run("deactivate", "amina")

    assert answer.exit_code == 1
    assert "au moins un compte de coordination" in answer.output

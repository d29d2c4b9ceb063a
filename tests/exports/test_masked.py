"""A text in which somebody found a name or a phone number is in no file and in no list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from consult.cli import main
from consult.db import db, writing
from consult.needs.models import MaskedText
from consult.needs.texts import MASKED
from consult.staff.models import Role
from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import Kind, Question
from tests.exports.collected import ANSWERS, MORE, Collected, collect
from tests.exports.opened import words_in
from tests.exports.test_views import ADDRESS, FILES
from tests.needs.test_texts import KEY

SECRET = "Madame Unetelle 0639"
ECHO = Question("copie", Kind.CALCULATE, calculation=parse("${mot}"))
REPEATED = [{"age": 3, "soins": [{"lieu": SECRET}, {"lieu": "PMI"}]}]


@pytest.fixture
def collected(app: Flask, stored: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Collected:
    monkeypatch.setitem(MORE, 1, (ECHO,))
    collected = collect(app, stored)
    named = {"mot": SECRET, "copie": SECRET, "garde_other": SECRET, "enfants": REPEATED}
    collected.answer({**ANSWERS, **named}, key=KEY)
    collected.answer({**ANSWERS, "mot": "Un autre mot", "copie": "Un autre mot"})
    return collected


@pytest.fixture
def masks(app: Flask, collected: Collected) -> Callable[..., None]:
    def mask(*questions: str, key: UUID = KEY) -> None:
        with app.app_context(), writing():
            db.session.add_all(MaskedText(response_key=key, question=question, marked_by="un-coordinator")
                               for question in questions)
            db.session.commit()
    return mask


def words_of(client: FlaskClient, name: str) -> str:
    """All that a file says, whatever it is wrapped in."""
    return words_in(name, client.get(f"{ADDRESS}/{name}").data)


@pytest.mark.parametrize("name", FILES)
def test_a_masked_text_is_in_no_file(collected: Collected, masks: Callable[..., None],
                                     signed_in: Callable[[Role], FlaskClient], name: str) -> None:
    client = signed_in(Role.COORDINATOR)
    assert SECRET in words_of(client, name)

    masks("mot", "garde_other", "lieu")

    words = words_of(client, name)
    assert SECRET not in words
    assert MASKED in words
    assert "Un autre mot" in words


def test_only_what_was_marked_is_masked(collected: Collected, masks: Callable[..., None],
                                        signed_in: Callable[[Role], FlaskClient]) -> None:
    masks("mot")

    # « mot » and what is calculated from it are gone; « autre, précisez » of the same family is there.
    assert words_of(signed_in(Role.COORDINATOR), "reponses.csv").count(SECRET) == 1


def test_the_command_masks_too(app: Flask, collected: Collected, masks: Callable[..., None], tmp_path: Path,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    masks("mot", "garde_other")
    monkeypatch.setattr("consult.cli.export.ready_application", lambda data: app)
    target = tmp_path / "reponses.csv"

    result = CliRunner().invoke(main, ["export", "petite-enfance", str(target)])

    assert result.exit_code == 0, result.output
    written = target.read_text(encoding="utf-8-sig")
    assert SECRET not in written
    assert MASKED in written


@pytest.mark.parametrize("question", ["mot", "copie", "garde_other", "lieu"])
def test_a_masked_text_is_in_no_list_even_for_who_marked_it(
        collected: Collected, masks: Callable[..., None], signed_in: Callable[[Role], FlaskClient],
        visit: Callable[..., object], question: str) -> None:
    client = signed_in(Role.COORDINATOR)
    address = f"{ADDRESS}/reponses/questions/{question}/textes"
    assert SECRET in client.get(address).text

    masks("mot", "garde_other", "lieu")

    assert SECRET not in client.get(address).text
    assert MASKED in client.get(address).text
    visit(address)

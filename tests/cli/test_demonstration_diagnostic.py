"""The demonstration's diagnostic: frozen, public, and saying on its face that nobody answered."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from consult.cli.demonstration import prepare_demonstration
from consult.cli.demonstration_diagnostic import KEPT, SAYS
from consult.db import db, writing
from consult.diagnostic.models import Frozen
from consult.diagnostic.snapshot import Snapshot
from consult.needs.taxonomy import shipped_taxonomy
from consult.territories.reference import places
from consult.territories.service import load_territories


def prepare(app: Flask, answers: int) -> list[Snapshot]:
    with app.app_context(), writing():
        load_territories(places())
        prepare_demonstration(answers=answers)
        db.session.remove()
        return [Snapshot.from_document(each.document) for each in db.session.scalars(select(Frozen))]


def test_it_is_frozen_once_and_says_what_it_is(app: Flask) -> None:
    [snapshot] = prepare(app, 120)

    assert snapshot.is_demonstration
    assert [need.codes for need in snapshot.needs if need.tier == "A"] == [
        tuple(kept.codes) for kept in KEPT if kept.tier == "A"]
    assert any(need.quotes for need in snapshot.needs)
    assert len(prepare(app, 120)) == 1


def test_too_few_answers_are_frozen_without_a_figure(app: Flask) -> None:
    [snapshot] = prepare(app, 3)

    assert snapshot.campaigns[0].responses is None
    assert all(figure.is_withheld or not figure.base for figure in snapshot.figures())


def test_what_is_read_in_its_sentences_are_needs() -> None:
    assert {code for codes in SAYS.values() for code in codes} <= shipped_taxonomy().by_code().keys()

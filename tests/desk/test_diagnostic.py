"""A diagnostic from its first need to a state that nothing changes any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Mode
from consult.db import db, writing
from consult.diagnostic.models import Commitment, DecidedNeed, Diagnostic, Frozen
from consult.diagnostic.snapshot import Snapshot, Tier
from consult.needs.taxonomy import shipped_taxonomy
from consult.responses.models import Response, Withdrawn
from consult.responses.packing import layout, pack
from consult.staff.models import Role
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.shipped import load_shipped
from tests.desk.test_coding import plain
from tests.factories import sign_in
from tests.needs.families import NAME, documents
from tests.needs.test_estimates import worked_out
from tests.pages import parse

ADDRESS = "/staff/diagnostics/petite-enfance-2026"
NEEDS = {need.code: need for need in shipped_taxonomy().needs()}
Visit = Callable[..., TestResponse]


@pytest.fixture
def begun(survey: None, coordinator: FlaskClient) -> FlaskClient:
    answer = coordinator.post("/staff/diagnostics/nouveau", data={
        "title": "Petite enfance 2026", "campaigns": ["petite-enfance"]})
    assert answer.headers["Location"] == ADDRESS
    return coordinator


def decide(client: FlaskClient, code: str, decision: str = "kept", **words: Any) -> TestResponse:
    said = {"decision": decision, "tier": "A" if decision == "kept" else "",
            "reason": "Le comité le dit.", **words}
    return client.post(f"{ADDRESS}/besoins/{code}", data=said)


def frozen(client: FlaskClient) -> TestResponse:
    return client.post(f"{ADDRESS}/figer")


def states(app: Flask) -> list[Snapshot]:
    with app.app_context():
        return [Snapshot.from_document(each.document)
                for each in db.session.scalars(select(Frozen).order_by(Frozen.number))]


def answer_more(app: Flask, count: int) -> None:
    with app.app_context(), writing():
        version, rules = db.session.scalars(select(QuestionnaireVersion.id)).one(), layout(load_shipped(NAME))
        db.session.add_all(
            Response(key=uuid4(), version_id=version, language="fr", mode=Mode.SELF, day=clock.today(),
                     answers=answers, packed=pack(rules, answers), digest="", receipt_hash=uuid4().hex)
            for answers in documents(200 + count)[200:])
        db.session.commit()


def test_needs_wait_with_their_figures_and_what_the_rule_suggests(begun: FlaskClient, visit: Visit) -> None:
    page = plain(visit(ADDRESS))

    assert "À décider" in page
    assert "Avant de figer, il reste à faire : Garder au moins un besoin." in page
    assert "Place en accueil collectif ACC-1" in page


def test_a_diagnostic_reads_one_consultation_at_least_and_has_a_name_of_its_own(
        begun: FlaskClient) -> None:
    nothing = begun.post("/staff/diagnostics/nouveau", data={"title": "Autre"})
    nameless, page, same = (
        begun.post("/staff/diagnostics/nouveau", data={"title": title, "campaigns": ["petite-enfance"]})
        for title in ("!!!", "Nouveau", "Petite enfance 2026"))

    assert [answer.status_code for answer in (nothing, nameless, page, same)] == [422] * 4
    assert "Un diagnostic porte déjà ce nom." in plain(same)
    assert 'value="Petite enfance 2026"' in same.text


def test_a_kept_need_says_why_and_shows_what_was_written(begun: FlaskClient, visit: Visit) -> None:
    missing = decide(begun, "ACC-1", reason="", statement="Des places pour les bébés.")
    assert missing.status_code == 422
    assert "Dites pourquoi" in plain(missing)
    assert "Des places pour les bébés." in missing.text

    kept = decide(begun, "ACC-1", statement="Des places pour les bébés.", tension=["97611-kaweni"])
    assert kept.status_code == 303
    page = visit(f"{ADDRESS}/besoins/ACC-1").text
    assert "Des places pour les bébés." in page
    assert [box.get("value") for box in parse(page).iter("input")
            if box.get("name") == "tension" and box.get("checked") is not None] == ["97611-kaweni"]
    assert "Le comité le dit." in plain(visit(ADDRESS))


def test_needs_that_are_one_are_one_line_and_come_apart_again(
        app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "HOR-2", tier="B")
    decide(begun, "HOR-1", joined=["HOR-2", "HOR-3"])

    with app.app_context():
        [row] = db.session.scalars(select(DecidedNeed))
        assert (row.codes, row.tier) == (["HOR-1", "HOR-2", "HOR-3"], Tier.A)
    assert "avec Nuit et week-end" in plain(visit(ADDRESS))
    begun.post(f"{ADDRESS}/besoins/HOR-1/attente")
    with app.app_context():
        assert db.session.scalars(select(DecidedNeed)).all() == []


def test_a_need_that_is_part_of_another_is_not_taken_twice(begun: FlaskClient) -> None:
    decide(begun, "HOR-1", joined=["HOR-2"])

    taken = decide(begun, "ACC-1", joined=["HOR-2"])

    assert taken.status_code == 422


def test_kept_needs_change_places_within_their_tier(begun: FlaskClient, app: Flask, visit: Visit) -> None:
    for code in ("ACC-1", "ACC-2"):
        decide(begun, code)
    with app.app_context():
        key = db.session.scalars(select(DecidedNeed.id).where(DecidedNeed.position == 1)).one()

    assert begun.post(f"{ADDRESS}/ordre/{key}/monter").status_code == 303
    page = visit(ADDRESS).text
    assert page.index('id="ACC-2"') < page.index('id="ACC-1"')
    assert begun.post(f"{ADDRESS}/ordre/{uuid4()}/monter").status_code == 404


def test_nothing_is_frozen_while_something_is_missing(app: Flask, begun: FlaskClient) -> None:
    decide(begun, "ACC-1", tier="", reason="")

    answer = frozen(begun)

    assert answer.status_code == 422
    assert "Donner un rang au besoin ACC-1" in plain(answer)
    assert states(app) == []


def test_what_is_frozen_is_what_the_documents_say(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1", statement="Des places.")
    decide(begun, "QUA-1", "set_aside", reason="Traité ailleurs.")
    begun.post(f"{ADDRESS}/textes", data={"limits": "Peu de pères ont répondu."})

    assert frozen(begun).headers["Location"] == f"{ADDRESS}/etats/1"

    [state] = states(app)
    figure = state.figure("petite-enfance", "ACC-1")
    counts = worked_out(NEEDS["ACC-1"], list(documents(200)))
    assert figure is not None
    assert (figure.base, figure.expressing, figure.strong) == (
        counts["base"], counts["expressing"], counts["strong"])
    assert state.texts == {"limits": "Peu de pères ont répondu."}
    assert state.set_aside[0].reason == "Traité ailleurs."
    assert any(value.place == "976" for each in state.indicators for value in each.values)
    assert (state.campaigns[0].responses, state.needs[0].statement) == (200, "Des places.")
    assert state.content_hash in visit(f"{ADDRESS}/etats/1").text


def test_nothing_changes_what_was_frozen(app: Flask, begun: FlaskClient) -> None:
    decide(begun, "ACC-1")
    frozen(begun)
    before = states(app)

    decide(begun, "ACC-1", tier="C")
    answer_more(app, 20)

    assert states(app) == before
    with app.app_context(), writing(), pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE snapshot SET content_hash = ''"))


def test_too_few_families_more_do_not_move_the_figures(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1")
    frozen(begun)
    answer_more(app, 3)
    frozen(begun)
    answer_more(app, 20)
    frozen(begun)

    first, second, third = states(app)

    assert second.campaigns[0].figures == first.campaigns[0].figures
    assert (second.campaigns[0].carried_from, second.campaigns[0].responses) == (1, 200)
    assert (third.campaigns[0].carried_from, third.campaigns[0].responses) == (None, 223)
    assert "Chiffres repris de l’état 1" in plain(visit(f"{ADDRESS}/etats/2"))


def test_answers_taken_back_afterwards_are_told_beside_the_state(
        app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1")
    frozen(begun)
    with app.app_context(), writing():
        version = db.session.scalars(select(QuestionnaireVersion.id)).one()
        db.session.add(Withdrawn(version_id=version, day=clock.today(), count=2))
        db.session.commit()

    assert "Depuis, 2 familles ont effacé leurs réponses." in plain(visit(f"{ADDRESS}/etats/1"))


def test_two_states_are_compared(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1")
    frozen(begun)
    answer_more(app, 20)
    decide(begun, "ACC-2", tier="B")
    frozen(begun)

    page = plain(visit(f"{ADDRESS}/etats/2/comparer?avec=petite-enfance-2026/1"))

    assert "points" in page
    assert "pas gardé" in page
    assert begun.get(f"{ADDRESS}/etats/2/comparer?avec=nul/1").status_code == 404


def test_a_state_is_shown_to_everybody_and_taken_back(app: Flask, begun: FlaskClient) -> None:
    decide(begun, "ACC-1")
    frozen(begun)

    begun.post(f"{ADDRESS}/etats/1/montrer")
    with app.app_context():
        assert db.session.scalars(select(Frozen.public_since)).one() == clock.today()
    begun.post(f"{ADDRESS}/etats/1/retirer")
    with app.app_context():
        assert db.session.scalars(select(Frozen.public_since)).one() is None


def test_readers_read_what_is_frozen_and_nothing_else(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1")
    frozen(begun)

    sign_in(app, begun, Role.READER)

    assert "État 1" in plain(visit("/staff/diagnostics"))
    assert "Place en accueil collectif" in plain(visit(f"{ADDRESS}/etats/1"))
    for page in ("", "/figer", "/textes", "/besoins/ACC-1"):
        assert begun.get(ADDRESS + page).status_code == 403


def test_a_commitment_is_made_followed_and_late(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    decide(begun, "ACC-1")
    with app.app_context():
        need = db.session.scalars(select(DecidedNeed.id)).one()
    promise = {"besoin": str(need), "what": "Ouvrir 12 places", "who": "La Ville", "due_on": "2026-01-31",
               "state": "started"}

    wrong = begun.post(f"{ADDRESS}/engagements/nouveau", data={
        **promise, "evidence_url": "javascript:alert(1)"})
    assert wrong.status_code == 422
    assert "Ouvrir 12 places" in wrong.text
    assert begun.post(f"{ADDRESS}/engagements/nouveau", data=promise).status_code == 303

    assert "en retard" in plain(visit(f"{ADDRESS}/engagements"))
    assert "1 engagement en retard" in plain(visit("/staff/"))
    with app.app_context():
        key = db.session.scalars(select(Commitment.id)).one()
    begun.post(f"{ADDRESS}/engagements/{key}", data={
        **promise, "state": "done", "news": "Ouvertes le 2 mars."})
    assert "Ouvertes le 2 mars." in plain(visit(f"{ADDRESS}/engagements"))
    assert "en retard" not in plain(visit("/staff/"))


def test_a_need_with_a_promise_does_not_vanish(app: Flask, begun: FlaskClient) -> None:
    decide(begun, "ACC-1")
    with app.app_context():
        need = db.session.scalars(select(DecidedNeed.id)).one()
    begun.post(f"{ADDRESS}/engagements/nouveau", data={
        "besoin": str(need), "what": "Ouvrir", "who": "La Ville", "state": "planned"})

    refused = [begun.post(f"{ADDRESS}/besoins/ACC-1/attente"), decide(begun, "ACC-1", "set_aside"),
               decide(begun, "ACC-2", joined=["ACC-1"], statement="Une phrase écrite avec soin.")]

    assert all("Des engagements sont pris" in plain(answer) for answer in refused)
    assert [answer.status_code for answer in refused[1:]] == [422, 422]
    assert "Une phrase écrite avec soin." in refused[-1].text
    with app.app_context():
        assert db.session.scalars(select(Commitment.what)).all() == ["Ouvrir"]
        key = db.session.scalars(select(Commitment.id)).one()
    begun.post(f"{ADDRESS}/engagements/{key}/effacer")
    assert begun.post(f"{ADDRESS}/besoins/ACC-1/attente").status_code == 303


def test_settings_and_texts_are_kept(app: Flask, begun: FlaskClient, visit: Visit) -> None:
    begun.post(f"{ADDRESS}/reglages", data={"title": "Petite enfance", "campaigns": ["petite-enfance"]})
    begun.post(f"{ADDRESS}/textes", data={"context": "Le territoire."})

    assert "Le territoire." in visit(f"{ADDRESS}/textes").text
    assert "Petite enfance" in visit(f"{ADDRESS}/reglages").text
    with app.app_context():
        assert db.session.scalars(select(Diagnostic.slug)).one() == "petite-enfance-2026"
    assert begun.post(f"{ADDRESS}/reglages", data={"title": ""}).status_code == 422

"""How long each kind of data is kept: one table, followed once a day, read on the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.campaigns.models import Campaign
from consult.db import Base, db, writing
from consult.meetings import service
from consult.meetings.models import Invitee, Message
from consult.operations import retention
from consult.operations.anonymising import anonymise
from consult.operations.retention import RULES, End, Erased, Moment, Rule, purge, purge_apart
from consult.staff.models import Role, StaffAction, StaffSession
from tests.factories import an_account
from tests.meetings.conftest import Hall
from tests.meetings.post import Clock, an_office, sender
from tests.responses.conftest import Published

NOW = datetime(2099, 12, 31, 12, tzinfo=UTC)
KEPT = timedelta(days=7)
NOBODY = {
    "campaign", "commitment", "decided_need", "diagnostic", "diagnostic_campaign", "indicator_value",
    "known_margin", "loaded_once", "meeting", "message_text", "news", "offer", "phase", "published_document",
    "questionnaire_version", "relay", "taxonomy_version", "territory"}
"""Tables with nothing about families or staff in them."""


def run(app: Flask, at: datetime = NOW) -> list[Erased]:
    with app.app_context():
        return purge(Moment(at, KEPT))


def log(app: Flask) -> list[tuple[str, str, dict[str, Any]]]:
    with app.app_context():
        lines = db.session.scalars(select(StaffAction).order_by(StaffAction.id))
        return [(line.account_name, line.verb, line.detail) for line in lines]


def test_every_rule_says_all_and_only_what_ends_has_something_that_ends_it() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.data
        assert rule.basis
        assert rule.kept
        assert (rule.run is not None) == (rule.end in {End.DELETED, End.ANONYMISED}), rule.code


def test_sign_ins_that_are_over_go_and_the_others_stay(app: Flask, stored: Callable[..., None]) -> None:
    account = an_account(id=uuid4())
    at = {"account_id": account.id}
    stored(account)
    stored(StaffSession(token_hash="old", started_at=NOW - timedelta(hours=13), seen_at=NOW, **at),
           StaffSession(token_hash="idle", started_at=NOW - timedelta(hours=3),
                        seen_at=NOW - timedelta(hours=3), **at),
           StaffSession(token_hash="live", started_at=NOW, seen_at=NOW, **at))

    done = [run(app) for _ in range(2)]

    assert done == [[Erased("connexions", "", {"connexions": 2})], []]
    assert log(app) == [("tâche programmée", "efface des connexions terminées", {"connexions": 2})]
    with app.app_context():
        assert list(db.session.scalars(select(StaffSession.token_hash))) == ["live"]


def test_words_that_went_out_are_erased_after_their_days(app: Flask, open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.sign_up(name="Amina", phone="0639000000")
    office_clock = Clock()
    with app.app_context():
        service.keep_up(an_office(sender(), sender()), now=office_clock)
        sent_at = db.session.scalar(select(Message.done_at))
    assert sent_at is not None

    early = run(app, sent_at + KEPT - timedelta(seconds=1))
    with app.app_context():
        known = list(db.session.scalars(select(Message.recipient)))
    late = run(app, sent_at + KEPT + timedelta(seconds=1))

    assert early == []
    assert known == ["0639000000"]
    assert Erased("messages", "", {"messages": 1}) in late
    with app.app_context():
        assert [(message.recipient, message.body) for message in db.session.scalars(select(Message))] == [
            ("", "")]


def test_people_to_invite_are_forgotten_when_answers_become_anonymous(
        app: Flask, published: Published, stored: Callable[..., None]) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(closes_on=date(2026, 12, 31), retention_days=1))
        db.session.commit()
    stored(Invitee(campaign_id=published.campaign_id, phone="0639000000", details={}))
    last = datetime(2027, 1, 1, 12, tzinfo=UTC)

    assert run(app, last) == []
    assert [each.rule for each in run(app, last + timedelta(days=1))] == ["contacts"]


def test_a_rule_that_fails_is_logged_without_words_and_the_others_are_followed(
        app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    followed = []

    def breaks(_moment: Moment) -> list[Erased]:
        raise RuntimeError("0639000000")

    def works(_moment: Moment) -> list[Erased]:
        followed.append(True)
        return []
    monkeypatch.setattr(retention, "RULES", (
        Rule("un", "", "", "", End.DELETED, breaks), Rule("deux", "", "", "", End.DELETED, works)))

    with app.app_context(), caplog.at_level(logging.ERROR):
        purge_apart(Moment(NOW, KEPT))

    assert followed == [True]
    assert "retention un failed" in caplog.text
    assert "0639000000" not in caplog.text


class TestOnTheDesk:
    def test_the_coordinator_reads_rules_dates_and_what_was_done(
            self, app: Flask, published: Published, stored: Callable[..., None],
            signed_in: Callable[[Role], FlaskClient], visit: Callable[..., Any]) -> None:
        with app.app_context(), writing():
            db.session.execute(update(Campaign).values(
                closes_on=date(2026, 12, 31), retention_days=10, contacts_forgotten_on=date(2027, 1, 5)))
            db.session.commit()
        signed_in(Role.COORDINATOR)
        published.receive(published.submission())
        waiting = visit("/staff/donnees").text
        with app.app_context():
            anonymise(date(2027, 1, 20))

        done = visit("/staff/donnees").text

        assert "05/01/2027" in done
        assert "11/01/2027" in done
        assert "90 jours après l’envoi" in done
        assert "Des familles peuvent encore effacer leurs réponses." in waiting
        assert "Aucune réponse n’est reliée à un reçu." in done
        assert "Rien n’est encore arrivé à sa date." in waiting
        assert "rend des réponses anonymes" in done

    @pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
    def test_it_is_the_coordinator_s(self, signed_in: Callable[[Role], FlaskClient], role: Role) -> None:
        assert signed_in(role).get("/staff/donnees").status_code == 403


def test_every_table_with_something_about_people_has_a_rule(app: Flask) -> None:
    """Who adds a table writes its rule, or says here that nobody is in it."""
    ruled = [table for rule in RULES for table in rule.tables]

    assert sorted(ruled) == sorted(set(Base.metadata.tables) - NOBODY)

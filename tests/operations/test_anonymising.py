"""Once answers can no longer be taken back, nothing leads from a family to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.needs.models import Coding, MaskedText, Verbatim
from consult.needs.service import list_texts
from consult.needs.texts import ERASED
from consult.operations import anonymising
from consult.operations.anonymising import Anonymised, anonymise
from consult.responses.models import Response
from consult.responses.receipts import receipt_code, receipt_hash
from consult.responses.service import check_responses, find_by_receipt, reference_of
from consult.staff.models import StaffAction
from tests.factories import a_campaign
from tests.responses.conftest import SECRET, Published, a_questionnaire, a_version

CLOSED, KEPT = date(2026, 12, 31), 730
DUE = CLOSED + timedelta(days=KEPT + 1)
WORDS = "Demandez à Amina, 0639000000"


def close(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(closes_on=CLOSED, retention_days=KEPT))
        db.session.commit()


def make_anonymous(app: Flask, on: date = DUE) -> list[Anonymised]:
    with app.app_context():
        return anonymise(on)


def rows(app: Flask) -> list[Response]:
    with app.app_context():
        return list(db.session.scalars(select(Response).order_by(Response.key)))


def read_by_people(key: Any) -> list[object]:
    whose: dict[str, Any] = {"response_key": key, "question": "mot"}
    return [Coding(**whose, coder="un-coordinator", text_hash="", codes=["ACC-1"], coded_on=CLOSED),
            MaskedText(**whose, marked_by="un-coordinator"),
            Verbatim(**whose, need="ACC-1", text_hash="", words=WORDS, chosen_on=CLOSED)]


@pytest.fixture
def receipts(app: Flask, published: Published) -> list[str]:
    """Three families; the second one wrote something."""
    close(app)
    told: list[dict[str, Any]] = [{"accord": "oui"}, {"mot": WORDS, "enfants": 2}, {"enfants": 3}]
    return [published.receive(published.submission(answers=answers)).receipt for answers in told]


def test_a_family_may_take_its_answers_back_until_the_very_last_day(app: Flask, receipts: list[str]) -> None:
    early = make_anonymous(app, DUE - timedelta(days=1))

    with app.app_context():
        kept = find_by_receipt(db.session.connection(), receipts[0], secret=SECRET)

    assert early == []
    assert kept is not None
    assert (kept.may_be_erased_on(DUE - timedelta(days=1)), kept.may_be_erased_on(DUE)) == (True, False)


def test_afterwards_neither_receipt_nor_key_nor_files_lead_back(app: Flask, receipts: list[str]) -> None:
    before = rows(app)

    done = make_anonymous(app)

    after = rows(app)
    codes = {receipt_code(row.key, SECRET, turn) for row in after for turn in range(8)}
    assert [each.counts for each in done] == [{"réponses": 3, "textes": 1}]
    assert not {row.key for row in before} & {row.key for row in after}
    assert not {reference_of(row.key) for row in before} & {reference_of(row.key) for row in after}
    assert not {receipt_hash(code, SECRET) for code in receipts} & {row.receipt_hash for row in after}
    assert not codes & set(receipts)
    with app.app_context():
        found = [find_by_receipt(db.session.connection(), code, secret=SECRET) for code in receipts]
    assert found == [None, None, None]


def test_what_is_counted_stays_and_what_was_written_goes(app: Flask, receipts: list[str]) -> None:
    before = sorted(row.packed for row in rows(app))

    make_anonymous(app)

    after = rows(app)
    assert sorted(row.packed for row in after) == before
    assert sorted(str(row.answers) for row in after) == sorted(map(str, (
        {"accord": "oui"}, {"mot": ERASED, "enfants": 2}, {"enfants": 3})))
    with app.app_context():
        assert check_responses().wrong == ()
        [campaign_id] = db.session.scalars(select(Campaign.id))
        assert list_texts(campaign_id, [], secret=SECRET) == []


def test_readings_of_a_text_go_with_it(app: Flask, receipts: list[str], stored: Callable[..., None]) -> None:
    [written] = [row.key for row in rows(app) if "mot" in row.answers]
    stored(*read_by_people(written))

    make_anonymous(app)

    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(model))
                  for model in (Coding, MaskedText, Verbatim)]
    assert counts == [0, 0, 0]


def test_a_line_in_the_log_says_how_many_and_only_once(app: Flask, receipts: list[str]) -> None:
    again = [make_anonymous(app, DUE + timedelta(days=day)) for day in range(3)]

    with app.app_context():
        [line] = db.session.scalars(select(StaffAction))
    assert [len(done) for done in again] == [1, 0, 0]
    assert (line.account_name, line.verb, line.subject) == (
        "tâche programmée", "rend des réponses anonymes", "petite-enfance")
    assert line.detail == {"réponses": 3, "textes": 1}


def test_it_goes_on_where_it_was_interrupted(
        app: Flask, receipts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymising, "AT_ONCE", 2)

    done = make_anonymous(app)

    assert [each.counts["réponses"] for each in done] == [2, 1]
    assert len(rows(app)) == 3


def test_another_campaign_waits_for_its_own_day(
        app: Flask, published: Published, receipts: list[str], stored: Callable[..., None]) -> None:
    other = a_campaign(id=uuid4(), slug="autre", closes_on=CLOSED + timedelta(days=1), retention_days=KEPT)
    version = a_version(other.id, a_questionnaire())
    key, version_id, campaign_id = uuid4(), version.id, other.id
    stored(other)
    stored(version)
    published.receive(published.submission(key=key, version_id=version_id, campaign_id=campaign_id))

    make_anonymous(app)

    assert key in {row.key for row in rows(app)}

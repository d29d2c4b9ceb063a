"""The receipt page and the page that erases a phone number."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.meetings.models import Invitee
from consult.web.filters import spaced
from tests.conftest import POSTGRESQL
from tests.pages import check_page
from tests.responses.conftest import Published
from tests.responses.test_service import responses

RECEIPT, PHONE = "/fr/recu", "/fr/effacer-mon-numero"


@pytest.fixture
def code(published: Published) -> str:
    return published.receive(published.submission(contacts={"telephone": "0639000000"})).receipt


@pytest.mark.parametrize("write", [str, spaced, lambda code: f"{code[:6]}-{code[6:]}"])
def test_a_family_reads_what_is_kept(
        app: Flask, client: FlaskClient, code: str, write: Callable[[str], str]) -> None:
    page = client.post(RECEIPT, data={"code": write(code)})

    check_page(page, app, RECEIPT)
    assert "lundi 23 novembre 2026" in page.text
    assert "3 questions avec une réponse" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert len(responses(app)) == 1


def test_a_family_deletes_its_answers_after_a_confirmation(
        app: Flask, client: FlaskClient, code: str, visit: Callable[..., TestResponse]) -> None:
    answers = [client.post(RECEIPT, data={"code": code, "effacer": "oui"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Vos réponses sont effacées" in visit(answers[0].location).text
    assert responses(app) == []
    assert client.post(RECEIPT, data={"code": code}).status_code == 422


@pytest.mark.skipif(bool(POSTGRESQL), reason="PostgreSQL clears its pages in its own time (VACUUM)")
def test_deleted_answers_are_not_in_the_file_any_more(
        app: Flask, client: FlaskClient, published: Published) -> None:
    written = "Mwana wangu anahitaji nafasi"
    receipt = published.receive(published.submission(answers={"mot": written})).receipt

    def is_in_the_file() -> bool:
        with app.app_context():
            db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            path = db.engine.url.database
        assert path is not None
        return written.encode() in Path(path).read_bytes()

    before = is_in_the_file()
    client.post(RECEIPT, data={"code": receipt, "effacer": "oui"})

    assert (before, is_in_the_file()) == (True, False)


def test_answers_that_are_anonymous_stay(app: Flask, client: FlaskClient, code: str) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(closes_on=date(2021, 1, 1), retention_days=1))
        db.session.commit()

    page = client.post(RECEIPT, data={"code": code})
    answer = client.post(RECEIPT, data={"code": code, "effacer": "oui"})

    assert "Elles sont maintenant anonymes." in page.text
    assert "Effacer ces réponses" not in page.text
    assert answer.status_code == 409
    assert len(responses(app)) == 1


@pytest.mark.parametrize(("typed", "words"), [
    ("12", "12 chiffres"), ("douze", "12 chiffres"), ("000000000000", "Aucune réponse n’est gardée")])
def test_a_wrong_code_is_said_and_shown_again(
        app: Flask, client: FlaskClient, code: str, typed: str, words: str) -> None:
    page = client.post(RECEIPT, data={"code": typed})

    check_page(page, app, RECEIPT, 422)
    assert words in page.text


def test_codes_cannot_be_guessed_fast(client: FlaskClient, code: str) -> None:
    statuses = [client.post(RECEIPT, data={"code": f"{number:012}"}).status_code for number in range(25)]

    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_a_number_is_erased_in_the_same_words_whether_it_was_there_or_not(
        app: Flask, client: FlaskClient, code: str, visit: Callable[..., TestResponse]) -> None:
    answers = [client.post(PHONE, data={"telephone": typed}) for typed in ("+262 639 00 00 00", "0639999999")]

    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert "il est effacé" in visit(answers[0].location).text
    with app.app_context():
        assert db.session.scalars(select(Invitee)).all() == []
    assert len(responses(app)) == 1


def test_what_is_no_number_is_said(app: Flask, client: FlaskClient, code: str) -> None:
    page = client.post(PHONE, data={"telephone": "Amina"})

    check_page(page, app, PHONE, 422)
    assert "Écrivez un numéro de téléphone." in page.text


@pytest.mark.parametrize("address", [RECEIPT, PHONE])
def test_other_sites_cannot_erase(app: Flask, client: FlaskClient, code: str, address: str) -> None:
    form = {"code": code, "effacer": "oui", "telephone": "0639000000"}

    answer = client.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    with app.app_context():
        assert len(db.session.scalars(select(Invitee)).all()) == len(responses(app)) == 1


@pytest.mark.parametrize("address", [RECEIPT, f"{RECEIPT}/efface", PHONE])
def test_these_pages_leave_nothing_on_the_phone(client: FlaskClient, address: str) -> None:
    page = client.get(address)

    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("receipt", ["", "12", "<script>"])
def test_thank_you_is_not_said_for_nothing(client: FlaskClient, published: Published, receipt: str) -> None:
    page = client.get("/fr/consultations/petite-enfance/merci", query_string={"recu": receipt})

    assert page.status_code == 404

"""The family's way, as a phone without JavaScript goes it."""

import gzip
import re
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Campaign, Mode, Relay, Stage
from consult.db import db, writing
from consult.meetings.models import Invitee
from consult.responses.models import Response
from tests.conftest import POSTGRESQL
from tests.pages import check_page, parse, words
from tests.responses.conftest import Published, a_questionnaire, a_version
from tests.responses.test_service import a_relay, responses

PAGE = "/fr/consultations/petite-enfance/questionnaire"
SEND = f"{PAGE}/envoi"
ANSWERS = {"accord": "oui", "enfants": "2", "garde": ["creche"], "jour": "", "mot": "Marahaba"}
JSON = {"Accept": "application/json"}


def hidden(page: TestResponse) -> dict[str, str]:
    """The page's own hidden fields."""
    found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', page.text)
    return dict(found)


def typed(page: TestResponse) -> dict[str, list[str]]:
    """Every hidden field of a page that carries answers on."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text):
        fields.setdefault(unescape(name), []).append(unescape(value))
    return fields


def open_and_fill(client: FlaskClient, address: str = PAGE, **changes: Any) -> dict[str, Any]:
    return {**hidden(client.get(address)), **ANSWERS, **changes}


def receipt(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return answer.location.split("recu=")[1]


def test_an_answer_is_stored_before_thank_you_and_leaves_no_cookie(
        app: Flask, client: FlaskClient, published: Published, visit: Callable[..., TestResponse]) -> None:
    form = open_and_fill(client)

    answer = client.post(SEND, data=form)

    [response] = responses(app)
    assert response.answers == {
        "accord": "oui", "enfants": 2, "garde": ["creche"], "jour": None, "mot": "Marahaba"}
    assert (response.language, response.mode, response.day) == ("fr", Mode.SELF, clock.today())
    code = receipt(answer)
    thanks = visit(answer.location)
    assert "\u00a0".join((code[:4], code[4:8], code[8:])) in thanks.text
    assert thanks.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in thanks.headers


def test_the_page_may_be_kept_so_that_back_finds_what_was_typed(
        client: FlaskClient, published: Published) -> None:
    page = client.get(PAGE)

    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in page.headers
    assert hidden(client.get(PAGE))["_key"] != hidden(page)["_key"]


def test_the_compressed_page_is_the_same_page(client: FlaskClient, published: Published) -> None:
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})

    def without_key(text: str) -> str:
        return re.sub(r"[0-9a-f]{32}", "", text)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert without_key(gzip.decompress(packed.data).decode()) == without_key(plain.text)


def test_sending_again_gives_the_same_receipt(app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client)

    answers = [client.post(SEND, data=form) for _ in range(3)]

    assert len({receipt(answer) for answer in answers}) == 1
    assert len(responses(app)) == 1


def test_sixteen_identical_requests_at_once_store_one_response(
        app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client)
    together = threading.Barrier(16)

    def send(_number: int) -> str:
        together.wait()
        return receipt(app.test_client().post(SEND, data=form))

    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(send, range(16)))

    assert len(set(receipts)) == 1
    assert len(responses(app)) == 1


def test_other_answers_under_the_same_key_are_asked_about(
        app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client)
    client.post(SEND, data=form)

    answer = client.post(SEND, data={**form, "enfants": "3", "mot": 'Deux "mots"\r\nensemble'})

    check_page(answer, app, PAGE, 409)
    assert "Une correction, ou une autre famille\u00a0?" in answer.text
    assert typed(answer)["mot"] == ['Deux "mots"\r\nensemble']
    assert typed(answer)["enfants"] == ["3"]
    assert len(responses(app)) == 1


@pytest.mark.parametrize(("choice", "children"), [("correction", [3]), ("autre", [2, 3])])
def test_the_family_says_which_it_is_and_may_say_it_twice(
        app: Flask, client: FlaskClient, published: Published, choice: str, children: list[int]) -> None:
    form = open_and_fill(client)
    first = receipt(client.post(SEND, data=form))
    question = client.post(SEND, data={**form, "enfants": "3"})

    chosen = [client.post(SEND, data={**typed(question), "_resolve": choice}) for _ in range(2)]

    assert len({receipt(answer) for answer in chosen}) == 1
    assert (receipt(chosen[0]) == first) is (choice == "correction")
    assert sorted(response.answers["enfants"] for response in responses(app)) == children
    back_and_again = client.post(SEND, data={**form, "enfants": "3"})
    assert receipt(back_and_again) == receipt(chosen[0])


def test_problems_bring_the_page_back_with_what_was_typed(
        app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client, enfants="beaucoup", mot="Je garde ceci")

    answer = client.post(SEND, data=form)

    check_page(answer, app, PAGE, 422)
    assert "Je garde ceci" in answer.text
    page = parse(answer.text)
    [wrong] = [field for field in page.iter("input") if field.get("aria-invalid") == "true"]
    notes = wrong.get("aria-describedby", "").split()
    described = [words(part) for part in page.iter() if part.get("id") in notes]
    assert wrong.get("name") == "enfants"
    assert any("nombre" in said for said in described), described
    assert hidden(answer)["_key"] == form["_key"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert responses(app) == []


def test_contacts_reach_the_invitations_and_not_the_response(
        app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client, prenom="Amina", telephone="06 39 00 00 00", langue="swb")

    client.post(SEND, data=form)

    with app.app_context():
        [invitee] = db.session.scalars(select(Invitee)).all()
    assert invitee.phone == "0639000000"
    assert invitee.details["langue"] == {"label": "Votre langue", "answer": "Swb"}
    [response] = responses(app)
    assert set(response.answers) == {"accord", "enfants", "garde", "jour", "mot"}


def test_a_relay_counts_what_it_brought_and_is_ready_for_the_next_family(
        app: Flask, client: FlaskClient, published: Published, stored: Callable[..., None],
        visit: Callable[..., TestResponse]) -> None:
    stored(a_relay(published))

    answer = client.post("/fr/r/pmi2/envoi", data=open_and_fill(client, "/fr/r/pmi2"))

    [response] = responses(app)
    assert response.mode is Mode.ASSISTED
    assert response.relay_id is not None
    thanks = visit(answer.location)
    assert thanks.text.index('href="/fr/r/pmi2"') < thanks.text.index('class="receipt"')


def test_a_relay_deleted_meanwhile_loses_no_answers(
        app: Flask, client: FlaskClient, published: Published, stored: Callable[..., None]) -> None:
    stored(a_relay(published))
    form = open_and_fill(client, "/fr/r/pmi2")
    with app.app_context(), writing():
        db.session.delete(db.session.scalars(select(Relay)).one())
        db.session.commit()

    answer = client.post("/fr/r/pmi2/envoi", data=form)

    assert receipt(answer)
    assert responses(app)[0].relay_id is None


def test_the_language_of_the_page_is_kept(app: Flask, client: FlaskClient, published: Published) -> None:
    page = PAGE.replace("/fr/", "/swb/")

    client.post(f"{page}/envoi", data=open_and_fill(client, page))

    assert responses(app)[0].language == "swb"


def test_an_older_version_still_on_a_phone_is_accepted(
        app: Flask, client: FlaskClient, published: Published, stored: Callable[..., None]) -> None:
    form = open_and_fill(client)
    stored(a_version(published.campaign_id, a_questionnaire(), number=2))

    answer = client.post(SEND, data=form)

    assert receipt(answer)
    assert responses(app)[0].version_id == published.version_id


@pytest.mark.parametrize("changes", [
    {"_key": ""}, {"_key": "x" * 32}, {"_key": "12"}, {"_version": ""}, {"_version": "abc"},
    {"_version": str(uuid4())}, {"inconnu": "1"}, {"accord": "peut-être"}])
def test_what_our_page_cannot_have_sent_is_refused(
        app: Flask, client: FlaskClient, published: Published, changes: dict[str, str]) -> None:
    form = open_and_fill(client, **changes)

    answer = client.post(SEND, data=form)

    assert answer.status_code == 400
    assert responses(app) == []


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_refused(
        app: Flask, client: FlaskClient, published: Published, headers: dict[str, str]) -> None:
    form = open_and_fill(client)

    answer = client.post(SEND, data=form, headers=headers)

    assert answer.status_code == 403
    assert responses(app) == []


@pytest.mark.parametrize("headers", [{}, JSON])
def test_too_much_text_is_refused_in_a_sentence(
        app: Flask, client: FlaskClient, published: Published, headers: dict[str, str]) -> None:
    form = open_and_fill(client, mot="a" * 1_100_000)

    answer = client.post(SEND, data=form, headers=headers)

    assert answer.status_code == 413
    assert "trop lourd" in answer.get_data(as_text=True)
    assert responses(app) == []


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_families_of_the_same_moment_get_the_same_page_with_keys_of_their_own(
        client: FlaskClient, published: Published, accepted: str) -> None:
    pages = [client.get(PAGE, headers={"Accept-Encoding": accepted}) for _family in range(3)]

    texts = [(gzip.decompress(page.data) if accepted == "gzip" else page.data).decode() for page in pages]
    keys = [re.findall(r'name="_key" value="([0-9a-f]{32})"', text)[0] for text in texts]
    assert len(set(keys)) == 3
    assert len({text.replace(key, "") for text, key in zip(texts, keys, strict=True)}) == 1
    assert len({tuple(page.headers) for page in pages}) == 1


def test_a_consultation_closed_a_moment_ago_is_shown_closed(
        app: Flask, client: FlaskClient, published: Published) -> None:
    assert client.get(PAGE).status_code == 200

    change_campaign(app, stage=Stage.CLOSED)

    assert client.get(PAGE).status_code == 410


def test_a_consultation_that_does_not_exist_is_not_found(client: FlaskClient, published: Published) -> None:
    assert client.get("/fr/consultations/autre/questionnaire").status_code == 404
    assert client.get("/fr/r/autre").status_code == 404


def change_campaign(app: Flask, **values: Any) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(**values))
        db.session.commit()


def test_a_draft_is_not_shown(app: Flask, client: FlaskClient, published: Published) -> None:
    change_campaign(app, stage=Stage.DRAFT)

    assert client.get(PAGE).status_code == 404


def test_a_consultation_to_come_says_from_when(
        app: Flask, published: Published, visit: Callable[..., TestResponse]) -> None:
    change_campaign(app, opens_on=date(2098, 5, 4))

    page = visit(PAGE, status=409)

    assert "4 mai 2098" in page.text


def test_answers_begun_before_closing_are_taken_for_a_day(
        app: Flask, client: FlaskClient, published: Published, visit: Callable[..., TestResponse]) -> None:
    form = open_and_fill(client)
    change_campaign(app, stage=Stage.CLOSED, closed_at=clock.now() - timedelta(hours=23))

    answer = client.post(SEND, data=form)

    assert receipt(answer)
    assert "Une autre famille" not in visit(answer.location).text
    visit(PAGE, status=410)


@pytest.mark.parametrize("closing", [
    {"stage": Stage.CLOSED, "closed_at": clock.now() - timedelta(hours=25)},
    {"closes_on": clock.today() - timedelta(days=2)}])
def test_later_the_page_says_that_the_answers_are_still_on_the_phone(
        app: Flask, client: FlaskClient, published: Published, closing: dict[str, Any]) -> None:
    form = open_and_fill(client)
    change_campaign(app, **closing)

    answer = client.post(SEND, data=form)

    check_page(answer, app, PAGE, 410)
    assert "le bouton Retour les montre" in answer.text
    assert responses(app) == []


def test_more_than_a_town_can_send_waits_with_its_answers(
        app: Flask, client: FlaskClient, published: Published) -> None:
    app.config["SUBMISSIONS_PER_MINUTE"] = 1
    client.post(SEND, data=open_and_fill(client))

    answer = client.post(SEND, data=open_and_fill(client, mot="Je reste là"))

    check_page(answer, app, PAGE, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert typed(answer)["mot"] == ["Je reste là"]


@pytest.mark.skipif(bool(POSTGRESQL), reason="only SQLite locks the whole database")
@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_locked_database_gives_a_page_that_keeps_the_answers(
        app: Flask, client: FlaskClient, published: Published, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    form = open_and_fill(client, mot="Je reste là")
    monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 20)
    with app.app_context():
        db.engine.dispose()
    other = sqlite3.connect(tmp_path / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    refused = client.post(SEND, data=form, headers=headers)
    other.execute("ROLLBACK")
    other.close()
    sent = client.post(SEND, data=form if headers else typed(refused))

    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert receipt(sent)
    assert responses(app)[0].answers["mot"] == "Je reste là"


@pytest.mark.skipif(bool(POSTGRESQL), reason="SQLite's own way of being full")
@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
def test_a_full_or_read_only_disk_stores_nothing_by_half(
        app: Flask, client: FlaskClient, published: Published, pragma: str) -> None:
    # More text than what is left of the last page.
    form = open_and_fill(client, mot="a" * 900, prenom="Amina", telephone="0639000000")
    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}"))

    statuses = {client.post(SEND, data={**form, "_key": uuid4().hex}).status_code for _ in range(8)}

    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Response, Invitee)]
    assert 503 in statuses
    assert statuses <= {503, 303}
    assert counts[1] == min(counts[0] or 0, 1)


def test_the_script_reads_where_to_go_next(client: FlaskClient, published: Published) -> None:
    answer = client.post(SEND, data=open_and_fill(client), headers=JSON)

    assert answer.status_code == 200
    assert answer.get_json()["next"].startswith("/fr/consultations/petite-enfance/merci?recu=")


@pytest.mark.parametrize(("changes", "status"), [
    ({"enfants": "beaucoup"}, 422), ({"_key": ""}, 400), ({"inconnu": "1"}, 400)])
def test_the_script_reads_in_a_few_words_why_not(
        client: FlaskClient, published: Published, changes: dict[str, str], status: int) -> None:
    answer = client.post(SEND, data=open_and_fill(client, **changes), headers=JSON)

    assert answer.status_code == status
    words = answer.get_json()
    assert words["status"] == status
    assert words["error"].endswith(".")
    assert len(answer.data) < 400


def test_the_script_learns_of_other_answers_and_of_closing(
        app: Flask, client: FlaskClient, published: Published) -> None:
    form = open_and_fill(client)
    client.post(SEND, data=form)

    different = client.post(SEND, data={**form, "enfants": "3"}, headers=JSON)
    change_campaign(app, closes_on=date(2021, 1, 1))
    over = client.post(SEND, data=form, headers=JSON)

    assert (different.status_code, different.get_json()["status"]) == (409, 409)
    assert (over.status_code, over.get_json()["status"]) == (410, 410)


def test_a_family_that_says_no_is_counted_like_any_other(
        app: Flask, client: FlaskClient, published: Published) -> None:
    answer = client.post(SEND, data={**hidden(client.get(PAGE)), "accord": "non"})

    assert receipt(answer)
    assert responses(app)[0].answers["accord"] == "non"

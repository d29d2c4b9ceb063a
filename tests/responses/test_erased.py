"""A receipt erases everything that came from its answers: rows, readings, and what was worked out of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.db import db
from consult.needs.models import Coding, MaskedText, Verbatim
from consult.needs.service import coded_texts, list_texts, quotes_in
from consult.responses.models import Response
from consult.responses.service import load_rows
from tests.responses.conftest import SECRET, Published

WORDS = "Mwana wangu anahitaji nafasi"


def test_a_receipt_reaches_the_packed_row_and_every_reading(
        app: Flask, client: FlaskClient, published: Published, stored: Callable[..., None]) -> None:
    code = published.receive(published.submission(answers={"mot": WORDS})).receipt
    with app.app_context():
        key = db.session.scalars(select(Response.key)).one()
        assert [each.text for each in list_texts(published.campaign_id, [], secret=SECRET)] == [WORDS]
    on = date(2026, 11, 24)
    stored(Coding(response_key=key, question="mot", coder="a", text_hash="", codes=["ACC-1"], coded_on=on),
           MaskedText(response_key=key, question="mot", marked_by="a"),
           Verbatim(response_key=key, question="mot", need="ACC-1", text_hash="", words=WORDS, chosen_on=on))

    client.post("/fr/recu", data={"code": code, "effacer": "oui"})

    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(model))
                  for model in (Response, Coding, MaskedText, Verbatim)]
        texts = list_texts(published.campaign_id, [], secret=SECRET)
        assert (counts, texts) == ([0, 0, 0, 0], [])
        assert len(load_rows(published.version_id, published.layout)) == 0
        assert quotes_in(published.campaign_id, coded_texts(published.campaign_id)) == []


def test_no_table_holds_a_word_of_it_any_more(app: Flask, client: FlaskClient, published: Published) -> None:
    code = published.receive(published.submission(answers={"mot": WORDS})).receipt

    def everything() -> str:
        with app.app_context():
            tables = db.Model.metadata.sorted_tables
            return str([db.session.execute(table.select()).all() for table in tables])
    before = everything()
    client.post("/fr/recu", data={"code": code, "effacer": "oui"})

    assert WORDS in before
    assert WORDS not in everything()

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from consult.campaigns import service
from consult.campaigns.models import PublishedDocument, Stage
from consult.db import db
from consult.staff.models import Role
from tests.factories import a_campaign, a_territory


@pytest.fixture
def desk(stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    """The coordinator signed in, over a town with one draft."""
    stored(a_territory(), a_campaign(slug="brouillon", stage=Stage.DRAFT))
    return signed_in(Role.COORDINATOR)


def _documents(app: Flask) -> list[PublishedDocument]:
    with app.app_context():
        return list(service.find_campaign("brouillon").documents)


def _upload(desk: FlaskClient, content: bytes, name: str) -> tuple[int, str]:
    # Encoded here: the test client would leave a temporary file open behind a large upload.
    boundary, body = encode_multipart({"title": "Le bilan", "file": FileStorage(BytesIO(content), name)})
    answer = desk.post("/staff/campagnes/brouillon/documents/nouveau", data=body,
                       content_type=f"multipart/form-data; boundary={boundary}")
    return answer.status_code, answer.text


def test_a_document_is_served_under_the_type_we_chose(app: Flask, desk: FlaskClient) -> None:
    assert _upload(desk, b"%PDF-1.7 contenu", "Bilan été.html")[0] == 303
    key = _documents(app)[0].id

    file = desk.get(f"/staff/campagnes/brouillon/documents/{key}/fichier")

    assert file.data == b"%PDF-1.7 contenu"
    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Bilan%20%C3%A9t%C3%A9.pdf" in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("content", "name", "said"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "pas accepté"),
    (b"<!doctype html>", "a.pdf", "pas accepté"),
    (b"", "a.pdf", "pas accepté"),
    (b"%PDF-" + b"0" * 10_000_000, "a.pdf", "trop lourd"),
])
def test_another_kind_of_file_is_refused_and_the_title_kept(
        app: Flask, desk: FlaskClient, content: bytes, name: str, said: str) -> None:
    status, page = _upload(desk, content, name)

    assert status == 422
    assert said in page
    assert 'value="Le bilan"' in page
    assert _documents(app) == []


def test_no_file_is_a_sentence_and_an_enormous_one_too(desk: FlaskClient) -> None:
    nothing = desk.post("/staff/campagnes/brouillon/documents/nouveau", data={"title": "Le bilan"})

    assert (nothing.status_code, "Choisissez un fichier." in nothing.text) == (422, True)
    assert _upload(desk, b"0" * 13_000_000, "a.pdf")[0] == 413


def test_a_document_is_retitled_and_removed(app: Flask, desk: FlaskClient) -> None:
    _upload(desk, b"%PDF-1.7", "a.pdf")
    document = _documents(app)[0]
    base = f"/staff/campagnes/brouillon/documents/{document.id}"

    assert desk.post(base, data={"title": "Le vrai bilan"}).status_code == 303
    assert "Le vrai bilan" in desk.get("/staff/campagnes/brouillon/documents").text
    assert desk.post(f"{base}/supprimer").status_code == 303
    with app.app_context():
        assert db.session.get(PublishedDocument, document.id) is None

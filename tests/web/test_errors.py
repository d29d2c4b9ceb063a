import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from consult.errors import Refused


class TooSoon(Refused):
    """Said too early."""

    status = 409
    sentence = "Revenez le %(day)s."


def test_a_refusal_is_a_sentence_and_a_status(app: Flask, client: FlaskClient) -> None:
    @app.get("/essai")
    def refuse() -> str:
        raise TooSoon(None, day="<lundi>")

    response = client.get("/essai")

    assert response.status_code == 409
    assert "Revenez le &lt;lundi&gt;." in response.text


def test_storage_that_refuses_asks_to_try_again(app: Flask, client: FlaskClient) -> None:
    @app.get("/essai")
    def lock() -> str:
        raise OperationalError("UPDATE", None, Exception("database is locked"))

    response = client.get("/essai")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "locked" not in response.text


def test_a_defect_shows_no_traceback(app: Flask, client: FlaskClient) -> None:
    @app.get("/essai")
    def fail() -> str:
        raise ZeroDivisionError("a secret")

    response = client.get("/essai")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Une erreur s’est produite de notre côté." in response.text


@pytest.mark.parametrize("path", ["/fr/consultations/%00", "/fr/r/a%00b", "/staff/campagnes/%00"])
def test_an_address_nobody_can_type_is_not_a_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/fr/", "/staff/", "/nulle-part"])
@pytest.mark.parametrize("host", ["", "..", "a" * 300])
def test_a_host_that_cannot_be_one_is_refused_in_words(client: FlaskClient, path: str, host: str) -> None:
    refused = client.get(path, headers={"Host": host})

    assert refused.status_code == 400
    assert refused.mimetype == "text/plain"
    assert "Ouvrez à nouveau la page" in refused.text


def test_a_wrong_method_is_said(client: FlaskClient) -> None:
    assert client.post("/fr/vos-donnees").status_code == 405


def test_storage_that_refuses_a_form_gives_a_page_that_sends_it_again(
        app: Flask, client: FlaskClient) -> None:
    @app.post("/essai")
    def lock() -> str:
        raise OperationalError("UPDATE", None, Exception("database is locked"))

    response = client.post("/essai", data={"mot": "Je reste <là>", "choix": ["a", "b"]})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.text)
    assert found == [("mot", "Je reste &lt;là&gt;"), ("choix", "a"), ("choix", "b")]
    assert "Envoyer à nouveau" in response.text


@pytest.mark.parametrize("form", [
    {"name": "amina", "password": "a secret"}, {"mot": "a secret", "file": (BytesIO(b"a secret"), "a.csv")},
    {"mot": "a secret" * 100_000}])
def test_a_password_a_file_or_a_book_is_not_carried_in_a_page(
        app: Flask, client: FlaskClient, form: dict[str, object]) -> None:
    @app.post("/essai")
    def lock() -> str:
        raise OperationalError("UPDATE", None, Exception("database is locked"))

    response = client.post("/essai", data=form)

    assert response.status_code == 503
    assert "secret" not in response.text
    assert "Envoyer à nouveau" not in response.text

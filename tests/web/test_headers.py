import re
from pathlib import Path

from flask.testing import FlaskClient

from consult.app import ROOT
from consult.web.headers import family_css, policy


def test_a_page_may_load_nothing_but_ours(client: FlaskClient) -> None:
    headers = client.get("/fr/").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_a_page_over_tls_stays_there(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/fr/", base_url="https://avis.exemple.yt").headers


def test_the_inlined_sheet_is_the_one_the_policy_allows(client: FlaskClient) -> None:
    response = client.get("/fr/")
    inlined = re.findall(r"<style>(.*?)</style>", response.text, flags=re.DOTALL)

    assert len(inlined) == 1
    assert response.headers["Content-Security-Policy"] == policy(inlined[0])


def test_the_town_chooses_its_colour() -> None:
    assert "--accent:#7a1fa2;" in family_css(Path(ROOT) / "static", accent="#7a1fa2")


def test_family_pages_set_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/fr/").headers

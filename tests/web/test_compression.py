import gzip

from flask.testing import FlaskClient


def test_a_family_page_travels_compressed(client: FlaskClient) -> None:
    plain = client.get("/fr/").data
    squeezed = client.get("/fr/", headers={"Accept-Encoding": "gzip"})

    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == plain


def test_a_staff_page_does_not(client: FlaskClient) -> None:
    page = client.get("/staff/connexion", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in page.headers

"""A form read straight from the request says what Werkzeug reads in it."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request

from consult.web.sendings import FORM, LARGEST, WarmSendings, fields_of


def environ(body: bytes, **changes: str) -> dict[str, object]:
    return {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http", "PATH_INFO": "/envoi", **changes}


def as_werkzeug(body: bytes) -> list[tuple[str, str]]:
    form = Request(environ(body)).form
    return sorted((name, value) for name, value in form.items(multi=True))


texts = st.text(max_size=20)


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_a_form_is_read_as_werkzeug_reads_it(fields: list[tuple[str, str]]) -> None:
    body = urlencode(fields, errors="surrogatepass").encode()

    assert sorted(fields_of(body)) == as_werkzeug(body)


@given(st.text(alphabet="a=&+%;0Cé\x00 \r\n", max_size=40))
def test_so_is_what_no_browser_sends(written: str) -> None:
    body = written.encode()

    assert sorted(fields_of(body)) == as_werkzeug(body)


def test_octets_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        fields_of(b"a=\xff")


@pytest.mark.parametrize("changes", [
    {"REQUEST_METHOD": "GET"}, {"CONTENT_TYPE": "multipart/form-data; boundary=x"}, {"CONTENT_TYPE": ""},
    {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": str(LARGEST + 1)}])
def test_only_plain_forms_of_a_usual_size_are_taken_straight(changes: dict[str, str]) -> None:
    sendings = WarmSendings(lambda _environ, _start: [])

    assert sendings.name(environ(b"a=1", **changes)) is None
    assert sendings.name(environ(b"a=1")) is not None


@pytest.mark.parametrize("part", [
    "wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_SEC_FETCH_SITE",
    "HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING"])
def test_what_came_in_another_wrapping_is_another_request(part: str) -> None:
    sendings = WarmSendings(lambda _environ, _start: [])

    assert sendings.name(environ(b"a=1", **{part: "other"})) != sendings.name(environ(b"a=1"))

from flask import Flask
from wtforms import StringField

from consult.web.forms import Form

NESTED = b"[" * 100_000


class _Words(Form):
    words = StringField()


def test_what_browsers_send_is_read_and_stripped(app: Flask) -> None:
    with app.test_request_context("/staff/", method="POST", data={"words": " Kawéni\0 "}):
        form = _Words()

    assert form.words.data == "Kawéni"


def test_json_is_no_form_whatever_it_holds(app: Flask) -> None:
    for body in (b'{"words": "Kaw\xc3\xa9ni"}', b"[1, 2]", b"null", NESTED):
        with app.test_request_context("/staff/", method="POST", data=body, content_type="application/json"):
            form = _Words()

        assert not form.words.data

"""Pages that no link leads to: mistakes, questions asked back, waiting lists, closed doors, an empty desk."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Campaign, Relay, Stage
from consult.cli.demonstration_texts import SLUG
from consult.db import db, durably, writing
from consult.meetings import service as meetings
from consult.meetings.models import Meeting, SignUp
from consult.staff.models import Role
from consult.surveys.reading.answers import read
from consult.surveys.shipped import load_shipped
from consult.surveys.simulation import plausible_fields
from tests.every_page import Seen, seen
from tests.factories import sign_in
from tests.meetings.families import open_and_fill
from tests.responses.test_sending import hidden
from tests.staff.people import SECRET, code_at, hire, type_password

VENUE = "Médiathèque de Passamaïnty"
"""The smallest meeting of the demonstration: twelve seats, eight families."""


def plausible_answers(seed: int) -> dict[str, list[str]]:
    """What a family answers, without a fault; it leaves no number."""
    rng, today, questionnaire = random.Random(seed), clock.today(), load_shipped("besoins-petite-enfance")
    while True:
        fields = list(plausible_fields(questionnaire, rng=rng, today=today))
        if not read(questionnaire, fields, today=today).problems:
            return {name: [value for other, value in fields if other == name] for name, _value in fields}


def _change(app: Flask, model: type[Campaign] | type[Meeting], **values: Any) -> None:
    with app.app_context(), writing():
        db.session.execute(update(model).values(**values))
        db.session.commit()


def _code_of_meeting(app: Flask, venue: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Meeting.code).where(Meeting.venue == venue)).one()


def answering(app: Flask, tag: str) -> Iterator[Seen]:
    """The questionnaire with mistakes, sent twice, sent in a crowd; thank you and the receipt."""
    client, page = app.test_client(), f"/{tag}/consultations/{SLUG}/questionnaire"
    form = {**hidden(client.get(page)), **plausible_answers(1)}
    yield seen("questionnaire with mistakes", client.post(
        f"{page}/envoi", data={**hidden(client.get(page)), "accord": "oui", "nb_moins_6": "quatre"}))
    sent = client.post(f"{page}/envoi", data=form)
    yield seen("thank you", client.get(sent.location))
    other = {**form, **plausible_answers(2)}
    yield seen("a correction, or another family", client.post(f"{page}/envoi", data=other))
    per_minute, app.config["SUBMISSIONS_PER_MINUTE"] = app.config["SUBMISSIONS_PER_MINUTE"], 1
    client.post(f"{page}/envoi", data=form)
    yield seen("send again in a minute", client.post(f"{page}/envoi", data=form))
    app.config["SUBMISSIONS_PER_MINUTE"] = per_minute
    yield from _receipt(client, tag, sent.location.split("recu=")[1])


def _receipt(client: FlaskClient, tag: str, code: str) -> Iterator[Seen]:
    receipt, phone = f"/{tag}/recu", f"/{tag}/effacer-mon-numero"
    yield seen("what is kept", client.post(receipt, data={"code": code}))
    yield seen("not a receipt", client.post(receipt, data={"code": "12"}))
    yield seen("erased", client.post(receipt, data={"code": code, "effacer": ""}, follow_redirects=True))
    yield seen("not a number", client.post(phone, data={"telephone": "x"}))
    yield seen("number gone", client.get(f"{phone}?fait=1"))


def coming(app: Flask, tag: str) -> Iterator[Seen]:
    """A sign-up with mistakes, sent twice; a place kept, changed, waited for, offered, given up."""
    client = app.test_client()
    show = f"/{tag}/reunions/{_code_of_meeting(app, VENUE)}"
    send = f"{show}/inscription"
    yield seen("sign-up with mistakes", client.post(
        send, data=open_and_fill(client, show, name="", adults="deux", phone="12")))
    form = open_and_fill(client, show, name=f"Amina {tag}")
    place = client.post(send, data=form).location
    yield seen("place kept", client.get(place))
    yield seen("sign-up corrected, or another family", client.post(send, data={**form, "adults": "2"}))
    for way in ("changer", "annuler"):
        yield seen(f"place: {way}", client.get(f"{place}/{way}"))
    yield seen("change with mistakes", client.post(f"{place}/changer", data={"name": "", "adults": "x"}))
    crowd = client.post(send, data=open_and_fill(client, show, name="Un groupe", adults="12")).location
    yield seen("meeting with a waiting list", client.get(show))
    yield seen("place waited for", client.get(crowd))
    yield seen("place offered", _offered(app, client, crowd))
    yield seen("place given up", client.post(f"{place}/annuler", follow_redirects=True))
    yield seen("not a code of a place", client.post(f"/{tag}/ma-place", data={"code": "1"}))


def _offered(app: Flask, client: FlaskClient, crowd: str) -> TestResponse:
    """The page of those who waited, once everybody else has given up; their place is theirs to take."""
    with app.app_context():
        rest = select(SignUp.code).join(Meeting).where(Meeting.venue == VENUE, SignUp.code != crowd[-8:])
        for code in list(db.session.scalars(rest)):
            durably(lambda connection, code=code: meetings.cancel(connection, code, at=clock.now()))
    return client.get(crowd)


def closed(app: Flask, tag: str) -> Iterator[Seen]:
    """The doors that are shut: before, after, called off, never there, too often."""
    client, page = app.test_client(), f"/{tag}/consultations/{SLUG}"
    form = {**hidden(client.get(f"{page}/questionnaire")), **plausible_answers(3)}
    meeting = f"/{tag}/reunions/{_code_of_meeting(app, VENUE)}"
    sign_up = open_and_fill(client, meeting)
    with app.app_context():
        opens_on, closes_on = db.session.execute(select(Campaign.opens_on, Campaign.closes_on)).one()
    _change(app, Campaign, opens_on=clock.today() + timedelta(days=1))
    yield seen("not yet open", client.get(f"{page}/questionnaire"))
    _change(app, Campaign, opens_on=opens_on, stage=Stage.CLOSED, closes_on=clock.today() - timedelta(days=9))
    yield seen("closed", client.get(f"{page}/questionnaire"))
    yield seen("sent too late", client.post(f"{page}/questionnaire/envoi", data=form))
    yield seen("campaign closed", client.get(page))
    yield seen("home with nothing open", client.get(f"/{tag}/"))
    _change(app, Campaign, stage=Stage.OPEN, closes_on=closes_on)
    yield from _called_off(app, client, meeting, sign_up)
    yield seen("no such page", client.get(f"/{tag}/rien"))
    yield seen("incomplete", client.post(f"{page}/questionnaire/envoi"))


def _called_off(app: Flask, client: FlaskClient, page: str, form: dict[str, Any]) -> Iterator[Seen]:
    with app.app_context():
        starts_at, ends_at = db.session.execute(
            select(Meeting.starts_at, Meeting.ends_at).where(Meeting.venue == VENUE)).one()
        key = db.session.scalars(select(Meeting.id).where(Meeting.venue == VENUE)).one()
    past = {"starts_at": starts_at - timedelta(days=99), "ends_at": ends_at - timedelta(days=99)}
    for values in (past, {"starts_at": starts_at, "ends_at": ends_at}):
        with app.app_context(), writing():
            db.session.execute(update(Meeting).where(Meeting.id == key).values(**values))
            db.session.commit()
        if values is past:
            yield seen("meeting over", client.get(page))
            yield seen("sign-up too late", client.post(f"{page}/inscription", data=form))


def relayed(app: Flask, tag: str) -> Iterator[Seen]:
    with app.app_context():
        code = db.session.scalars(select(Relay.code).order_by(Relay.code)).first()
    yield seen("questionnaire of a relay", app.test_client().get(f"/{tag}/r/{code}"))


def family_states(app: Flask, tag: str) -> Iterator[Seen]:
    """Of the demonstration, in one language."""
    for states in (relayed, answering, coming, closed):
        yield from states(app, tag)


def mistakes(app: Flask, client: FlaskClient, paths: Iterable[str]) -> Iterator[Seen]:
    """What pages with a form answer when everything is left empty, where that is a mistake."""
    router = app.url_map.bind("")
    for path in paths:
        try:
            router.match(path.partition("?")[0], method="POST")
        except (MethodNotAllowed, NotFound):
            continue
        page = client.post(path)
        if page.status_code in {409, 422}:
            yield seen(f"mistakes on {path}", page)


def strangers(app: Flask) -> Iterator[Seen]:
    """Signing in, in two steps, with mistakes; a page that is not theirs."""
    client = app.test_client()
    yield seen("sign in", client.get("/staff/connexion"))
    yield seen("sign in with mistakes", client.post("/staff/connexion", data={"name": "x", "password": "y"}))
    hire(app, totp_secret=SECRET)
    type_password(client)
    yield seen("second step of signing in", client.get("/staff/connexion/code"))
    yield seen("wrong code", client.post("/staff/connexion/code", data={"code": "000000"}))
    client.post("/staff/connexion/code", data={"code": code_at(clock.now())})
    yield seen("second step is on", client.get("/staff/compte/double-verification"))
    yield seen("second step off", client.get("/staff/compte/double-verification/retirer"))
    yield seen("recovery codes again", client.get("/staff/compte/double-verification/codes"))
    reader = sign_in(app, app.test_client(), Role.READER)
    yield seen("not theirs", reader.get("/staff/equipe"))
    yield seen("desk of a reader", reader.get("/staff/"))
    yield seen("nothing there", reader.get("/staff/rien"))

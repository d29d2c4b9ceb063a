"""A site to measure: the real questionnaire, open to families, and what they would send."""

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.bench.load import Request
from consult.campaigns import service as campaigns
from consult.db import db
from consult.responses.models import Response
from consult.responses.receipts import receipt_hash
from consult.responses.views import questionnaire
from consult.surveys import service as surveys
from consult.surveys.published import PublishedSurvey, find_survey
from consult.surveys.reading.answers import read
from consult.surveys.shipped import load_shipped
from consult.surveys.simulation import plausible_fields
from consult.territories import service as territories
from consult.text import Localized

SLUG = "mesure"
ADDRESS = f"/fr/consultations/{SLUG}/questionnaire"
SENDING = f"{ADDRESS}{questionnaire.SENDING}"
FAMILIES = 200
NO_KEY = "0" * 32


def prepare_site() -> PublishedSurvey:
    """A campaign with the shipped questionnaire; needs an application open for writing."""
    today = clock.today()
    territories.load_reference()
    campaign = campaigns.plan_campaign(campaigns.Plan(
        slug=SLUG, title=Localized("Mesure"), territory_code="97611", opens_on=today,
        closes_on=today + timedelta(days=30), summary=Localized("Mesure"), controller="Mesure",
        decided_by=Localized("Mesure"), open_to_discussion=Localized("Mesure"), data_contact="Mesure"))
    db.session.flush()  # the questionnaire needs the campaign's key
    version = surveys.import_version(
        campaign.id, load_shipped("besoins-petite-enfance"), source_name="", at=clock.now())
    surveys.publish_version(version, at=clock.now())
    campaigns.open_campaign(campaign, has_questionnaire=True, on=today)
    db.session.commit()
    survey = find_survey(SLUG)
    if survey is None:
        raise RuntimeError("The campaign that was just opened is not there.")
    return survey


def families_of(survey: PublishedSurvey) -> Iterator[dict[str, Any]]:
    """What families answer, always the same ones, as documents."""
    rng, today, made = random.Random(976), clock.today(), 0
    while made < FAMILIES:
        reading = read(survey.questionnaire, plausible_fields(survey.questionnaire, rng=rng, today=today),
                       today=today)
        if not reading.problems:
            made += 1
            yield dict(reading.answers)


def filled_forms(survey: PublishedSurvey) -> Iterator[list[tuple[str, str]]]:
    """Forms as families fill them in, always the same ones."""
    rng, today, made = random.Random(976), clock.today(), 0
    while made < FAMILIES:
        fields = list(plausible_fields(survey.questionnaire, rng=rng, today=today))
        if not read(survey.questionnaire, fields, today=today).problems:
            made += 1
            yield fields


def _families(survey: PublishedSurvey) -> Iterator[str]:
    for fields in filled_forms(survey):
        yield urlencode([("_key", NO_KEY), ("_version", str(survey.version_id)), *fields])


def http(method: str, address: str, body: str = "", **headers: str) -> Request:
    """A request as bytes, ready to have its key put in."""
    lines = [f"{method} {address} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Encoding: gzip"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    octets = "\r\n".join([*lines, "", body]).encode()
    return Request(octets, octets.find(NO_KEY.encode()))


def submissions(survey: PublishedSurvey) -> list[Request]:
    return [http("POST", SENDING, body, Sec_Fetch_Site="same-origin") for body in _families(survey)]


def lost(app: Flask, receipts: Iterable[str]) -> int:
    """How many of these receipts lead to nothing, read from the database itself."""
    secret = app.config["SECRET_KEY"]
    stored = set(db.session.scalars(select(Response.receipt_hash)))
    return sum(receipt_hash(receipt, secret) not in stored for receipt in receipts)


def stored_keys() -> list[UUID]:
    return list(db.session.scalars(select(Response.key)))

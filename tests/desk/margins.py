"""Margins for the simulated families of the desk's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.needs import service
from consult.needs.margin_lines import Line
from consult.needs.margins import Population
from consult.surveys.shipped import load_shipped
from tests.needs.families import NAME
from tests.pages import parse, words

ADDRESS = "/staff/campagnes/petite-enfance/poids"
SOURCE = "Insee, recensement 2025-2026"
Visit = Callable[..., TestResponse]
VILLAGES = {
    "97611-mamoudzou-centre": 900, "97611-kaweni": 2600, "97611-cavani": 1300, "97611-mtsapere": 2300,
    "97611-passamainty": 1300, "97611-vahibe|97611-tsoundzou-1|97611-tsoundzou-2": 1500,
    "97611-hauts-vallons|97611-autre": 100, "hors_commune": None}
ADULTS = {"un": 3300, "deux|trois_plus": 6700, "nsp": None}
MARGINS = {"village": VILLAGES, "adultes": ADULTS}
QUESTIONNAIRE = load_shipped(NAME)


def lines(margins: dict[str, Any]) -> list[Line]:
    written = [(question, key, "hors" if number is None else str(number))
               for question, numbers in margins.items() for key, number in numbers.items()]
    return [Line(row, *cells, SOURCE) for row, cells in enumerate(written, 2)]


WRITTEN = [(line.question, line.choices, line.count, line.source) for line in lines(MARGINS)]


def know(app: Flask, **margins: Any) -> None:
    """Margins that were taken in before."""
    with app.app_context(), writing():
        service.take_margins(db.session.scalars(select(Campaign)).one(), lines(margins))
        db.session.commit()


def known(app: Flask) -> dict[str, Population]:
    with app.app_context():
        campaign = db.session.scalars(select(Campaign)).one()
        return {population.question: population for population in service.list_margins(campaign.id)}


def plain_text(page: TestResponse) -> str:
    return words(parse(page.text).find("body"))

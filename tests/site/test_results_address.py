"""Results at their address: there once somebody shows them, gone when they are taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Campaign, Stage
from consult.db import db, writing
from consult.diagnostic import service
from consult.diagnostic.models import Decision, Frozen
from consult.diagnostic.service import Decided
from consult.diagnostic.snapshot import Tier
from consult.i18n import LANGUAGES
from tests.desk.test_needs import answered

Visit = Callable[..., TestResponse]
ADDRESS = "consultations/petite-enfance"
TO_COME = "Les résultats ne sont pas encore là"


@pytest.fixture
def shown(app: Flask, stored: Callable[..., None]) -> None:
    """A campaign with a frozen diagnostic that everybody may read."""
    answered(app, stored, stage=Stage.OPEN)
    with app.app_context(), writing():
        campaign = db.session.scalars(select(Campaign)).one()
        diagnostic = service.create_diagnostic(
            slug="essai", title="Essai", territory_code=campaign.territory_code, campaigns=[campaign],
            on=clock.today())
        db.session.flush()
        service.decide(diagnostic, Decided(["ACC-1"], Decision.KEPT, Tier.A, "Vu.", "Des places."))
        db.session.flush()
        service.show_to_everybody(service.freeze(diagnostic, by="essai", on=clock.today()), on=clock.today())
        db.session.commit()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_results_are_at_their_address_and_the_campaign_leads_there(
        shown: None, visit: Visit, tag: str) -> None:
    assert f'href="/{tag}/{ADDRESS}/resultats"' in visit(f"/{tag}/{ADDRESS}").text
    assert "Place en accueil collectif" in visit(f"/{tag}/{ADDRESS}/resultats").text


def test_while_families_can_answer_that_comes_first(shown: None, visit: Visit) -> None:
    page = visit(f"/fr/{ADDRESS}").text

    assert page.index(f"{ADDRESS}/questionnaire") < page.index(f"{ADDRESS}/resultats")


def test_a_campaign_that_is_over_no_longer_announces_what_can_be_read(
        app: Flask, shown: None, visit: Visit) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(Campaign)).one().stage = Stage.CLOSED
        db.session.commit()

    page = visit(f"/fr/{ADDRESS}").text

    assert "Les résultats sont rendus." in page
    assert "seront annoncés" not in page


def test_what_is_taken_back_is_there_no_more(
        app: Flask, shown: None, visit: Visit) -> None:
    with app.app_context(), writing():
        service.show_to_everybody(db.session.scalars(select(Frozen)).one(), on=None)
        db.session.commit()

    assert TO_COME in visit(f"/fr/{ADDRESS}/resultats").text
    assert "/resultats" not in visit(f"/fr/{ADDRESS}").text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_whoever_comes_early_reads_when_results_come(
        app: Flask, stored: Callable[..., None], visit: Visit, tag: str) -> None:
    answered(app, stored, stage=Stage.OPEN)

    assert TO_COME in visit(f"/{tag}/{ADDRESS}/resultats").text


def test_a_campaign_that_is_not_public_has_no_results(
        app: Flask, stored: Callable[..., None], client: FlaskClient) -> None:
    answered(app, stored, stage=Stage.DRAFT)

    assert client.get(f"/fr/{ADDRESS}/resultats").status_code == 404
    assert client.get("/fr/consultations/nulle/resultats").status_code == 404

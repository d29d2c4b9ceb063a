"""The coordinator's way: from sign-in to a workbook, with one family's answer in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from consult import clock
from consult.db import db, writing
from consult.staff import service as staff
from consult.staff.models import Role
from tests.browser.conftest import Site
from tests.browser.test_family_path import fill, send
from tests.factories import a_territory

pytestmark = pytest.mark.browser
PASSWORD = "un-bon-mot-de-passe-42"


def employ(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.add(a_territory())
        staff.add_account("coordination", Role.COORDINATOR, PASSWORD, at=clock.now())
        db.session.commit()


def sign_in(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/staff/connexion")
    page.fill("[name=name]", "coordination")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff/")


def plan_campaign(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/staff/campagnes/nouvelle")
    texts = {"title": "Petite enfance", "summary": "Dites ce dont votre famille a besoin.", "slug": "essai",
             "decided_by": "Le conseil municipal.", "open_to_discussion": "Les lieux et les horaires.",
             "controller": "Ville de Mamoudzou", "data_contact": "donnees@exemple.yt"}
    for name, text in texts.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=territory_code]", "97611")
    page.fill("[name=opens_on]", clock.today().isoformat())
    page.fill("[name=closes_on]", (clock.today() + timedelta(days=30)).isoformat())
    page.click("main form button")


def publish_questionnaire(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/staff/campagnes/essai/questionnaire")
    page.click('form[action$="/reprendre"] button')
    page.click('form[action$="/publier"] button')


def open_campaign(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/staff/campagnes/essai/etape/ouvrir")
    page.click("main form button")


def test_from_an_empty_desk_to_a_workbook(
        site: Site, phone: Callable[..., Any], chromium: Any, picture: Callable[..., None]) -> None:
    employ(site.app)
    context = chromium.new_context(viewport={"width": 1180, "height": 900}, locale="fr-FR")
    desk = context.new_page()
    sign_in(desk, site)

    plan_campaign(desk, site)
    publish_questionnaire(desk, site)
    open_campaign(desk, site)
    family = phone()
    family.goto(f"{site.address}/fr/")
    family.click("text=Répondre au questionnaire")
    fill(family, script=True)
    send(family)
    family.wait_for_url("**/merci?**")

    desk.goto(f"{site.address}/staff/campagnes/essai/reponses")
    picture(desk, "desk-one-answer")
    assert desk.inner_text(".figure") == "1"
    with desk.expect_download() as waiting:
        desk.evaluate("location.assign('/staff/campagnes/essai/reponses.xlsx')")
    workbook = openpyxl.load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))
    rows = list(workbook["Réponses"].iter_rows(values_only=True))
    assert len(rows) == 2
    assert "Kawéni" in rows[1]
    cells = {str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not any("0639000001" in cell for cell in cells)
    context.close()

"""Repeats, cascades, rankings and every other kind of question, on a phone, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import db
from consult.responses.models import Response
from consult.surveys.questions import Choice, Kind
from consult.text import localized
from tests.browser.conftest import Site
from tests.surveys.forms import a_question, a_questionnaire, a_section

pytestmark = pytest.mark.browser

COMMUNES = ("mamoudzou", "koungou")
VILLAGES = (Choice("kaweni", localized("Kawéni"), {"commune": "mamoudzou"}),
            Choice("majicavo", localized("Majicavo"), {"commune": "koungou"}))
EVERY_KIND = a_questionnaire(
    a_section(
        a_question("commune", Kind.ONE, list_name="commune", choices=COMMUNES, required="true()"),
        a_question("village", Kind.ONE, list_name="village", choices=VILLAGES,
                   choice_filter="commune = ${commune}"),
        a_question("garde", Kind.MULTIPLE, list_name="garde", choices=("famille", "creche"), or_other=True),
        a_question("ordre", Kind.RANK, list_name="ordre", choices=("prix", "lieu", "heures")),
        a_question("note", Kind.RANGE, parameters={"start": "1", "end": "5", "step": "1"}),
        a_question("jour", Kind.DATE), a_question("heure", Kind.TIME), a_question("prix", Kind.DECIMAL),
        a_question("compris", Kind.ACKNOWLEDGE), a_question("mots", Kind.TEXT, appearance="multiline"),
        name="un", label=localized("Une partie")),
    a_section(
        a_question("prenom", Kind.TEXT), a_question("age", Kind.INTEGER),
        a_question("ecole", Kind.ONE, list_name="ecole", choices=("oui", "non"), relevant="${age} >= 3"),
        name="enfants", label=localized("Un enfant"), is_repeat=True),
    a_section(a_question("total", Kind.CALCULATE, calculation="sum(${age})"),
              a_question("adultes", Kind.INTEGER), name="deux", label=localized("Les adultes")),
    a_section(a_question("travail", Kind.ONE, list_name="travail", choices=("oui", "non")), name="adulte",
              label=localized("Un adulte"), is_repeat=True, repeat_count="${adultes}"),
)


def next_step(page: Any, *, script: bool) -> None:
    if script:
        page.click("[data-do=next]")


def fill_first_part(page: Any) -> None:
    page.check("[name=commune][value=koungou]")
    page.check("[name=village][value=majicavo]")
    page.check("[name=garde][value=other]")
    page.fill("[name=garde_other]", "Une voisine")
    page.select_option('[name="ordre/lieu"]', "1")
    page.select_option('[name="ordre/prix"]', "2")
    page.select_option('[name="ordre/heures"]', "3")
    page.fill("[name=note]", "4")
    page.fill("[name=jour]", "2026-11-23")
    page.fill("[name=heure]", "07:30")
    page.fill("[name=prix]", "12,50")
    page.check("[name=compris]")
    page.fill("[name=mots]", "Deux\nlignes")


def add_child(page: Any, number: int, age: str) -> None:
    if number:
        page.click('[name=_add][value=enfants]')
    page.fill(f'[name="enfants.{number}.prenom"]', f"Enfant {number}")
    page.fill(f'[name="enfants.{number}.age"]', age)


def test_every_kind_of_question_is_answered(
        site: Site, phone: Callable[..., Any], picture: Callable[..., None], script: bool) -> None:
    path = site.publish(EVERY_KIND)
    page = phone(script=script)
    page.goto(f"{site.address}/fr{path}")

    fill_first_part(page)
    assert page.locator("[name=village][value=kaweni]").is_visible() is not script
    next_step(page, script=script)
    add_child(page, 0, "4")
    page.check('[name="enfants.0.ecole"][value=oui]')
    add_child(page, 1, "1")
    if script:
        assert not page.is_visible('[name="enfants.1.ecole"][value=oui]')
    picture(page, f"repeat-{'script' if script else 'plain'}")
    next_step(page, script=script)
    page.fill("[name=adultes]", "2")
    next_step(page, script=script)
    page.check('[name="adulte.0.travail"][value=oui]')
    if script:
        page.check('[name="adulte.1.travail"][value=non]')
    page.click("#send button")
    if not script:
        # The form has one adult; the answer says two: the server asks for the other, and keeps the rest.
        page.check('[name="adulte.1.travail"][value=non]')
        page.click("#send button")
    page.wait_for_url("**/merci?**")

    with site.app.app_context():
        answers = db.session.scalars(select(Response)).one().answers
    assert answers == {
        "commune": "koungou", "village": "majicavo", "garde": ["other"], "garde_other": "Une voisine",
        "ordre": ["lieu", "prix", "heures"], "note": 4, "jour": "2026-11-23", "heure": "07:30", "prix": 12.5,
        "compris": True, "mots": "Deux\nlignes",
        "enfants": [{"prenom": "Enfant 0", "age": 4, "ecole": "oui"}, {"prenom": "Enfant 1", "age": 1}],
        "total": 5, "adultes": 2, "adulte": [{"travail": "oui"}, {"travail": "non"}]}


def test_a_draft_keeps_its_repeats(site: Site, phone: Callable[..., Any]) -> None:
    path = site.publish(EVERY_KIND)
    page = phone()
    page.goto(f"{site.address}/fr{path}")
    fill_first_part(page)
    next_step(page, script=True)
    add_child(page, 0, "4")
    add_child(page, 1, "1")

    page.reload()

    assert page.input_value('[name="enfants.1.prenom"]') == "Enfant 1"
    assert page.is_visible('[name="enfants.1.prenom"]')

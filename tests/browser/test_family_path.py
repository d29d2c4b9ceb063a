"""The family's way on a phone of 360 px, with JavaScript and without, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from consult.db import db
from consult.i18n import LANGUAGES
from consult.meetings.models import Invitee
from consult.responses.models import Response
from tests.browser.conftest import Site, lose_the_reply

pytestmark = pytest.mark.browser
TICKS = ["accord=oui", "role=mere", "village=97611-kaweni", "age_plus_jeune=a1",
         "garde_actuelle=grands_parents", "garde_convient=oui", "garde_souhaitee=creche",
         "priorites=place", "reunion=oui"]
WORDS = {"nb_moins_6": "2", "nb_moins_3": "1", "contact_prenom": "Zaïnaba", "contact_telephone": "0639000001"}


def fill_step(page: Any) -> None:
    """Answer the questions that can be seen, as they appear."""
    for name, value in (tick.split("=") for tick in TICKS):
        card = page.locator(f'[name="{name}"][value="{value}"]')
        if card.is_visible():
            card.check()
    for name, text in WORDS.items():
        if page.locator(f'[name="{name}"]').is_visible():
            page.fill(f'[name="{name}"]', text)


def fill(page: Any, *, script: bool) -> None:
    """Answer the long page; with JavaScript go from step to step until the last."""
    fill_step(page)
    while script and page.is_visible("[data-do=next]"):
        page.click("[data-do=next]")
        fill_step(page)


def send(page: Any) -> None:
    page.click("#send button")


def stored_rows(site: Site) -> list[Response]:
    with site.app.app_context():
        return list(db.session.scalars(select(Response)))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_family_answers_and_reads_its_receipt(
        site: Site, shipped: str, phone: Callable[..., Any], picture: Callable[..., None], script: bool,
        tag: str) -> None:
    page = phone(script=script)
    name = f"{tag}-{'script' if script else 'plain'}"
    page.goto(f"{site.address}/{tag}{shipped}")
    picture(page, f"questionnaire-{name}")

    fill(page, script=script)
    picture(page, f"questionnaire-filled-{name}")
    send(page)
    page.wait_for_url("**/merci?**")
    picture(page, f"thanks-{name}")

    assert re.search(r"\d{4}\s\d{4}\s\d{4}", page.inner_text(".receipt"))
    assert page.context.cookies() == []
    rows = stored_rows(site)
    assert [row.language for row in rows] == [tag]
    assert rows[0].answers["village"] == "97611-kaweni"
    assert "contact_telephone" not in rows[0].answers
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitee)) == 1


def test_a_draft_survives_closing_the_page(site: Site, shipped: str, phone: Callable[..., Any]) -> None:
    page = phone()
    page.goto(f"{site.address}/fr{shipped}")
    page.check('[name=accord][value=oui]')
    page.click("[data-do=next]")
    page.fill("[name=nb_moins_6]", "3")
    key = page.input_value("[name=_key]")
    page.close()

    again = page.context.new_page()
    again.goto(f"{site.address}/swb{shipped}")

    assert again.is_visible("#draft")
    assert again.input_value("[name=nb_moins_6]") == "3"
    assert again.input_value("[name=_key]") == key


def test_erasing_leaves_nothing_on_the_phone(site: Site, shipped: str, phone: Callable[..., Any]) -> None:
    page = phone()
    page.goto(f"{site.address}/fr{shipped}")
    page.check('[name=accord][value=oui]')
    key = page.input_value("[name=_key]")
    page.on("dialog", lambda dialog: dialog.accept())

    page.click("#erase [data-do=erase]")

    assert page.evaluate("localStorage.length") == 0
    assert not page.is_checked('[name=accord][value=oui]')
    assert page.input_value("[name=_key]") != key


def test_sending_again_after_a_lost_reply_is_one_response(
        site: Site, shipped: str, phone: Callable[..., Any], script: bool) -> None:
    page = phone(script=script)
    page.goto(f"{site.address}/fr{shipped}")
    fill(page, script=script)
    lose_the_reply(page, "**/envoi")

    if script:
        send(page)
        page.wait_for_selector("#waiting:not([hidden])")
        page.unroute("**/envoi")
        page.click("[data-do=retry]")
    else:
        with page.expect_event("requestfailed"):
            page.click("#send button", no_wait_after=True)
        page.wait_for_timeout(500)
        page.unroute("**/envoi")
        page.go_back()
        # The phone keeps the answers; it may not keep a name and a number for the next family.
        assert page.is_checked('[name=village][value="97611-kaweni"]')
        assert page.input_value("[name=contact_telephone]") == ""
        fill(page, script=False)
        send(page)
    page.wait_for_url("**/merci?**")

    assert len(stored_rows(site)) == 1


def test_a_send_waits_for_a_network(site: Site, shipped: str, phone: Callable[..., Any],
                                    picture: Callable[..., None]) -> None:
    page = phone()
    page.goto(f"{site.address}/fr{shipped}")
    fill(page, script=True)
    page.context.set_offline(True)
    send(page)
    page.wait_for_selector("#waiting:not([hidden])")
    picture(page, "waiting-for-network")

    page.context.set_offline(False)
    page.wait_for_url("**/merci?**")

    assert len(stored_rows(site)) == 1


def test_two_families_on_one_phone_are_two_responses(
        site: Site, shipped: str, phone: Callable[..., Any], script: bool) -> None:
    page = phone(script=script)
    for _family in range(2):
        page.goto(f"{site.address}/fr{shipped}")
        fill(page, script=script)
        send(page)
        page.wait_for_url("**/merci?**")

    assert len(stored_rows(site)) == 2


def test_back_to_other_answers_asks_whose_they_are(
        site: Site, shipped: str, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr{shipped}")
    fill(page, script=False)
    send(page)
    page.wait_for_url("**/merci?**")

    page.go_back()
    page.fill("[name=contact_telephone]", WORDS["contact_telephone"])
    page.check('[name=village][value="97611-cavani"]')
    send(page)
    picture(page, "correction-or-another-family")
    page.click('[name=_resolve][value=correction]')
    page.wait_for_url("**/merci?**")

    assert [row.answers["village"] for row in stored_rows(site)] == ["97611-cavani"]


def test_a_missing_answer_is_named_and_nothing_typed_is_lost(
        site: Site, shipped: str, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr{shipped}")
    page.check('[name=accord][value=oui]')
    page.fill("[name=nb_moins_6]", "quatre")
    page.fill("[name=mot_libre]", "La crèche est loin.")

    send(page)
    picture(page, "errors-plain")

    assert page.evaluate("document.activeElement.id") == "erreurs"
    assert page.title().startswith("Erreur")
    assert page.input_value("[name=nb_moins_6]") == "quatre"
    assert page.input_value("[name=mot_libre]") == "La crèche est loin."
    page.click('.summary a[href="#q_village-0"]')
    assert page.evaluate("document.activeElement.id") == "q_village-0"
    assert stored_rows(site) == []


def test_questions_appear_as_answers_change(site: Site, shipped: str, phone: Callable[..., Any]) -> None:
    page = phone()
    page.goto(f"{site.address}/fr{shipped}")
    page.check('[name=accord][value=oui]')
    page.click("[data-do=next]")

    page.fill("[name=nb_moins_6]", "0")
    hidden = page.is_visible("[name=nb_moins_3]")
    page.fill("[name=nb_moins_6]", "1")

    assert not hidden
    assert page.is_visible("[name=nb_moins_3]")
    page.fill("[name=nb_moins_3]", "2")
    page.click("[data-do=next]")
    assert page.inner_text("#e_nb_moins_3").startswith("Ce nombre ne peut pas dépasser")


def test_the_first_page_is_light(site: Site, shipped: str, phone: Callable[..., Any]) -> None:
    page = phone()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(f"{site.address}/fr{shipped}", wait_until="networkidle")

    assert len(sizes) <= 2
    assert sum(sizes) <= 14 * 1024

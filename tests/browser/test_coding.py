"""Reading texts at the keyboard: single keys with a script, Tab, Space and Enter without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consult.staff.models import Role
from tests.browser.conftest import Site
from tests.desk.test_coding import ADDRESS, NAMES
from tests.factories import sign_in
from tests.needs.coded import Reading

pytestmark = pytest.mark.browser
ME = NAMES[Role.COORDINATOR]
AT_THE_TEXT = "#texte:focus"
"""The text has the cursor as soon as the page is there: one step leads to the first suggestion."""


@pytest.fixture
def reading(site: Site, stored: Callable[..., None]) -> Reading:
    reading = Reading(site.app, stored)
    for words in ("C’est trop cher", "Les vaccins à la PMI", "Une place en crèche"):
        reading.write(words)
    return reading


@pytest.fixture
def desk(site: Site, chromium: Any, script: bool) -> Iterator[Any]:
    """A desk's screen, signed in; a fault in its console fails the test."""
    client = sign_in(site.app, site.app.test_client(), Role.COORDINATOR)
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, java_script_enabled=script, locale="fr-FR")
    cookie = client.get_cookie("staff")
    context.add_cookies([{"name": "staff", "value": cookie.value if cookie else "", "url": site.address}])
    page, faults = context.new_page(), []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(site.address + ADDRESS)
    # Until it has loaded, its script too: a key pressed before that is heard by nobody.
    with page.expect_navigation():
        page.click("main a.button")
    page.wait_for_selector(AT_THE_TEXT)
    yield page
    context.close()
    assert faults == []


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_and_wait(page: Any, *keys: str) -> None:
    press(page, *keys[:-1])
    with page.expect_navigation():
        press(page, keys[-1])
    if "/textes/" in page.url:
        page.wait_for_selector(AT_THE_TEXT)


def test_the_keyboard_is_enough_without_a_script(reading: Reading, desk: Any) -> None:
    first, second, third = reading.texts()

    press_and_wait(desk, "Tab", "Space", "Tab", "Space", "Enter")
    press_and_wait(desk, "Tab", "Tab", "Tab", "Tab", "Tab", "Enter")
    suggested = [box.get_attribute("value") for box in desk.query_selector_all("fieldset [name=codes]")[:3]]
    press_and_wait(desk, "Tab", "Tab", "Tab", "Space", "Tab", "Enter")

    coded = reading.coded()
    assert len(coded[first.text].codings[ME]) == 2
    assert coded[second.text].codings[ME] == frozenset()
    assert coded[third.text].codings[ME] == {suggested[2]}


@pytest.mark.parametrize("script", [True], ids=["with JavaScript"])
def test_single_keys_do_what_the_page_announces(
        reading: Reading, desk: Any, picture: Callable[[Any, str], None]) -> None:
    first, second, third = reading.texts()
    picture(desk, "coding-text")

    suggested = [box.get_attribute("value") for box in desk.query_selector_all("[data-key][name=codes]")]
    press_and_wait(desk, "1", "3", "Enter")
    assert reading.coded()[first.text].codings[ME] == {suggested[0], suggested[2]}

    press_and_wait(desk, "u")
    assert not reading.coded()[first.text].is_coded

    press_and_wait(desk, "0")
    assert reading.coded()[first.text].codings[ME] == frozenset()

    press_and_wait(desk, "m")
    assert reading.coded()[second.text].masked_by == ME
    press_and_wait(desk, "m")
    assert reading.coded()[second.text].masked_by == ""

    press_and_wait(desk, "ArrowRight")
    assert third.handle in desk.url
    press_and_wait(desk, "k")
    assert second.handle in desk.url


@pytest.mark.parametrize("script", [True], ids=["with JavaScript"])
def test_a_need_is_found_and_ticked_without_leaving_the_keyboard(reading: Reading, desk: Any) -> None:
    first, *_ = reading.texts()
    wanted = desk.locator("details.needs label").last
    code = wanted.locator("input").get_attribute("value")

    press(desk, "/")
    desk.keyboard.type(code.lower())
    shown = desk.locator("details.needs label:visible")
    assert (shown.count(), shown.locator("input").get_attribute("value")) == (1, code)
    press(desk, "Enter")
    press_and_wait(desk, "Enter")

    assert reading.coded()[first.text].codings[ME] == {code}


@pytest.mark.parametrize("script", [True], ids=["with JavaScript"])
def test_single_keys_can_be_turned_off_for_good(reading: Reading, desk: Any) -> None:
    desk.click("summary:has-text('Au clavier')")
    desk.click("text=Ces touches sont actives")
    desk.reload()

    press(desk, "1", "m", "0")

    assert desk.query_selector_all("[name=codes]:checked") == []
    assert not desk.is_visible("[data-key='0'] kbd")
    assert all(not coded.is_coded and not coded.masked_by for coded in reading.coded().values())


@pytest.mark.parametrize("script", [False], ids=["without JavaScript"])
def test_no_key_is_announced_that_would_do_nothing(reading: Reading, desk: Any) -> None:
    desk.click("summary:has-text('Au clavier')")

    assert not desk.is_visible("kbd")
    assert desk.is_visible("text=Espace pour cocher")

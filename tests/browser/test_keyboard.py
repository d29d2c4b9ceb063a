"""Without a mouse: each page from its first stop to its last, with a focus that can be seen at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from consult import clock
from consult.db import db, writing
from consult.staff import service as staff
from consult.staff.models import Role
from tests.browser.conftest import Site
from tests.browser.test_coordinator_path import PASSWORD
from tests.browser.test_family_path import TICKS, WORDS, stored_rows
from tests.browser.test_meeting_path import meetings  # noqa: F401, a fixture
from tests.browser.test_meeting_path import stored as sign_ups
from tests.every_page import demonstrate

pytestmark = pytest.mark.browser
Phone = Callable[..., Any]
STOPS = 250
FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    tag: here.tagName, name: here.name || "", value: here.value || "", type: here.type || "",
    label: here.textContent.trim(), href: here.getAttribute("href") || "",
    role: here.getAttribute("role") || "",
    can_be_seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
      && box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""
WANTED = dict(tick.split("=") for tick in TICKS)


def _stop(page: Any, key: str = "Tab") -> dict[str, Any]:
    """Press, and say where the focus is; wherever it is, it can be seen."""
    page.keyboard.press(key)
    here: dict[str, Any] = page.evaluate(FOCUSED)
    if here["tag"] not in {"BODY", "HTML"}:
        assert here["can_be_seen"], f"the focus is lost on {here}"
    return here


def _stops(page: Any) -> Iterator[dict[str, Any]]:
    for _ in range(STOPS):
        yield _stop(page)


def _choose(page: Any, here: dict[str, Any], wanted: str) -> None:
    """Arrows go from one choice to the next, and choose it."""
    if here["value"] == wanted:
        page.keyboard.press("Space")
        return
    while here["value"] != wanted:
        here = _stop(page, "ArrowDown")


def _answer(page: Any, here: dict[str, Any], wanted: dict[str, str], words: dict[str, str]) -> None:
    name = here["name"]
    if here["type"] == "radio" and name in wanted:
        _choose(page, here, wanted.pop(name))
    elif here["type"] == "checkbox" and wanted.get(name) == here["value"]:
        page.keyboard.press("Space")
    elif name in words:
        page.keyboard.type(words.pop(name))


def test_a_family_answers_without_a_mouse(site: Site, shipped: str, phone: Phone, script: bool) -> None:
    page = phone(script=script)
    page.goto(f"{site.address}/fr{shipped}")
    wanted, words = dict(WANTED), dict(WORDS)

    for here in _stops(page):
        _answer(page, here, wanted, words)
        if here["label"] in {"Continuer", "Envoyer"}:
            page.keyboard.press("Enter")
        if here["label"] == "Envoyer":
            break
    page.wait_for_url("**/merci?**")

    assert [row.answers["village"] for row in stored_rows(site)] == ["97611-kaweni"]


def test_a_family_signs_up_without_a_mouse_in_its_own_colours(
        site: Site, meetings: dict[str, UUID], phone: Phone) -> None:  # noqa: F811
    page = phone(script=False, forced_colors="active", reduced_motion="reduce")
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    words = {"name": "Zaïnaba", "under_3": "1", "phone": "0639000001"}

    for here in _stops(page):
        _answer(page, here, {"wants_childminding": here["value"]}, words)
        if here["tag"] == "BUTTON":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/place/*")

    [sign_up] = sign_ups(site)
    assert (sign_up.name, sign_up.under_3, sign_up.wants_childminding) == ("Zaïnaba", 1, True)


def _follow(page: Any, ending: str) -> None:
    """Go to a link by its address, and open it."""
    for here in _stops(page):
        if here["href"].endswith(ending):
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{ending}")
            return
    raise AssertionError(f"no stop leads to {ending} on {page.url}")


def test_the_coordinator_reads_the_needs_without_a_mouse(site: Site, phone: Phone) -> None:
    demonstrate(site.app)
    with site.app.app_context(), writing():
        staff.add_account("amina", Role.COORDINATOR, PASSWORD, at=clock.now())
        db.session.commit()
    page = phone()
    page.goto(f"{site.address}/staff/connexion")
    words = {"name": "amina", "password": PASSWORD}
    for here in _stops(page):
        _answer(page, here, {}, words)
        if not words:
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/staff/")

    _follow(page, "/campagnes/besoins-petite-enfance")
    _follow(page, "/reponses")
    _follow(page, "/besoins")

    # Wider than the phone: it moves in a frame of its own, that the keyboard reaches and a name announces.
    frame = next(here for here in _stops(page) if here["role"] == "region")
    assert frame["tag"] == "DIV"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    for _ in range(STOPS):
        page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.scrollLeft > 0"):
            return
    raise AssertionError("the frame does not move")


@pytest.mark.parametrize("path", ["/fr/", "/staff/connexion"])
def test_the_first_stop_skips_to_the_content(site: Site, phone: Phone, path: str) -> None:
    page = phone()
    page.goto(site.address + path)

    first = _stop(page)
    page.keyboard.press("Enter")

    assert first["href"] == "#contenu"
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_what_is_wrong_is_announced_and_leads_to_its_question(
        site: Site, shipped: str, phone: Phone) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr{shipped}")
    page.check("[name=accord][value=oui]")
    page.fill("[name=nb_moins_6]", "quatre")
    page.click("#send button")

    summary = page.get_by_role("alert")
    assert summary.get_attribute("id") == page.evaluate("document.activeElement.id") == "erreurs"
    summary.locator("a[href*=nb_moins_6]").press("Enter")
    here = page.evaluate(FOCUSED)
    wrong = page.locator(f"[name={here['name']}]")
    assert wrong.get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{wrong.get_attribute('aria-describedby').split()[-1]}").is_visible()


def test_a_step_with_a_mistake_says_so_where_the_focus_goes(site: Site, shipped: str, phone: Phone) -> None:
    page = phone()
    page.goto(f"{site.address}/fr{shipped}")

    page.check("[name=accord][value=oui]")
    page.click("[data-do=next]")
    page.fill("[name=nb_moins_6]", "1")
    page.fill("[name=nb_moins_3]", "9")
    page.focus("[data-do=next]")
    page.keyboard.press("Enter")

    name = page.evaluate("document.activeElement.name")
    wrong = page.locator(f"[name={name}]").first
    described = page.locator(f"[aria-describedby*=e_{name}]")
    assert "true" in {wrong.get_attribute("aria-invalid"), described.get_attribute("aria-invalid")}
    assert page.locator(f"#e_{name}").is_visible()

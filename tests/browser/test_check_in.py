"""The door of a meeting on phones at 360 px: with and without a network, a script, another phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from consult import clock
from consult.db import db, durably, writing
from consult.meetings import service as meetings
from consult.meetings.models import Arrival
from consult.staff import service as staff
from consult.staff.models import Account, Role, StaffSession
from tests.browser.conftest import Site
from tests.factories import a_campaign, a_meeting, a_party, a_territory, an_account

pytestmark = pytest.mark.browser
CODE = "k7m3pt"
FAMILIES = ("Amina", "Fatima", "Moinécha", "Zaïnaba")


@dataclass
class Door:
    """A meeting of tonight that four families said they would come to."""

    site: Site
    meeting_id: UUID

    @property
    def address(self) -> str:
        return f"{self.site.address}/staff/reunions/{CODE}/accueil"

    def sign_in(self, page: Any, name: str = "enquete") -> None:
        """Give this phone a session of its own."""
        with self.site.app.app_context(), writing():
            account = db.session.scalars(select(Account).where(Account.name == name)).one()
            token = staff.open_session(account, at=clock.now())
            db.session.commit()
        page.context.add_cookies([{"name": "staff", "value": token, "url": self.site.address}])

    def sign_everybody_out(self) -> None:
        with self.site.app.app_context(), writing():
            db.session.execute(delete(StaffSession))
            db.session.commit()

    def came(self) -> list[tuple[bool, int, int, int]]:
        """Every row that is stored: whether it is a walk-in, women, men, children."""
        with self.site.app.app_context():
            rows = db.session.execute(select(Arrival)).scalars()
            return sorted((row.is_walk_in, row.women, row.men, row.children) for row in rows)


@pytest.fixture
def door(site: Site) -> Door:
    campaign_id, meeting_id = uuid4(), uuid4()
    now = clock.now()
    meeting = a_meeting(campaign_id, id=meeting_id, code=CODE, seats=60,
                        starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=2))
    with site.app.app_context(), writing():
        db.session.add_all([a_territory(), a_campaign(id=campaign_id),
                            an_account(name="enquete", role=Role.INTERVIEWER)])
        db.session.flush()  # the meeting needs the campaign's key
        db.session.add(meeting)
        db.session.commit()
    with site.app.app_context():
        for number, name in enumerate(FAMILIES):
            party = a_party(name=name, adults=1 + number % 2, under_3=number)
            durably(lambda connection, party=party: meetings.sign_up(
                connection, key=uuid4(), meeting_id=meeting_id, party=party, at=now))
    site.app.config["WTF_CSRF_ENABLED"] = True
    return Door(site, meeting_id)


def until(page: Any, expression: str) -> None:
    """Wait until the page says yes. Playwright's own way compiles a script, which our policy forbids."""
    for _try in range(300):
        if page.evaluate(f"Promise.resolve({expression}).then(Boolean)"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {expression}")


SENDING = "**/accueil/envoi"


def cut_off(context: Any) -> None:
    """No network. A page that is loading just then may miss that for a moment: what it sends is cut too."""
    context.route(SENDING, lambda route: route.abort())
    context.set_offline(True)


def reconnect(context: Any) -> None:
    context.unroute(SENDING)
    context.set_offline(False)


def open_door(door: Door, page: Any) -> None:
    """Sign in, open the page, and wait until the phone has kept it."""
    door.sign_in(page)
    page.goto(door.address)
    until(page, "navigator.serviceWorker.ready")
    until(page, "navigator.serviceWorker.controller")
    until(page, "caches.match(location.pathname)")


def check_in(page: Any, name: str, **counts: int) -> None:
    """Open a family, tap as often as people come, say that they are here."""
    family = page.locator("[data-family]", has_text=name)
    family.locator("summary").click()
    for kind, times in counts.items():
        for _tap in range(times):
            family.locator(f".count:has([name={kind}]) [data-by='1']").click()
    family.get_by_role("button", name="Arrivés").click()


def walk_in(page: Any, kind: str, times: int = 1) -> None:
    for _tap in range(times):
        page.locator(f"[data-walk-in={kind}][data-by='1']").click()


def totals(page: Any) -> str:
    return " ".join(page.inner_text(".totals").split())


def wait_until_sent(page: Any) -> None:
    until(page, "!Object.keys(JSON.parse(localStorage['consult:door:k7m3pt']).pending).length")


def test_families_and_walk_ins_are_noted_with_a_network(
        door: Door, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone()
    open_door(door, page)

    check_in(page, "Amina", women=1, children=2)
    walk_in(page, "women", 2)
    walk_in(page, "children")
    wait_until_sent(page)

    assert totals(page) == "Venus 6 Femmes 3 Hommes 0 Enfants 3"
    assert door.came() == [(False, 1, 0, 2), (True, 2, 0, 1)]
    picture(page, "accueil")
    page.locator("[data-family]", has_text="Fatima").locator("summary").click()
    picture(page, "accueil-compter")


def test_the_door_works_on_without_a_network_and_sends_all_of_it_later(
        door: Door, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone()
    open_door(door, page)
    cut_off(page.context)
    check_in(page, "Amina", women=1)
    page.reload()
    check_in(page, "Moinécha", women=2, men=1)
    walk_in(page, "men", 3)

    assert page.inner_text("[data-news=waiting]") == "3 en attente d’envoi. Tout est gardé sur ce téléphone."
    assert totals(page) == "Venus 7 Femmes 3 Hommes 4 Enfants 0"
    assert door.came() == []
    picture(page, "accueil-hors-reseau")

    reconnect(page.context)
    wait_until_sent(page)
    assert page.inner_text("[data-news=sent]") == "Tout est envoyé."
    assert door.came() == [(False, 1, 0, 0), (False, 2, 1, 0), (True, 0, 3, 0)]


def test_a_tab_closed_without_a_network_loses_nothing(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)
    context = page.context
    cut_off(context)
    check_in(page, "Fatima", women=2, children=1)
    walk_in(page, "women")
    page.close()

    again = context.new_page()
    again.goto(door.address)
    assert totals(again) == "Venus 4 Femmes 3 Hommes 0 Enfants 1"
    walk_in(again, "women")
    reconnect(context)
    wait_until_sent(again)
    assert door.came() == [(False, 2, 0, 1), (True, 2, 0, 0)]


def test_two_phones_agree_once_both_have_spoken(door: Door, phone: Callable[..., Any]) -> None:
    one, other = phone(), phone()
    for page in (one, other):
        open_door(door, page)
        cut_off(page.context)
    check_in(one, "Amina", women=1)
    walk_in(one, "children", 2)
    check_in(other, "Amina", women=1, children=1)
    check_in(other, "Zaïnaba", men=2)
    walk_in(other, "children")

    for page in (one, other, one):
        reconnect(page.context)
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_until_sent(page)
    until(one, "document.querySelector('[data-total=people]').textContent === '7'")

    assert totals(one) == totals(other) == "Venus 7 Femmes 1 Hommes 2 Enfants 4"
    assert door.came() == [(False, 0, 2, 0), (False, 1, 0, 1), (True, 0, 0, 1), (True, 0, 0, 2)]


def test_a_session_that_ended_meanwhile_loses_nothing(
        door: Door, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone()
    open_door(door, page)
    cut_off(page.context)
    check_in(page, "Amina", women=1)
    door.sign_everybody_out()
    reconnect(page.context)
    page.wait_for_selector("[data-news=stranger]:not([hidden])")
    picture(page, "accueil-deconnecte")
    assert door.came() == []

    door.sign_in(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)

    assert door.came() == [(False, 1, 0, 0)]
    assert page.inner_text("#news") == "Tout est envoyé."


def test_a_clock_days_ahead_loses_nothing(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    page.clock.set_fixed_time(clock.now() + timedelta(days=3))
    page.route("**/envoi", lambda route: route.abort())
    open_door(door, page)
    check_in(page, "Amina", women=1)

    page.unroute("**/envoi")
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "!document.querySelector('[data-news=refused]').hidden")
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)

    assert door.came() == [(False, 1, 0, 0)]


def test_where_nobody_is_let_in_any_more_no_first_name_stays(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)
    door.sign_everybody_out()

    page.reload()

    assert "/staff/connexion" in page.url
    until(page, "caches.keys().then((names) => !names.length)")


def test_a_mistake_is_taken_back(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)
    check_in(page, "Amina", women=2)
    walk_in(page, "men", 2)
    page.locator("[data-walk-in=men][data-by='-1']").click()
    family = page.locator("[data-family]", has_text="Amina")
    family.locator("summary").click()
    family.locator("[name=women]").fill("99")
    family.locator("[name=women]").press("Enter")
    wait_until_sent(page)

    assert door.came() == [(False, 60, 0, 0), (True, 0, 1, 0)]


def test_finishing_sends_everything_then_erases_the_copy(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)
    cut_off(page.context)
    walk_in(page, "women")
    page.get_by_role("button", name="Terminer sur ce téléphone").click()
    page.wait_for_selector("[data-news=unfinished]:not([hidden])")
    assert page.evaluate("caches.keys()") == [f"consult:door:/staff/reunions/{CODE}/accueil"]

    reconnect(page.context)
    wait_until_sent(page)
    page.get_by_role("button", name="Terminer sur ce téléphone").click()
    page.wait_for_url("**/staff/accueil")

    assert door.came() == [(True, 1, 0, 0)]
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_signing_out_erases_the_first_names_and_keeps_what_was_not_sent(
        door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)
    page.route("**/envoi", lambda route: route.abort())
    walk_in(page, "women")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/staff/connexion**")

    assert page.evaluate("caches.keys()") == []
    kept = page.evaluate("Object.values(localStorage).join()")
    assert '"women":1' in kept
    assert not any(name in kept for name in FAMILIES)
    page.unroute("**/envoi")
    open_door(door, page)
    wait_until_sent(page)
    assert door.came() == [(True, 1, 0, 0)]


def test_without_javascript_each_family_has_a_form(
        door: Door, phone: Callable[..., Any], picture: Callable[..., None]) -> None:
    page = phone(script=False)
    door.sign_in(page)
    page.goto(door.address)
    family = page.locator("[data-family]", has_text="Amina")
    family.locator("summary").click()
    family.locator("[name=women]").fill("1")
    family.get_by_role("button", name="Arrivés").click()
    page.locator("#walk-ins [name=men]").fill("2")
    page.get_by_role("button", name="Ajouter ces personnes").click()

    assert "C’est noté." in page.inner_text("main")
    assert totals(page) == "Venus 3 Femmes 1 Hommes 2 Enfants 0"
    picture(page, "accueil-sans-javascript")
    assert door.came() == [(False, 1, 0, 0), (True, 0, 2, 0)]


def test_a_family_is_found_by_the_first_letters_of_its_name(door: Door, phone: Callable[..., Any]) -> None:
    page = phone()
    open_door(door, page)

    page.fill("#prenom", "moine")

    assert page.locator("[data-family]:visible").count() == 1
    assert "Moinécha" in page.locator("[data-family]:visible").inner_text()

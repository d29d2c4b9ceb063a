"""A family's way to a meeting on a phone of 360 px, with JavaScript and without, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from consult import clock
from consult.db import db, durably, writing
from consult.i18n import LANGUAGES
from consult.meetings import service
from consult.meetings.models import Meeting, SignUp
from consult.meetings.states import SignUpState
from consult.text import localized
from tests.browser.conftest import Site, lose_the_reply
from tests.factories import a_campaign, a_meeting, a_party, a_territory

pytestmark = pytest.mark.browser
Phone = Callable[..., Any]
Picture = Callable[[Any, str], None]
VILLAGES = {"k7m3pt": "MJC de Kawéni", "p4xy9t": "Médiathèque de Passamaïnty"}


@pytest.fixture
def meetings(site: Site) -> dict[str, UUID]:
    """Two meetings of one campaign; the first has childminding and an access note."""
    keys = {code: uuid4() for code in VILLAGES}
    with site.app.app_context(), writing():
        campaign = a_campaign()
        db.session.add_all([a_territory(), campaign])
        db.session.flush()  # the meetings need the campaign's key
        db.session.add_all(a_meeting(
            campaign.id, id=keys[code], code=code, venue=venue, minded_seats=5, has_interpreter=True,
            women_only=True, text=localized("Venez dire ce qui manque à votre famille."),
            access=localized("Entrée par la cour, sans marches."), latitude=-12.7797, longitude=45.2279)
            for code, venue in VILLAGES.items())
        db.session.commit()
    return keys


def stored(site: Site) -> list[SignUp]:
    with site.app.app_context():
        return list(db.session.scalars(select(SignUp).order_by(SignUp.name)))


def do(site: Site, verb: Callable[..., Any], *words: Any, **named: Any) -> Any:
    """What other families and the coordinator do meanwhile."""
    with site.app.app_context():
        return durably(lambda connection: verb(connection, *words, at=clock.now(), **named))


def fill(page: Any, name: str = "Zaïnaba") -> None:
    page.fill("[name=name]", name)
    page.fill("[name=adults]", "2")
    page.fill("[name=under_3]", "1")
    page.check("[name=wants_childminding]")
    page.fill("[name=phone]", "06 39 00 00 01")


def send(page: Any) -> None:
    page.click("main form button")


def fits(page: Any) -> bool:
    """Nobody has to move the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_family_signs_up_changes_and_cancels(
        site: Site, meetings: dict[str, UUID], phone: Phone, picture: Picture, script: bool,
        tag: str) -> None:
    page = phone(script=script)
    name = f"{tag}-{'script' if script else 'plain'}"
    page.goto(f"{site.address}/{tag}/reunions")
    picture(page, f"meetings-{name}")
    page.click("article h3 a >> nth=0")
    page.wait_for_url("**/reunions/k7m3pt")
    picture(page, f"meeting-{name}")
    assert fits(page)

    fill(page)
    send(page)
    page.wait_for_url("**/place/*")
    picture(page, f"place-{name}")
    place = page.url
    assert re.search(r"\w{4}\s\w{4}", page.inner_text(".receipt"))
    assert fits(page)
    assert page.context.cookies() == []
    [sign_up] = stored(site)
    assert (sign_up.adults, sign_up.under_3, sign_up.phone, sign_up.language) == (2, 1, "0639000001", tag)

    page.click('a[href$="/changer"]')
    assert page.input_value("[name=phone]") == ""
    page.fill("[name=adults]", "3")
    picture(page, f"change-{name}")
    send(page)
    page.wait_for_url(place)
    assert stored(site)[0].adults == 3

    page.click('a[href$="/annuler"]')
    picture(page, f"cancel-{name}")
    send(page)
    page.wait_for_url(place)
    picture(page, f"place-cancelled-{name}")
    assert stored(site)[0].state is SignUpState.CANCELLED

    page.click('form[action$="/accepter"] button')
    page.wait_for_url(place)
    assert stored(site)[0].state is SignUpState.CONFIRMED


def test_sending_again_after_a_lost_reply_is_one_sign_up(
        site: Site, meetings: dict[str, UUID], phone: Phone, script: bool) -> None:
    page = phone(script=script)
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    key = page.input_value("[name=_key]")
    fill(page)
    lose_the_reply(page, "**/inscription")

    with page.expect_event("requestfailed"):
        page.click("main form button", no_wait_after=True)
    page.wait_for_timeout(500)
    page.unroute("**/inscription")
    page.go_back()
    assert page.input_value("[name=_key]") == key
    assert page.input_value("[name=under_3]") == "1"
    # The phone keeps the numbers; it may not keep a name and a telephone for the next family.
    assert page.input_value("[name=phone]") == ""
    fill(page)
    send(page)
    page.wait_for_url("**/place/*")

    assert len(stored(site)) == 1


def test_two_families_on_one_phone_are_two_sign_ups(
        site: Site, meetings: dict[str, UUID], phone: Phone, script: bool) -> None:
    page = phone(script=script)
    for family in ("Amina", "Echati"):
        page.goto(f"{site.address}/fr/reunions/k7m3pt")
        fill(page, family)
        send(page)
        page.wait_for_url("**/place/*")

    assert [sign_up.name for sign_up in stored(site)] == ["Amina", "Echati"]


def test_back_to_other_details_asks_whose_they_are(
        site: Site, meetings: dict[str, UUID], phone: Phone, picture: Picture) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    fill(page)
    send(page)
    page.wait_for_url("**/place/*")

    page.go_back()
    fill(page, "Ali")
    send(page)
    picture(page, "sign-up-correction-or-another-family")
    page.click("[name=_resolve][value=autre]")
    page.wait_for_url("**/place/*")

    assert [sign_up.name for sign_up in stored(site)] == ["Ali", "Zaïnaba"]


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
        site: Site, meetings: dict[str, UUID], phone: Phone, picture: Picture) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    page.fill("[name=adults]", "deux")
    page.check("[name=wants_transport]")

    send(page)
    picture(page, "sign-up-errors")

    assert page.evaluate("document.activeElement.id") == "erreurs"
    assert page.title().startswith("Erreur")
    assert page.input_value("[name=adults]") == "deux"
    assert page.is_checked("[name=wants_transport]")
    page.click('.summary a[href="#adults"]')
    assert page.evaluate("document.activeElement.id") == "adults"
    assert stored(site) == []


def test_a_family_waits_and_says_yes_to_an_offer(
        site: Site, meetings: dict[str, UUID], phone: Phone, picture: Picture) -> None:
    crowd = do(site, service.sign_up, key=uuid4(), meeting_id=meetings["k7m3pt"], party=a_party(adults=10))
    page = phone(script=False)
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    picture(page, "meeting-full")
    fill(page)
    send(page)
    page.wait_for_url("**/place/*")
    picture(page, "place-waiting")

    do(site, service.cancel, crowd.code)
    page.reload()
    picture(page, "place-offered")
    page.click('form[action$="/accepter"] button')

    assert [sign_up.state for sign_up in stored(site) if sign_up.name == "Zaïnaba"] == [SignUpState.CONFIRMED]


def test_a_meeting_cancelled_in_between_offers_another(
        site: Site, meetings: dict[str, UUID], phone: Phone, picture: Picture) -> None:
    page = phone(script=False)
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    fill(page)
    with site.app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meetings["k7m3pt"])
        service.cancel_meeting(meeting, why=localized("La salle est fermée."), at=clock.now())
        db.session.commit()

    send(page)
    picture(page, "sign-up-to-another-meeting")
    page.click('form[action="/fr/reunions/p4xy9t/inscription"] button')
    page.wait_for_url("**/place/*")

    [sign_up] = stored(site)
    assert (sign_up.name, sign_up.meeting_id) == ("Zaïnaba", meetings["p4xy9t"])
    page.goto(f"{site.address}/fr/reunions/k7m3pt")
    picture(page, "meeting-cancelled")


def test_a_code_opens_the_page_again(site: Site, meetings: dict[str, UUID], phone: Phone) -> None:
    outcome = do(site, service.sign_up, key=uuid4(), meeting_id=meetings["k7m3pt"], party=a_party())
    page = phone(script=False)
    page.goto(f"{site.address}/fr/ma-place")

    page.fill("[name=code]", f"{outcome.code[:4]} {outcome.code[4:]}".upper())
    send(page)

    page.wait_for_url(f"**/place/{outcome.code}")


def test_the_first_page_is_light(site: Site, meetings: dict[str, UUID], phone: Phone) -> None:
    page = phone()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(f"{site.address}/fr/reunions/k7m3pt", wait_until="networkidle")

    assert len(sizes) <= 2
    assert sum(sizes) <= 14 * 1024

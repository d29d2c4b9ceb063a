"""A line that dies at any moment, under a form that is sent: the family sends again, and is stored once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from consult.bench.proxy import Cut, Proxy, bad_line
from tests.browser.conftest import Site
from tests.browser.test_family_path import fill, stored_rows
from tests.every_state import plausible_answers
from tests.responses.test_sending import hidden


def _post(proxy: Proxy, address: str, body: str) -> str:
    """Where the answer leads. Raises when the line dies."""
    connection = HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    try:
        connection.request("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        return answer.getheader("Location") or f"{answer.status}"
    finally:
        connection.close()


@pytest.mark.parametrize("cut", Cut)
def test_an_answer_sent_again_is_stored_once(site: Site, shipped: str, cut: Cut) -> None:
    form = {**hidden(site.app.test_client().get(f"/fr{shipped}")), **plausible_answers(1)}
    with bad_line(urlsplit(site.address).port or 0) as proxy:
        proxy.cut = cut
        with pytest.raises((OSError, HTTPException)):
            _post(proxy, f"/fr{shipped}/envoi", urlencode(form, doseq=True))

        leads_to = _post(proxy, f"/fr{shipped}/envoi", urlencode(form, doseq=True))

    assert proxy.cuts == 1
    assert "/merci?recu=" in leads_to
    assert len(stored_rows(site)) == 1


def _send_with_script(page: Any) -> None:
    page.click("#send button")
    page.wait_for_selector("#waiting:not([hidden]), .receipt")
    if page.is_visible("#waiting"):
        page.click("[data-do=retry]")


def _send_without_script(page: Any) -> None:
    from playwright.sync_api import Error
    with suppress(Error), page.expect_navigation():
        page.click("#send button", no_wait_after=True)
    # Chromium sends again by itself where nothing at all came back; otherwise it shows an error, or nothing.
    if "/merci?" not in page.url:
        page.go_back()
        fill(page, script=False)
        page.click("#send button")


@pytest.mark.browser
def test_a_family_sends_again_and_is_stored_once(
        site: Site, shipped: str, phone: Callable[..., Any], script: bool) -> None:
    send = _send_with_script if script else _send_without_script
    with bad_line(urlsplit(site.address).port or 0) as proxy:
        for number, cut in enumerate(Cut, 1):
            page = phone(script=script)
            page.goto(f"http://127.0.0.1:{proxy.port}/fr{shipped}")
            fill(page, script=script)
            proxy.cut = cut

            send(page)
            page.wait_for_url("**/merci?**")

            assert proxy.cuts == number
            assert len(stored_rows(site)) == number, cut

"""A real site on loopback and a real Chromium at 360 px; skipped, visibly, where there is no browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from waitress.server import create_server

from consult import clock
from consult.db import db, writing
from consult.surveys import service as surveys
from consult.surveys.questions import Questionnaire
from consult.surveys.shipped import load_shipped
from tests.factories import a_campaign, a_territory

CHROMIUM = os.environ.get("CHROMIUM", "") or shutil.which("chromium") or ""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PICTURES = Path(os.environ.get("CONSULT_SCREENSHOTS", "screenshots"))
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Site:
    app: Flask
    address: str

    def publish(self, questionnaire: Questionnaire, **changes: Any) -> str:
        """Open a campaign with this questionnaire; the path of its questionnaire, without the language."""
        with self.app.app_context(), writing():
            campaign = a_campaign(**changes)
            db.session.add_all([a_territory(), campaign])
            db.session.flush()  # the version needs the campaign's key
            version = surveys.import_version(
                campaign.id, questionnaire=questionnaire, source_name="essai", at=clock.now())
            surveys.publish_version(version, at=clock.now())
            db.session.commit()
            return f"/consultations/{campaign.slug}/questionnaire"


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    server = create_server(app, host="127.0.0.1", port=0, threads=8)

    def run() -> None:
        with suppress(OSError):  # its own socket, closed under it at the end of the test
            server.run()
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.effective_port}")
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def shipped(site: Site) -> str:
    return site.publish(load_shipped("besoins-petite-enfance"))


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with JavaScript")


@pytest.fixture
def phone(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a page on a 360 px phone of its own; every fault in its console fails the test."""
    contexts = []

    def take(*, script: bool = True, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=script,
                                       locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page
    yield take
    for context in contexts:
        context.close()


@pytest.fixture
def picture() -> Callable[[Any, str], None]:
    """Keep a picture of the whole page, for translators and for whoever looks at the design."""
    def take(page: Any, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    return take


def lose_the_reply(page: Any, address: str) -> None:
    """The server stores what is posted there, the line dies before its answer."""
    def handle(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()
    page.route(address, handle)

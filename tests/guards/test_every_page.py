"""Every page that a link leads to, from the public's first page and from the coordinator's, is opened."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.cli.demonstration import prepare_demonstration
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.staff.models import Role
from consult.territories import service as territories
from tests.factories import sign_in
from tests.pages import check_headers, check_page, parse

PER_ENDPOINT = 5
"""Pages of the same kind that are opened; a list of a hundred relays has one kind of link."""


@pytest.fixture
def demonstration(app: Flask) -> Flask:
    """The site of the demonstration, with a few answers."""
    with app.app_context(), writing():
        territories.load_reference()
        prepare_demonstration(answers=12)
        db.session.remove()
    return app


def _links(page: TestResponse) -> list[str]:
    hrefs = [link.get("href", "") for link in parse(page.text).iter("a")]
    return [href for href in hrefs if href.startswith("/")]


def _endpoint(app: Flask, path: str) -> str:
    """The view behind a link. Raises NotFound for a link that leads nowhere."""
    return str(app.url_map.bind("").match(urlsplit(path).path)[0])


def walk(app: Flask, client: FlaskClient, start: str, *, within: str) -> Iterator[tuple[str, TestResponse]]:
    """Open what `start` leads to, under the address `within`."""
    waiting, seen, kinds = [start], {start}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = _endpoint(app, path)
        kinds[kind] += 1
        if kinds[kind] > PER_ENDPOINT:
            continue
        page = client.get(path, follow_redirects=True)
        yield path, page
        if page.mimetype == "text/html":
            found = [link for link in _links(page) if link.startswith(within) and link not in seen]
            seen.update(found)
            waiting += found


def _check(app: Flask, path: str, page: TestResponse) -> None:
    if page.mimetype == "text/html":
        check_page(page, app, page.request.path)
    else:
        assert page.status_code == 200, f"{page.status_code} on {path}"
        assert page.data, f"nothing in {path}"
        check_headers(page, path)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_a_family_can_reach_keeps_its_promises(demonstration: Flask, tag: str) -> None:
    opened = []
    for path, page in walk(demonstration, demonstration.test_client(), f"/{tag}/", within=f"/{tag}/"):
        opened.append(_endpoint(demonstration, path))
        _check(demonstration, path, page)

    assert {"site.home", "site.campaign", "responses.answer", "site.personal_data", "site.accessibility",
            "site.legal_notice", "responses.receipt", "meeting.listing", "meeting.show", "meeting.calendar",
            "meeting.card", "meeting.find"} <= set(opened)


def test_every_page_the_coordinator_can_reach_keeps_its_promises(demonstration: Flask) -> None:
    coordinator = sign_in(demonstration, demonstration.test_client(), Role.COORDINATOR)
    opened = []
    for path, page in walk(demonstration, coordinator, "/staff/", within="/staff"):
        opened.append(_endpoint(demonstration, path))
        _check(demonstration, path, page)

    assert {"desk.overview", "campaigns.campaigns", "stages.show", "surveys.versions", "campaigns.relays",
            "campaigns.relay", "campaigns.poster", "campaigns.qr_svg", "exports.exports",
            "exports.answers_csv", "exports.answers_xlsx", "staff.team", "staff.journal",
            "staff.account"} <= set(opened)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_public_page_without_a_campaign_keeps_its_promises(app: Flask, tag: str) -> None:
    opened = []
    for path, page in walk(app, app.test_client(), f"/{tag}/", within=f"/{tag}/"):
        opened.append(path)
        _check(app, path, page)

    assert len(opened) > 3

"""Every page that a link leads to, from the public's first page and from the coordinator's, is opened."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from consult.i18n import LANGUAGES
from consult.staff.models import Role
from tests.every_page import demonstrate, endpoint, walk
from tests.factories import sign_in
from tests.pages import check_headers, check_page


@pytest.fixture
def demonstration(app: Flask) -> Flask:
    demonstrate(app)
    return app


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
        opened.append(endpoint(demonstration, path))
        _check(demonstration, path, page)

    assert {"site.home", "site.campaign", "responses.answer", "site.personal_data", "site.accessibility",
            "site.legal_notice", "responses.receipt", "meeting.listing", "meeting.show", "meeting.calendar",
            "meeting.card", "meeting.find"} <= set(opened)


def test_every_page_the_coordinator_can_reach_keeps_its_promises(demonstration: Flask) -> None:
    coordinator = sign_in(demonstration, demonstration.test_client(), Role.COORDINATOR)
    opened = []
    for path, page in walk(demonstration, coordinator, "/staff/", within="/staff"):
        opened.append(endpoint(demonstration, path))
        _check(demonstration, path, page)

    assert {"desk.overview", "campaigns.campaigns", "stages.show", "surveys.versions", "campaigns.relays",
            "campaigns.relay", "campaigns.poster", "campaigns.qr_svg", "exports.exports",
            "exports.answers_csv", "exports.answers_xlsx", "staff.team", "staff.journal",
            "staff.account", "desk.health"} <= set(opened)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_public_page_without_a_campaign_keeps_its_promises(app: Flask, tag: str) -> None:
    opened = []
    for path, page in walk(app, app.test_client(), f"/{tag}/", within=f"/{tag}/"):
        opened.append(path)
        _check(app, path, page)

    assert len(opened) > 3

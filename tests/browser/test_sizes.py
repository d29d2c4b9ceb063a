"""Text twice as large on a small screen: no page moves sideways, and nothing moves by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from consult.app import ROOT
from consult.i18n import LANGUAGES
from consult.staff.models import Role
from tests.browser.shown import screen
from tests.every_page import Seen, demonstrate, pages
from tests.factories import sign_in

TWICE = "document.documentElement.style.fontSize = '200%'"
MOVING = re.compile(r"\b(animation|transition|scroll-behavior|@keyframes)\b|behavior: *\"smooth\"")


def _too_wide(chromium: Any, app: Flask, every: list[Seen], width: int) -> list[str]:
    """Which pages stand out of a screen of this width when the reader's text is twice as large."""
    found = []
    with screen(chromium, app) as shown:
        for seen in every:
            shown.show(seen, width=width)
            shown.page.evaluate(TWICE)
            if excess := shown.excess():
                found.append(f"{seen.name}: {excess} px")
    return found


@pytest.mark.browser
@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_family_may_read_with_large_letters(app: Flask, chromium: Any, tag: str) -> None:
    demonstrate(app)
    every = list(pages(app, app.test_client(), f"/{tag}/", within=f"/{tag}/", most=1))

    assert _too_wide(chromium, app, every, 360) == []


@pytest.mark.browser
def test_the_coordinator_may_read_with_large_letters(app: Flask, chromium: Any) -> None:
    demonstrate(app)
    coordinator = sign_in(app, app.test_client(), Role.COORDINATOR)
    every = list(pages(app, coordinator, "/staff/", within="/staff", most=1))

    assert _too_wide(chromium, app, every, 1280) == []


def test_nothing_moves_by_itself() -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "static").iterdir()}

    assert [name for name, text in files.items() if MOVING.search(text)] == []

"""axe-core finds no fault on any page, in any state.

In every run: each kind of page once, on a phone of 360 px, a family's in each language.
With `--all`: each page, in three widths, in the dark scheme, in forced colours and without scripts. AXE_JS
names another file of axe-core than the one in the package of the tests. No rule is off, but for two:
`color-contrast` in forced colours, where the colours are the reader's; `scrollable-region-focusable` without
scripts, where the browser itself lets the keyboard into a wide table (Safari does not: our script does).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from consult.i18n import LANGUAGES
from consult.staff.models import Role
from tests.browser.shown import Screen, screen
from tests.conftest import POSTGRESQL
from tests.every_page import PER_ENDPOINT, Seen, demonstrate, pages
from tests.every_state import family_states, mistakes, strangers
from tests.factories import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.skipif(
    bool(POSTGRESQL), reason="pages look the same whichever database they come from")]
PHONE, SMALL, WIDE = 360, 320, 1280
OPTIONAL = ("target-size", "label-content-name-mismatch", "table-fake-caption", "hidden-content",
            "focus-order-semantics", "css-orientation-lock", "td-has-header")
"""Rules that axe-core leaves off. `p-as-heading` stays off: it takes a receipt in large digits for one."""
CONTRAST = ("color-contrast",)
"""Two thirds of the time. The short form looks at it on families' pages and on the desk's forms: the rest of
the desk takes its colours from the same few names."""
RUN = """options => axe.run(document, options).then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => rule.id + ' on ' + node.target.join(' ') + ': '
        + node.any.concat(node.all, node.none).map(check => check.message).join('; '))))"""


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    width: int = PHONE
    options: dict[str, Any] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    has_scripts: bool = True

    def __str__(self) -> str:
        return ", ".join([f"{self.width} px", *(f"{name} {value}" for name, value in self.options.items())]
                         + ([] if self.has_scripts else ["no script"]))


LOOKS = (Look(), Look(SMALL), Look(WIDE), Look(options={"color_scheme": "dark"}),
         Look(options={"forced_colors": "active"}, off=CONTRAST),
         Look(has_scripts=False, off=("scrollable-region-focusable",)))


@cache
def _axe() -> str:
    if path := os.environ.get("AXE_JS"):
        return Path(path).read_text(encoding="utf-8")
    from axe_playwright_python.base import AXE_SCRIPT
    return str(AXE_SCRIPT)


def _faults(shown: Screen, look: Look) -> list[str]:
    rules = {name: {"enabled": True} for name in OPTIONAL} | {name: {"enabled": False} for name in look.off}
    # Through the browser's own tools: the policy of our pages refuses a script that is not ours.
    shown.page.evaluate(_axe())
    found: list[str] = shown.page.evaluate(RUN, {"resultTypes": ["violations"], "rules": rules})
    return found


def _all_faults(shown: Screen, every: Iterable[Seen], look: Look) -> Iterator[str]:
    for seen in every:
        shown.show(seen, width=look.width)
        for fault in _faults(shown, look):
            yield f"{seen.name} ({seen.path}, {look}): {fault}"
        if look.width == PHONE:
            shown.page.set_viewport_size({"width": SMALL, "height": 740})
        if excess := shown.excess():
            yield f"{seen.name} ({seen.path}, {look}): {excess} px outside the screen"


Inspect = Callable[..., str]


@pytest.fixture
def is_whole(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--all"))


@pytest.fixture
def inspect(app: Flask, chromium: Any, is_whole: bool) -> Inspect:
    """Every fault of these pages, one on a line. `slow` are rules that the short form leaves out."""
    def look_at(every: Iterable[Seen], *, slow: tuple[str, ...] = ()) -> str:
        kept, faults = list(every), []
        for look in LOOKS if is_whole else (Look(off=slow),):
            with screen(chromium, app, has_scripts=look.has_scripts, **look.options) as shown:
                faults += _all_faults(shown, kept, look)
        return "\n".join(faults)
    return look_at


@pytest.fixture
def most(is_whole: bool) -> int:
    return PER_ENDPOINT if is_whole else 1


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_page_of_a_family_has_a_fault(app: Flask, inspect: Inspect, most: int, tag: str) -> None:
    demonstrate(app)
    walked = list(pages(app, app.test_client(), f"/{tag}/", within=f"/{tag}/", most=most))

    assert len(walked) > 10
    assert inspect([*walked, *family_states(app, tag)]) == ""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_page_without_a_campaign_has_a_fault(app: Flask, inspect: Inspect, most: int, tag: str) -> None:
    walked = list(pages(app, app.test_client(), f"/{tag}/", within=f"/{tag}/", most=most))

    assert inspect(walked) == ""


def test_no_page_of_the_desk_has_a_fault(app: Flask, inspect: Inspect, most: int) -> None:
    demonstrate(app)
    coordinator = sign_in(app, app.test_client(), Role.COORDINATOR)
    walked = list(pages(app, coordinator, "/staff/", within="/staff", most=most))

    assert len(walked) > 60
    assert inspect(walked, slow=CONTRAST) == ""


def test_no_page_of_the_desk_with_a_mistake_has_a_fault(app: Flask, inspect: Inspect, most: int) -> None:
    demonstrate(app)
    coordinator = sign_in(app, app.test_client(), Role.COORDINATOR)
    paths = [seen.path for seen in pages(app, coordinator, "/staff/", within="/staff", most=most)]
    wrong = list(mistakes(app, coordinator, paths))

    assert len(wrong) > 10
    assert inspect([*wrong, *strangers(app)]) == ""


def test_no_page_of_an_empty_desk_has_a_fault(app: Flask, inspect: Inspect, most: int) -> None:
    coordinator = sign_in(app, app.test_client(), Role.COORDINATOR)

    assert inspect(pages(app, coordinator, "/staff/", within="/staff", most=most), slow=CONTRAST) == ""

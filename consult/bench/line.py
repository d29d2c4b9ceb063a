"""The whole questionnaire on the worst line that families have: how long they wait for the network."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from consult.bench.budgets import budget
from consult.bench.proxy import Line, Proxy, bad_line
from consult.bench.site import ADDRESS

PATIENCE_MS = 120_000
BITS, ROUND_TRIP, LOSS = 50_000, 0.8, 0.05
GREETING = 4000
"""What a server sends to prove who it is, before the first page."""
FIRST_PAGE_SECONDS, NETWORK_SECONDS = 8, 30
_FILL = """fields => {
  for (const control of document.querySelectorAll("#survey [name]")) {
    if (control.name[0] === "_") continue;
    const mine = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (/radio|checkbox/.test(control.type)) control.checked = mine.includes(control.value);
    else control.value = mine[0] || "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
_SEEN = """[performance.getEntriesByName("first-contentful-paint")[0].startTime,
            performance.getEntriesByType("navigation")[0].responseEnd]"""


@dataclass(frozen=True)
class Visit:
    """One family's questionnaire. Times are seconds of waiting for the network."""

    has_scripts: bool
    first_paint: float
    first_page: float
    """All of the page is there: it can be answered and sent, script or not."""
    loaded: float
    sending: float
    sent: int
    received: int

    @property
    def network(self) -> float:
        return self.loaded + self.sending


def slow_line(seed: int) -> Line:
    """The same losses each time for the same seed."""
    return Line(BITS, ROUND_TRIP, LOSS, seed, GREETING)


def _answer(page: Any, fields: Sequence[tuple[str, str]]) -> None:
    """Up to the button that sends; nothing here goes over the line."""
    page.evaluate(_FILL, [list(field) for field in fields])
    while page.is_visible("[data-do=next]"):
        page.click("[data-do=next]")


def _visit(page: Any, proxy: Proxy, fields: Sequence[tuple[str, str]], *, has_scripts: bool) -> Visit:
    began = time.perf_counter()
    page.goto(f"http://127.0.0.1:{proxy.port}{ADDRESS}")
    loaded = time.perf_counter() - began
    painted, whole = (milliseconds / 1000 for milliseconds in page.evaluate(_SEEN))
    _answer(page, fields)
    pressed = time.perf_counter()
    page.click("#send button")
    page.wait_for_url("**/merci?**")
    sending = time.perf_counter() - pressed
    return Visit(has_scripts, painted, whole, loaded, sending, *proxy.octets)


def measure(chromium: str, port: int, fields: Sequence[tuple[str, str]], *, visits: int) -> list[Visit]:
    """First visits of phones that keep nothing, with scripts and without, each with losses of its own."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for seed in range(visits):
            for has_scripts in (True, False):
                context = browser.new_context(viewport={"width": 360, "height": 640},
                                              java_script_enabled=has_scripts)
                context.set_default_timeout(PATIENCE_MS)
                with bad_line(port, slow_line(seed)) as proxy:
                    found.append(_visit(context.new_page(), proxy, fields, has_scripts=has_scripts))
                context.close()
        browser.close()
    return found


def report(visits: Sequence[Visit]) -> Iterable[str]:
    yield f"{BITS // 1000} kbit/s, {ROUND_TRIP * 1000:.0f} ms aller-retour, {LOSS:.0%} de pertes"
    for visit in visits:
        yield (f"  {'avec script' if visit.has_scripts else 'sans script':12} "
               f"premier affichage {visit.first_paint:4.1f} s   page entière {visit.first_page:4.1f} s   "
               f"tout chargé {visit.loaded:4.1f} s   envoi {visit.sending:4.1f} s   "
               f"reçus {visit.received} octets, envoyés {visit.sent}")
    first, network = max(visit.first_page for visit in visits), max(visit.network for visit in visits)
    yield budget("première page", f"{first:.1f} s", f"moins de {FIRST_PAGE_SECONDS} s",
                 is_kept=first < FIRST_PAGE_SECONDS)
    yield budget("réseau en tout", f"{network:.1f} s", f"moins de {NETWORK_SECONDS} s",
                 is_kept=network < NETWORK_SECONDS)

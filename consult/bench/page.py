"""The family's first page: how fast it is given, and what a phone must load to show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from consult.bench.budgets import budget
from consult.bench.load import Load, Measured, run_apart
from consult.bench.site import ADDRESS, http

ROUNDS = 3
CLIENTS = 8
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
BUDGET_RATIO, BUDGET_OCTETS, BUDGET_REQUESTS = 1.5, 14_000, 2
"""DESIGN §9: time against an empty view, weight and requests of the first page."""


@dataclass(frozen=True)
class Speed:
    ours: Measured
    empty: Measured

    @property
    def ratio(self) -> float:
        """How many times longer than an empty view."""
        return self.empty.rate / self.ours.rate if self.ours.rate else float("inf")


def measure_speed(*, port: int, empty_port: int, seconds: float) -> Speed:
    """Page and empty view in turn, so that what else the machine does weighs on both."""
    page, empty = (http("GET", ADDRESS),), (http("GET", "/"),)
    speed = Speed(Measured(), Measured())
    run_apart(Load(port, CLIENTS, 0.5, page))
    for _ in range(ROUNDS):
        ours = run_apart(Load(port, CLIENTS, seconds / ROUNDS, page))
        theirs = run_apart(Load(empty_port, CLIENTS, seconds / ROUNDS, empty))
        speed = Speed(speed.ours.with_more(ours), speed.empty.with_more(theirs))
    return speed


@dataclass(frozen=True)
class Weight:
    """What came over the network for one page, headers included."""

    octets: int
    addresses: tuple[str, ...]
    elsewhere: int
    """Requests to another host than ours."""


def find_chromium() -> str:
    """Where a Chromium is installed; empty where there is none."""
    return next((path for path in CHROMIUM if Path(path).exists()), "")


def _listen(client: Any) -> tuple[dict[str, str], list[int]]:
    """Fill, as the page loads, with the address of each request and the octets of each answer."""
    addresses: dict[str, str] = {}
    octets: list[int] = []
    client.on("Network.requestWillBeSent", lambda event: addresses.setdefault(
        event["requestId"], event["request"]["url"]))
    client.on("Network.loadingFinished", lambda event: octets.append(int(event["encodedDataLength"])))
    client.send("Network.enable")
    return addresses, octets


def measure_weight(chromium: str, port: int) -> Weight:
    """The first visit of a phone of 360 points, nothing kept from before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 640})
        addresses, octets = _listen(page.context.new_cdp_session(page))
        page.goto(f"http://127.0.0.1:{port}{ADDRESS}", wait_until="networkidle")
        browser.close()
    loaded = tuple(address for address in addresses.values() if not address.startswith("data:"))
    hosts = [urlsplit(address).netloc for address in loaded]
    return Weight(sum(octets), loaded, sum(host != f"127.0.0.1:{port}" for host in hosts))


def report_speed(speed: Speed) -> Iterable[str]:
    for name, measured in (("page", speed.ours), ("vue vide", speed.empty)):
        p50, p99 = measured.milliseconds(0.5), measured.milliseconds(0.99)
        yield (f"{name:10} {measured.rate:8.0f}/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   "
               f"erreurs {measured.errors.total()}")
    yield budget("temps contre vue vide", f"{speed.ratio:.2f}", f"au plus {BUDGET_RATIO}",
                 is_kept=speed.ratio <= BUDGET_RATIO)


def report_weight(weight: Weight) -> Iterable[str]:
    requests = len(weight.addresses)
    yield budget("octets chargés", f"{weight.octets}", f"au plus {BUDGET_OCTETS}",
                 is_kept=weight.octets <= BUDGET_OCTETS)
    yield budget("demandes", f"{requests}", f"au plus {BUDGET_REQUESTS}", is_kept=requests <= BUDGET_REQUESTS)
    yield budget("vers d’autres sites", f"{weight.elsewhere}", "aucune", is_kept=weight.elsewhere == 0)
    for address in weight.addresses:
        yield f"    {urlsplit(address).path}"

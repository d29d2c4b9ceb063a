"""A site of two processes over one PostgreSQL and one Redis, as `docs/deploy/consult@.service` runs it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask

from consult import clock
from consult.app import create_app
from consult.bench.site import SLUG, prepare_site
from consult.campaigns.service import find_campaign
from consult.db import db, writing
from consult.staff import service as staff
from consult.staff.models import Role
from tests.cli.serving import Server, free_port, started
from tests.conftest import postgresql_schema
from tests.factories import a_meeting

REDIS = os.environ.get("TEST_REDIS_URL", "")
SEATS = 16
PER_MINUTE = 12
"""Submissions from one address. Each test has addresses of its own."""
NAME, PASSWORD = "coordination", "sept tortues vertes"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


def _answer(response: HTTPResponse) -> Answer:
    text = response.read().decode()
    return Answer(response.status, response.getheader("Location") or "", text)


@dataclass
class Phone:
    """A browser without a script, behind a proxy that says its address."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, port: int, path: str, fields: list[tuple[str, str]] | None = None) -> Answer:
        """A page, or what a form sends. Raises OSError where nobody answers."""
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin", "Cookie": cookies}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("GET" if fields is None else "POST", path, urlencode(fields or []), headers)
            response = line.getresponse()
            self._keep(response)
            return _answer(response)
        finally:
            line.close()

    def _keep(self, response: HTTPResponse) -> None:
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value


def hidden(page: Answer) -> dict[str, str]:
    """The hidden fields of a page."""
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', page.text)
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: unescape(value[1]) for name, value in named if name and value}


@dataclass
class Site:
    """Two processes, and an application over the same database to look at what they stored."""

    app: Flask
    folder: Path
    settings: Mapping[str, str]
    meeting: str
    open: ExitStack
    ports: tuple[int, int]
    metrics: tuple[int, int]
    servers: list[Server] = field(default_factory=list)

    def start(self, number: int) -> Server:
        settings = {**self.settings, "CONSULT_METRICS_PORT": str(self.metrics[number])}
        words = ("serve", "--port", str(self.ports[number]), "--data", str(self.folder / str(number)))
        return self.open.enter_context(started(self.folder, *words, settings=settings))


def _settings(url: str, gateway: str) -> dict[str, str]:
    return {
        "CONSULT_DATABASE_URL": url, "CONSULT_SECRET_KEY": uuid4().hex, "CONSULT_LIMITS_URL": REDIS,
        "CONSULT_PUBLIC_URL": "http://consultation.test", "CONSULT_PROXIES": "1", "CONSULT_SMS_URL": gateway,
        "CONSULT_SUBMISSIONS_PER_MINUTE": str(PER_MINUTE), "CONSULT_MESSAGES_PER_MINUTE": "6000",
        "CONSULT_LOG": "json"}


def _fill(app: Flask) -> str:
    """A campaign with a questionnaire and a meeting, and somebody at the desk; the meeting's code."""
    with app.app_context(), writing():
        prepare_site()
        meeting = a_meeting(find_campaign(SLUG).id, seats=SEATS)
        db.session.add(meeting)
        staff.add_account(NAME, Role.COORDINATOR, PASSWORD, at=clock.now())
        db.session.commit()
        return meeting.code


@contextmanager
def site_of_two(folder: Path, gateway: str, schema: str) -> Iterator[Site]:
    """Both started at once on an empty database, as after a first installation."""
    settings = _settings(postgresql_schema(schema), gateway)
    app = create_app({"SECRET_KEY": settings["CONSULT_SECRET_KEY"],
                      "SQLALCHEMY_DATABASE_URI": settings["CONSULT_DATABASE_URL"]})
    ports, metrics = (free_port(), free_port()), (free_port(), free_port())
    with ExitStack() as stack:
        site = Site(app, folder, settings, "", stack, ports, metrics)
        with ThreadPoolExecutor(2) as pool:
            site.servers = list(pool.map(site.start, (0, 1)))
        site.meeting = _fill(app)
        yield site
    with app.app_context():
        db.engine.dispose()

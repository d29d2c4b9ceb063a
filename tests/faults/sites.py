"""A site on the disk with its real server, and families who send to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from consult.bench import site
from consult.bench.families import Thanks
from consult.bench.found import Found, look
from consult.bench.load import Request
from consult.bench.servers import Running, start
from consult.cli.application import open_application
from consult.db import db
from consult.surveys.published import PublishedSurvey, find_survey

SEND = f"{site.ADDRESS}/envoi"
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str
    cookies: tuple[str, ...] = ()
    """As they are set."""

    @property
    def kept(self) -> Fields:
        """Every hidden field of a page that carries on what was typed."""
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.text)
        return [(unescape(name), unescape(value)) for name, value in found]

    @property
    def receipt(self) -> str:
        assert self.status == 303, self.text
        return self.headers["Location"].split("recu=")[1]


def fields_of(request: Request) -> Fields:
    """What a family typed, under a key of its own."""
    return parse_qsl(request.fresh().split(b"\r\n\r\n")[1].decode(), keep_blank_values=True)


@dataclass
class TrialServer:
    """What was sent and what was promised, to be held against the database at the end."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    thanked: dict[str, Thanks] = field(default_factory=dict)

    def prepare(self) -> None:
        with open_application(self.folder):
            self.survey: PublishedSurvey = site.prepare_site()
            self.requests = site.submissions(self.survey)
            db.session.remove()
            db.engine.dispose()

    def serve(self) -> Running:
        self.running = start("serve", "--data", str(self.folder), environment=self.environment)
        return self.running

    def ask(self, path: str, fields: Fields | None = None, **headers: str) -> Reply:
        line = HTTPConnection("127.0.0.1", self.running.port, timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        body = None if fields is None else urlencode(fields)
        line.request("GET" if body is None else "POST", path, body, {**(form if body else {}), **headers})
        answer = line.getresponse()
        cookies = tuple(answer.headers.get_all("Set-Cookie") or ())
        reply = Reply(answer.status, dict(answer.headers), answer.read().decode(), cookies)
        line.close()
        return reply

    def fill(self, form: int) -> Fields:
        return fields_of(self.requests[form])

    def send(self, form: int, fields: Fields) -> Reply:
        """A family sends, and remembers what it is thanked for."""
        key = dict(fields)["_key"]
        self.sent.add(key)
        reply = self.ask(SEND, fields)
        if reply.status == 303:
            self.thanked[key] = Thanks(form, reply.receipt, 0.0)
        return reply

    def look(self) -> Found:
        with open_application(self.folder) as app:
            survey = find_survey(site.SLUG)
            assert survey is not None
            found = look(app, survey, sent=self.sent, thanked=self.thanked)
            db.session.remove()
            db.engine.dispose()
        return found

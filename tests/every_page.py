"""Every page of a site: what links lead to, and what forms answer to a mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.cli.demonstration import prepare_demonstration
from consult.db import db, writing
from consult.territories import service as territories
from tests.pages import parse

PER_ENDPOINT = 5
"""Pages of the same kind that are opened; a list of a hundred relays has one kind of link."""


@dataclass(frozen=True)
class Seen:
    """A page as it was given, under a name of its own."""

    name: str
    path: str
    html: str
    headers: dict[str, str]

    @property
    def is_staff(self) -> bool:
        return self.path.startswith("/staff")


def seen(name: str, page: TestResponse) -> Seen:
    assert page.mimetype == "text/html", f"{name} is {page.mimetype}"
    return Seen(name, page.request.path, page.text, dict(page.headers))


def demonstrate(app: Flask, *, answers: int = 12) -> None:
    """Make the site of the demonstration, with a few answers."""
    with app.app_context(), writing():
        territories.load_reference()
        prepare_demonstration(answers=answers)
        db.session.remove()


def endpoint(app: Flask, path: str) -> str:
    """The view behind a link. Raises NotFound for a link that leads nowhere."""
    return str(app.url_map.bind("").match(urlsplit(path).path)[0])


def _links(page: TestResponse) -> list[str]:
    hrefs = [link.get("href", "") for link in parse(page.text).iter("a")]
    return [href for href in hrefs if href.startswith("/")]


def walk(app: Flask, client: FlaskClient, start: str, *, within: str, most: int = PER_ENDPOINT,
         wanted: Callable[[str], bool] = bool) -> Iterator[tuple[str, TestResponse]]:
    """Open what `start` leads to, under the address `within`; at most so many pages of a kind."""
    waiting, known, kinds = [start], {start}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = endpoint(app, path)
        kinds[kind] += 1
        if kinds[kind] > most:
            continue
        page = client.get(path, follow_redirects=True)
        yield path, page
        if page.mimetype == "text/html":
            found = [link for link in _links(page)
                     if link.startswith(within) and link not in known and wanted(link)]
            known.update(found)
            waiting += found


def _is_page(path: str) -> bool:
    """A file to keep has a name that ends like one."""
    return "." not in urlsplit(path).path.rpartition("/")[2]


def pages(app: Flask, client: FlaskClient, start: str, *, within: str, most: int) -> Iterator[Seen]:
    """The same, without the files that pages hand out."""
    for path, page in walk(app, client, start, within=within, most=most, wanted=_is_page):
        yield seen(path, page)

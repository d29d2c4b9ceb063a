"""What the site itself tells a visitor: the addresses it links to, and the forms it shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

TABLES = (".csv", ".xlsx")
HEAVIEST = 100_000
"""Octets of a table that is kept."""
Fields = tuple[tuple[str, str], ...]


@dataclass
class Shown:
    """A form of a page: where it goes, and its fields with a value of each."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links = address, list[str]()
        self.forms = list[Shown]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.address, values.get("href", "")))
        elif tag == "form" and values.get("method", "").lower() == "post":
            self.forms.append(Shown(urljoin(self.address, values.get("action", ""))))
        elif self.forms and values.get("name"):
            self.forms[-1].fields.append((values["name"], values.get("value", "")))
        elif self.forms and tag == "option" and self.forms[-1].fields:
            name, kept = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, kept or values.get("value", ""))


@dataclass
class Known:
    """By endpoint, arguments that lead to a page, and forms that were shown for it."""

    arguments: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[Fields]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    """By name of argument, for addresses that nothing leads to."""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    """Tables that the site hands out, and would take back."""

    def add(self, app: Flask, path: str, method: str = "GET") -> str:
        """The endpoint behind a path; empty where there is none."""
        try:
            endpoint, arguments = app.url_map.bind("").match(path, method=method)
        except HTTPException:
            return ""
        if arguments not in self.arguments[endpoint]:
            self.arguments[endpoint].append(dict(arguments))
        for name, value in arguments.items():
            if value not in self.values[name]:
                self.values[name].append(value)
        return str(endpoint)


def _open(known: Known, app: Flask, client: FlaskClient, path: str) -> list[str]:
    response = client.get(path, follow_redirects=True, buffered=True)
    if response.mimetype != "text/html":
        _keep_table(known, path, response.data)
        return []
    page = _Page(response.request.path)
    page.feed(response.text)
    for form in page.forms:
        if endpoint := known.add(app, urlsplit(form.action).path, "POST"):
            known.forms[endpoint].append(tuple(form.fields))
    return [link for link in page.links if link.startswith("/")]


def _keep_table(known: Known, path: str, content: bytes) -> None:
    if path.endswith(TABLES) and len(content) <= HEAVIEST:
        known.files.append((path.rpartition("/")[2], content))


def _is_worth_opening(path: str) -> bool:
    """A page or a table; other files lead nowhere."""
    name = urlsplit(path).path.rpartition("/")[2]
    return "." not in name or name.endswith(TABLES)


def explore(app: Flask, client: FlaskClient, starts: Iterable[str], *, pages: int) -> Known:
    """Follow links from these pages, opening so many of each kind."""
    known, waiting = Known(), list(starts)
    seen, kinds = set(waiting), defaultdict[str, int](int)
    while waiting:
        path = waiting.pop(0)
        endpoint = known.add(app, urlsplit(path).path)
        kinds[endpoint] += 1
        if endpoint and kinds[endpoint] <= pages and _is_worth_opening(path):
            found = [link for link in _open(known, app, client, path) if link not in seen]
            seen.update(found)
            waiting += found
    return known

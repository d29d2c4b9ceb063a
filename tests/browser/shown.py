"""Pages that were given already, shown by a real Chromium as it would show them from the site itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from tests.every_page import Seen

HOST = "http://127.0.0.1"
HEIGHT = 740
KEPT = {"content-type", "content-language", "content-security-policy"}
"""Headers that change what a page looks like or may do."""


@dataclass
class Screen:
    """A page of a browser, and what it is to show next."""

    page: Any
    app: Flask
    has_scripts: bool = True
    next: Seen | None = None

    def answer(self, route: Any) -> None:
        """Give the page that was kept, and what it loads from the site."""
        if route.request.is_navigation_request() and self.next:
            headers = {name: value for name, value in self.next.headers.items() if name.lower() in KEPT}
            route.fulfill(status=200, headers=headers, body=self.next.html)
            return
        if route.request.resource_type == "script" and not self.has_scripts:
            route.abort()
            return
        path = route.request.url.removeprefix(HOST)
        with self.app.test_client().get(path) as loaded:
            route.fulfill(status=loaded.status_code, headers=dict(loaded.headers), body=loaded.data)

    def show(self, seen: Seen, *, width: int) -> None:
        self.next = seen
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.goto(HOST + urlsplit(seen.path).path)

    def excess(self) -> int:
        """How many pixels of the page stand outside the screen, sideways."""
        width: int = self.page.evaluate(
            "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        return width


@contextmanager
def screen(chromium: Any, app: Flask, *, has_scripts: bool = True, **options: Any) -> Iterator[Screen]:
    """`options` are the browser's. Its own way to switch scripts off would switch off axe-core's too."""
    context = chromium.new_context(locale="fr-FR", **options)
    shown = Screen(context.new_page(), app, has_scripts)
    context.route("**/*", shown.answer)
    yield shown
    context.close()

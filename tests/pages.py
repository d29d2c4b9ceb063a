"""What every page owes its reader, checked on each page a test opens."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from consult.i18n import LANGUAGES

FAMILY_PAGE_OCTETS = 14_000
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
LOADED = {"stylesheet", "preload", "modulepreload", "manifest"}
TAG = re.compile(r"</?[a-z]", re.IGNORECASE)
ERROR = "Erreur : "


def parse(html: str) -> Element:
    """The page as a tree, if it follows the HTML standard to the letter."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page: Element = parser.parse(html)
    faults = [f"{code} {data}: …{html.splitlines()[line - 1][max(0, column - 160):column]}"
              for (line, column), code, data in parser.errors]
    assert not faults, "\n".join(faults[:5])
    return page


def words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _openings(heading: Element) -> list[str]:
    """What a title may begin with: the heading, or one language of a draft shown beside its French."""
    parts = [part for part in heading.iter("span") if part.get("class") in {"draft", "twin"}]
    return [words(heading), *(words(part) for part in parts)]


def check_words(page: Element, path: str) -> None:
    tag = next((part for part in path.split("?")[0].split("/") if part in LANGUAGES), "fr")
    assert page.get("lang") == tag, f"{page.get('lang')} on {path}"
    headings = list(page.iter("h1"))
    assert len(headings) == 1, f"{len(headings)} h1 on {path}"
    title = words(page.find("head/title")).removeprefix(ERROR)
    assert any(opening and title.startswith(opening) for opening in _openings(headings[0])), \
        f"« {title} » does not open with « {words(headings[0])} » on {path}"


def check_ids(page: Element, path: str) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1], f"twice on {path}"
    pointed = [href[1:] for link in page.iter("a") if (href := link.get("href", "")).startswith("#")]
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        pointed += " ".join(element.get(attribute, "") for element in page.iter()).split()
    assert not [name for name in pointed if name not in ids], f"points nowhere on {path}"


def _fields(page: Element) -> list[Element]:
    fields = [element for name in ("input", "select", "textarea") for element in page.iter(name)]
    return [field for field in fields if field.get("type") not in UNLABELLED]


def check_labels(page: Element, path: str) -> None:
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {field for label in page.iter("label") for field in label.iter()}
    for field in _fields(page):
        named = field in inside or field.get("id") in labelled
        assert named or field.get("aria-label") or field.get("aria-labelledby"), \
            f"{field.get('name')} has no label on {path}"


def check_headers(response: TestResponse, path: str) -> None:
    """What every answer promises, be it a page, a file, a redirection or a refusal."""
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers.keys()), path
    if response.data and response.mimetype.startswith("text/"):
        assert response.mimetype_params["charset"] == "utf-8", path
    if response.mimetype != "text/javascript":
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        assert headers["Referrer-Policy"] in {"same-origin", "strict-origin", "no-referrer"}, path
    if path.startswith("/staff"):
        assert headers["Cache-Control"] == "no-store", path


def check_safety(page: Element, response: TestResponse, path: str) -> None:
    policy = response.headers["Content-Security-Policy"]
    for style in page.iter("style"):
        digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, f"a style sheet the policy refuses on {path}"
    for script in page.iter("script"):
        assert script.get("type") == "application/json" or not script.text, f"inline script on {path}"
    for element in page.iter():
        for name, value in element.items():
            assert name != "style", f"style attribute on {path}"
            assert not str(name).startswith("on"), f"{name} on {path}"
            # An expression may compare with « < »; a tag is a text shown where no markup can be.
            assert not TAG.search(value), f"markup in {name}={value!r} on {path}"


def _loaded(page: Element) -> list[str]:
    """Addresses a browser opens by itself with the page."""
    links = [link for link in page.iter("link") if link.get("rel") in LOADED]
    sheets = [link.get("href", "") for link in links]
    sources = [element.get("src", "") for name in ("script", "img") for element in page.iter(name)]
    return [address for address in sheets + sources if address and not address.startswith("data:")]


def check_weight(page: Element, html: str, app: Flask, path: str) -> None:
    octets = len(gzip.compress(html.encode(), 6))
    for address in _loaded(page):
        assert address.startswith("/"), f"{address} is loaded from elsewhere on {path}"
        with app.test_client().get(address) as loaded:
            octets += len(gzip.compress(loaded.data, 6))
    assert path.startswith("/staff") or octets <= FAMILY_PAGE_OCTETS, f"{octets} octets on {path}"


def check_page(response: TestResponse, app: Flask, path: str, status: int = 200) -> Any:
    """Everything a page owes. Returns its tree."""
    assert response.status_code == status, f"{response.status_code} on {path}"
    assert response.mimetype == "text/html"
    page = parse(response.text)
    check_headers(response, path)
    check_words(page, path)
    check_ids(page, path)
    check_labels(page, path)
    check_safety(page, response, path)
    check_weight(page, response.text, app, path)
    return page

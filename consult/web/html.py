"""Written HTML passes through this one door, and nowhere else.

Markdown first, with raw HTML off; then bleach keeps what staff may format: paragraphs, lists, emphasis,
links, tables. bleach 6.4 is its last release: it is called here only, so that another cleaner can take its
place, and a content policy that loads nothing stands behind it.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache, partial
from threading import local
from typing import Any

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from consult.errors import N_, Refused
from consult.text import Localized, Shown
from consult.web.language import show

LONGEST = 50_000
LONGEST_RENDERED = 300_000
"""A few thousand characters can ask for a table of a million cells."""
MOST_RENDERED_TAGS = 8000
"""What the cleaner reads in less than a second: thousands of lines of table stay under the size above."""
MOST_TAGS = 4000
"""Tags that open and never close cost the square of their number."""
DEEPEST = 20
"""How far quotes and lists may nest: beyond, Markdown is text."""
TAGS = frozenset({
    "a", "abbr", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul"})
ATTRIBUTES = {"a": ["href", "title", "hreflang"], "*": ["lang"], "th": ["scope"], "abbr": ["title"]}
PROTOCOLS = frozenset({"https", "http", "mailto", "tel"})
DEEPEST_HEADING = 4

Attributes = MutableMapping[Any, str]
Door = Callable[[str], Markup]


class TooLong(Refused):
    """More text than a page can hold."""

    status = 413
    sentence = N_("Ce texte est trop long : %(longest)d caractères au plus.")


def _vetted(attributes: Attributes, new: bool = False) -> Attributes | None:
    # « //other.site » passes every cleaner as a relative address, and leads elsewhere.
    href = attributes.get((None, "href"), "")
    # Browsers read \ as /, and skip spaces, tabs and newlines.
    seen = "".join(letter for letter in href if letter > " ").replace("\\", "/")
    if seen.startswith("//"):
        return None
    attributes[(None, "rel")] = "nofollow noreferrer"
    return attributes


# bleach's own patterns make a link of « demain.Il », and take minutes over one long word.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{2,500}", re.IGNORECASE)


class _Cleaning(local):
    """A cleaner for each thread: bleach keeps its place in the text on the object."""

    def __init__(self) -> None:
        links = partial(LinkifyFilter, callbacks=[_vetted],  # type: ignore[list-item]  # it may return None
                        skip_tags={"pre", "code"}, url_re=_ADDRESS)
        self.cleaner = Cleaner(
            tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, filters=[links])


_cleaning = _Cleaning()
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")


def _bounded(source: str) -> str:
    if len(source) > LONGEST:
        raise TooLong(longest=LONGEST)
    return source


def clean_html(source: str) -> Markup:
    """What staff may format: paragraphs, lists, emphasis, links, tables. Raises TooLong."""
    if source.count("<") > MOST_TAGS:
        raise TooLong(longest=LONGEST)
    return Markup(_cleaning.cleaner.clean(_bounded(source)))  # noqa: S704, the only place that may


def _place_headings(tokens: Iterable[Token], below: int) -> None:
    """An author's first « # » or « ## » is a part of what the page calls it by, and no level is skipped.

    Who listens to a page goes from heading to heading: a missing level sounds like a missing part.
    """
    open_parts: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            open_parts = [tag for tag in open_parts if tag < token.tag] + [token.tag]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(below + len(open_parts), DEEPEST_HEADING)}"


@lru_cache(maxsize=256)
def _rendered(source: str, below: int) -> Markup:
    tokens = _MARKDOWN.parse(source)
    _place_headings(tokens, below)
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    if len(html) > LONGEST_RENDERED or html.count("<") > MOST_RENDERED_TAGS:
        raise TooLong(longest=LONGEST)
    return Markup(_cleaning.cleaner.clean(html))  # noqa: S704, cleaned


def markdown(source: str, *, below: int = 1) -> Markup:
    """Markdown as clean HTML, with its headings under one of this level. Raises TooLong."""
    return _rendered(_bounded(source), below)


def blocks(text: Localized | Shown | str, below: int = 1) -> Markup:
    """Markdown blocks that are honest about their language; a draft stands before its French."""
    shown = text if isinstance(text, Shown) else show(text)
    written = markdown(shown.text, below=below)
    if shown.french:
        draft = Markup('<div class="draft" lang="{}">{}</div>').format(shown.lang, written)
        twin = markdown(shown.french, below=below)
        return draft + Markup('<div class="twin" lang="fr">{}</div>').format(twin)
    if shown.lang != shown.page:
        return Markup('<div lang="{}">{}</div>').format(shown.lang, written)
    return written


def init_app(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = blocks

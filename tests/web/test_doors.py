"""The door that written HTML passes, beside another cleaner: neither lets anything active through.

bleach has had its last release; nh3 could take its place. Where they differ:

- bleach makes links of bare addresses, nh3 does not; our Markdown would have to;
- nh3 keeps addresses that lead elsewhere but look local (« //other.site »): our door drops them;
- nh3 drops what a script or a style held, bleach leaves it as text;
- bleach shows signs that no page can show as « ? », and reads « &amp;lt; » twice; nh3 does neither.
"""

import html5lib
import nh3

from consult.web import html
from consult.web.html import clean_html, markdown
from tests.web.hostile import HOSTILE, elements, leads_elsewhere_unseen

KEPT = {"href", "title", "hreflang", "lang", "scope", "rel"}
ELSEWHERE = {
    "<a href='//ailleurs.example/'>a</a>", "<a href='\\\\ailleurs.example/'>a</a>",
    "<a href=' //ailleurs.example/'>a</a>", "<a href='/\t/ailleurs.example/'>a</a>",
    "<a href='/\\ailleurs.example/'>a</a>", "[a](//ailleurs.example)", "[a](<//ailleurs.example>)"}
"""What nh3 would let lead elsewhere unseen, and what our door would have to go on dropping."""
OTHER_WORDS = {
    "<a href='\x01javascript:alert(1)'>a</a>", "<a\x0bhref=javascript:alert(1)>a</a>",
    "&lt;img src=x onerror=alert(1)&gt; &amp;lt;script&amp;gt;"}
"""Markdown that is read with other words: a sign that cannot be shown, a sign written twice."""


def other_clean(source: str) -> str:
    return nh3.clean(source, tags=set(html.TAGS), url_schemes=set(html.PROTOCOLS),
                     link_rel="nofollow noreferrer",
                     attributes={tag: set(names) for tag, names in html.ATTRIBUTES.items()})


def other_markdown(source: str) -> str:
    return other_clean(html._MARKDOWN.render(source))


def _is_quiet(page: str) -> bool:
    return all(tag in html.TAGS and set(attributes) <= KEPT
               and not leads_elsewhere_unseen(attributes.get("href", ""))
               for tag, attributes in elements(page))


def _words(page: str) -> list[str]:
    return "".join(html5lib.parseFragment(page).itertext()).split()


def _links(page: str) -> set[str]:
    return {attributes["href"] for tag, attributes in elements(page) if "href" in attributes}


def test_neither_cleaner_lets_anything_active_through() -> None:
    doors = (clean_html, markdown, other_clean, other_markdown)

    loud = {door.__name__: {source for source in HOSTILE if not _is_quiet(door(source))} for door in doors}

    assert loud["clean_html"] == loud["markdown"] == set()
    assert loud["other_clean"] | loud["other_markdown"] == ELSEWHERE


def test_both_show_the_same_words_of_hostile_markdown() -> None:
    different = {source for source in HOSTILE if _words(markdown(source)) != _words(other_markdown(source))}

    assert different == OTHER_WORDS


def test_the_other_cleaner_makes_no_link_that_ours_does_not() -> None:
    more = {source for source in HOSTILE if _links(other_markdown(source)) - _links(markdown(source))}

    assert more <= ELSEWHERE

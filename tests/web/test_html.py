"""Written HTML against hostile authors; html5lib, not bleach, reads what came out."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask, g, render_template_string

from consult.text import Shown, State, localized
from consult.web import html
from consult.web.html import LONGEST, TooLong, clean_html, markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='jav&#x09;ascript:alert(1)'>a</a>",
    "<a href='\x01javascript:alert(1)'>a</a>",
    "<a href='\u200bjavascript:alert(1)'>a</a>",
    "<a href='java\u00adscript:alert(1)'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<a href='vbscript:msgbox(1)'>a</a>",
    "<a href='//ailleurs.example/'>a</a>",
    "<a href='\\\\ailleurs.example/'>a</a>",
    "<a href=' //ailleurs.example/'>a</a>",
    "<a href='/\t/ailleurs.example/'>a</a>",
    "<a href='/\\ailleurs.example/'>a</a>",
    "<form action=/staff/><button formaction=javascript:alert(1)>a</button></form>",
    "<p style='background:url(//ailleurs.example)'>a</p>",
    "<p onclick=alert(1) class=notice id=contenu>a</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href='//ailleurs.example/'><meta http-equiv=refresh content='0;url=//ailleurs.example'>",
    "<style>@import '//ailleurs.example'</style><link rel=stylesheet href=//ailleurs.example>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "<scr<script>ipt>alert(1)</script>",
    "<a href=\"https://a.example/\" title=\"\"onmouseover=\"alert(1)\">a</a>",
    "<p lang=\"fr\"onclick=alert(1)>a",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](//ailleurs.example)",
    "[a](<//ailleurs.example>)",
    "[a](/\\ailleurs.example)",
    "![a](javascript:alert(1))",
    "![a](https://ailleurs.example/pixel.png)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "[a](https://a.example/\"onmouseover=\"alert(1))",
    "[a](https://a.example 'x\" onmouseover=\"alert(1)')",
    "```\"><script>alert(1)</script>\na\n```",
    "`<script>alert(1)</script>`",
    "http://a.example/\"onmouseover=alert(1)//",
    "https://a.example/<script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n|-|\n| [a](javascript:alert(1)) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<script>\x00alert(1)</script>",
]
DOORS = (clean_html, markdown)


def _elements(source: str) -> list[tuple[str, dict[str, str]]]:
    tree = html5lib.parseFragment(source, namespaceHTMLElements=False)
    return [(element.tag, dict(element.attrib)) for element in tree.iter() if element is not tree]


def _leads_elsewhere_unseen(href: str) -> bool:
    # A browser drops tabs and newlines inside an address, and reads \ as /.
    seen = "".join(letter for letter in href if letter > " ").replace("\\", "/")
    return seen.startswith("//") or urlsplit(seen).scheme not in {"", "http", "https", "mailto", "tel"}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_active_passes_the_door(door: html.Door, source: str) -> None:
    elements = _elements(door(source))

    assert {tag for tag, _ in elements} <= html.TAGS
    for _, attributes in elements:
        assert set(attributes) <= {"href", "title", "hreflang", "lang", "scope", "rel"}
        assert not _leads_elsewhere_unseen(attributes.get("href", ""))


@pytest.mark.parametrize("source", HOSTILE)
def test_cleaning_twice_changes_nothing(source: str) -> None:
    once = clean_html(source)

    assert clean_html(once) == once


def test_raw_html_in_markdown_is_shown_as_text() -> None:
    assert "&lt;script&gt;" in markdown("<script>alert(1)</script>")


def test_what_an_author_formats_is_kept() -> None:
    page = markdown("# Pourquoi\n\nUn *avis* **utile** :\n\n- un\n- deux\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    assert "<h2>Pourquoi</h2>" in page
    assert "<em>avis</em> <strong>utile</strong>" in page
    assert [tag for tag, _ in _elements(page)].count("li") == 2
    assert [tag for tag, _ in _elements(page)].count("td") == 2


@pytest.mark.parametrize(("source", "href"), [
    ("[la mairie](https://mairie.example/a?b=1)", "https://mairie.example/a?b=1"),
    ("Voir https://mairie.example/a.", "https://mairie.example/a"),
    ("[nous écrire](mailto:donnees@mairie.example)", "mailto:donnees@mairie.example"),
    ("[appeler](tel:0269000000)", "tel:0269000000"),
    ("[le calendrier](/fr/)", "/fr/"),
])
def test_ordinary_links_are_kept(source: str, href: str) -> None:
    links = [attributes for tag, attributes in _elements(markdown(source)) if tag == "a"]

    assert links == [{"href": href, "rel": "nofollow noreferrer"}]


def test_a_missing_space_after_a_full_stop_is_not_a_link() -> None:
    assert "<a" not in markdown("La réunion est demain.Il faut venir.")


@pytest.mark.parametrize("door", DOORS)
def test_a_text_too_long_is_refused(door: html.Door) -> None:
    with pytest.raises(TooLong):
        door("a" * (LONGEST + 1))


@pytest.mark.parametrize("source", [
    ">" * LONGEST, "- " * (LONGEST // 2), "[" * LONGEST, "_a" * (LONGEST // 2), "a." * (LONGEST // 2),
    "&" * LONGEST, "a@" * (LONGEST // 2), "http://" * 7000, "*a **b " * 7000,
    "|a" * 8000 + "|\n" + "|-" * 8000 + "|\n" + "|\n" * 900,
])
def test_hostile_markdown_costs_no_more_than_seconds(source: str) -> None:
    began = time.process_time()

    with suppress(TooLong):
        markdown(source)

    # It takes about one second here; the patterns bleach ships took minutes.
    assert time.process_time() - began < 20


def test_endless_nesting_is_refused_or_flattened() -> None:
    with pytest.raises(TooLong):
        clean_html("<ul><li>" * 5000)

    assert markdown(">" * 200 + " a").count("<blockquote>") <= html.DEEPEST


def test_many_pages_at_once_do_not_mix_their_texts() -> None:
    sources = [f"<p>{number}</p>" * 50 for number in range(64)]

    with ThreadPoolExecutor(8) as threads:
        cleaned = list(threads.map(clean_html, sources))

    assert cleaned == sources


DRAFT = localized("Des *crèches*").with_translation("swb", "*wana*", state=State.DRAFT)


@pytest.mark.parametrize(("text", "tag", "expected"), [
    (localized("Des *crèches*"), "fr", "<p>Des <em>crèches</em></p>"),
    (localized("Des *crèches*"), "swb", '<div lang="fr"><p>Des <em>crèches</em></p>\n</div>'),
    (localized("Des crèches", swb="*wana*"), "swb", "<p><em>wana</em></p>"),
    (DRAFT, "swb", '<div class="draft" lang="swb"><p><em>wana</em></p>\n</div>'
                   '<div class="twin" lang="fr"><p>Des <em>crèches</em></p>\n</div>'),
    (Shown("un", lang="fr", page="swb"), "fr", '<div lang="fr"><p>un</p>\n</div>'),
])
def test_written_blocks_say_their_language(app: Flask, text: object, tag: str, expected: str) -> None:
    with app.test_request_context():
        g.lang = tag
        page = render_template_string("{{ text|markdown }}", text=text)

    assert page.strip() == expected

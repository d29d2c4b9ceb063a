"""Written HTML against hostile authors; html5lib, not bleach, reads what came out."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask, g, render_template_string

from consult.text import Shown, State, localized
from consult.web import html
from consult.web.html import LONGEST, TooLong, clean_html, markdown
from tests.web.hostile import HOSTILE, elements, leads_elsewhere_unseen

DOORS = (clean_html, markdown)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_active_passes_the_door(door: html.Door, source: str) -> None:
    found = elements(door(source))

    assert {tag for tag, _ in found} <= html.TAGS
    for _, attributes in found:
        assert set(attributes) <= {"href", "title", "hreflang", "lang", "scope", "rel"}
        assert not leads_elsewhere_unseen(attributes.get("href", ""))


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
    assert [tag for tag, _ in elements(page)].count("li") == 2
    assert [tag for tag, _ in elements(page)].count("td") == 2


@pytest.mark.parametrize(("source", "below", "levels"), [
    ("# a\n\n## b\n\n# c", 1, ["h2", "h3", "h2"]),
    ("## a\n\n## b", 1, ["h2", "h2"]),
    ("## a\n\n##### b\n\n### c", 1, ["h2", "h3", "h3"]),
    ("### a\n\n# b", 2, ["h3", "h3"]),
    ("# a\n\n## b\n\n### c", 3, ["h4", "h4", "h4"]),
])
def test_the_headings_of_a_text_skip_no_level(source: str, below: int, levels: list[str]) -> None:
    found = elements(markdown(source, below=below))

    assert [tag for tag, _ in found if tag.startswith("h")] == levels


@pytest.mark.parametrize(("source", "href"), [
    ("[la mairie](https://mairie.example/a?b=1)", "https://mairie.example/a?b=1"),
    ("Voir https://mairie.example/a.", "https://mairie.example/a"),
    ("[nous écrire](mailto:donnees@mairie.example)", "mailto:donnees@mairie.example"),
    ("[appeler](tel:0269000000)", "tel:0269000000"),
    ("[le calendrier](/fr/)", "/fr/"),
])
def test_ordinary_links_are_kept(source: str, href: str) -> None:
    links = [attributes for tag, attributes in elements(markdown(source)) if tag == "a"]

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


def test_a_table_of_thousands_of_lines_is_too_long_for_a_page() -> None:
    with pytest.raises(TooLong):
        markdown("|-|\n" * 5000)

    assert markdown("|-|\n" * 400).count("<tr>") == 399


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

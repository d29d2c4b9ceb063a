"""Posters, flyers and QR codes: what hangs on the wall of a relay.

typst sets the pages with the fonts it carries (Libertinus has every letter of Shimaoré), so that the same
poster comes out of every machine. What people wrote reaches it as data, never as markup.
"""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from consult.campaigns.lettering import printable
from consult.i18n import LANGUAGES
from consult.text import FRENCH, Localized, State

DATA = Path(__file__).parent / "data"
NO_LETTERS = "–"
"""Stands for a text that has none a printer can show."""


@dataclass(frozen=True)
class Sheet:
    """Everything a poster says."""

    town: str
    accent: str
    title: Localized
    summary: Localized
    last_day: str
    relay: str
    url: str
    shown: str
    """The address as somebody types it."""
    is_demonstration: bool = False


def qr_svg(url: str) -> bytes:
    """The QR code as a drawing that stays sharp at any size."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", scale=8, border=4, light="#fff")
    return out.getvalue()


def qr_png(url: str) -> bytes:
    """The QR code as a picture, large enough to print."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=16, border=4, light="#fff")
    return out.getvalue()


def _in_other_languages(sheet: Sheet) -> list[dict[str, Any]]:
    """The campaign's texts in each language that has its title; nothing is made up for the others."""
    languages = [language for language in LANGUAGES.values()
                 if language.tag != FRENCH and sheet.title.state(language.tag)]
    return [{"tag": language.tag, "title": _written(sheet.title, language.tag) or NO_LETTERS,
             "summary": _written(sheet.summary, language.tag), "is_draft": _is_draft(sheet, language.tag)}
            for language in languages]


def _written(text: Localized, tag: str) -> str:
    return printable(text.others[tag].text) if text.state(tag) else ""


def _is_draft(sheet: Sheet, tag: str) -> bool:
    return State.DRAFT in (sheet.title.state(tag), sheet.summary.state(tag))


def _set(template: str, sheet: Sheet) -> bytes:
    # Read at its first use: a site at rest does without its memory.
    import typst

    words = {name: printable(getattr(sheet, name)) or NO_LETTERS for name in ("town", "relay")}
    data = {**vars(sheet), **words, "title": printable(sheet.title.french) or NO_LETTERS,
            "summary": printable(sheet.summary.french), "others": _in_other_languages(sheet),
            "qr": qr_svg(sheet.url).decode()}
    page: bytes = typst.compile(
        str(DATA / template), root=str(DATA), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    return page


def poster(sheet: Sheet) -> bytes:
    """An A4 poster, as a tagged PDF."""
    return _set("poster.typ", sheet)


def flyer(sheet: Sheet) -> bytes:
    """An A6 flyer, as a tagged PDF."""
    return _set("flyer.typ", sheet)

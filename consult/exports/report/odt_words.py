"""Paragraphs of an ODT report, piece by piece: strong words, links, languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from consult.exports.report.blocks import Block, Span, Words
from consult.exports.report.odt_styles import style_name
from consult.text import FRENCH


def _piece(span: Span) -> str:
    said = escape(span.words)
    if span.language != FRENCH:
        said = f'<text:span text:style-name="lang-{escape(span.language)}">{said}</text:span>'
    if span.is_strong:
        said = f'<text:span text:style-name="strong">{said}</text:span>'
    if span.url:
        said = (f'<text:a xlink:type="simple" xlink:href={quoteattr(span.url)}>'
                f'<text:span text:style-name="link">{said}</text:span></text:a>')
    return said


def paragraph(style: str, text: Words, *, right: bool = False) -> str:
    name = "right" if right else style_name(style)
    return f'<text:p text:style-name="{name}">{"".join(map(_piece, text))}</text:p>'


def _languages(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        yield from [value["language"]] if "language" in value else []
        yield from (tag for each in value.values() for tag in _languages(each))
    elif isinstance(value, list | tuple):
        yield from (tag for each in value for tag in _languages(each))


def language_styles(blocks: Iterable[Block]) -> str:
    """A style for each language but French, so that a voice reads it as what it is."""
    tags = {tag for block in blocks for tag in _languages(asdict(block))} - {FRENCH}
    return "".join(
        f'<style:style style:name="lang-{escape(tag)}" style:family="text"><style:text-properties '
        f'fo:language={quoteattr(tag)} fo:country="none"/></style:style>' for tag in sorted(tags))

"""Elements of a DDI codebook: texts that XML can hold, and the language each of them is in. Pure."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from consult.exports.tables import Version, one_line, wording
from consult.formulas import written
from consult.text import FRENCH, Localized

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Spoken = dict[str, str]
"""A text by language."""


def element(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child; attributes without a value are left out."""
    made = SubElement(parent, tag, {name: written(value) for name, value in attributes.items() if value})
    made.text = written(text) or None
    return made


def elements(parent: Element, children: Iterable[tuple[str, str]]) -> None:
    """Children that hold a text and nothing else; those without one are left out."""
    for tag, text in children:
        if text:
            element(parent, tag, text)


def spoken(text: Localized, version: Version) -> Spoken:
    """The text in French, and in each language in which somebody has read it again: drafts stay out."""
    others = {tag: one_line(text.others[tag].text) for tag in version.reviewed_in(text)}
    return {FRENCH: wording(text), **others}


def together(first: Spoken, second: Spoken) -> Spoken:
    """Both texts, where a language has both."""
    return {tag: f"{words} · {second[tag]}" for tag, words in first.items() if tag in second}


def add_spoken(parent: Element, tag: str, texts: Spoken) -> None:
    """One child for each language."""
    for language, words in texts.items():
        if words:
            element(parent, tag, words).set(LANGUAGE, language)

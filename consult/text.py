"""Text typed in several languages, and what a reader is shown of it.

French is always there and is the reference. Every other language has a state of its own: a draft is shown
beside its French, a reviewed text alone, and a text whose French changed after the review is a draft again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from markupsafe import escape

FRENCH = "fr"


class State(StrEnum):
    DRAFT = "draft"
    REVIEWED = "reviewed"


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_BEFORE = re.compile(r" (?=[;:?!»%€])")
_AFTER = re.compile(r"(?<=«) ")


def typeset(french: str) -> str:
    """French as it is printed: curved apostrophes, and no line that begins with « ? »."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", _APOSTROPHE.sub("’", french)))


def spelling(label: str) -> str:
    """What a label is sorted and looked for by: « École » comes between « Dispensaire » and « Foyer »."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def folded(text: str) -> str:
    """Two writings of one name are alike: « Mtsapéré » and « MTSAPERE », « M’Gombani » and « M'Gombani »."""
    return " ".join(spelling(text.replace("’", "'")).split())


@dataclass(frozen=True)
class Shown:
    """A text as one reader sees it: `lang` is the language it is really in, `french` the twin of a draft."""

    text: str
    lang: str = FRENCH
    page: str = FRENCH
    french: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def alone(self) -> Shown:
        """For what has room for one language only: a draft gives way to its French."""
        return Shown(self.french, page=self.page) if self.french else self

    def __html__(self) -> str:
        """Inline HTML that is honest about its language, for use in text (never in an attribute)."""
        if self.french:
            draft = f'<span class="draft" lang="{escape(self.lang)}">{escape(self.text)}</span>'
            return f'{draft} <span class="twin" lang="fr">{escape(self.french)}</span>'
        if self.lang != self.page:
            return f'<span lang="{escape(self.lang)}">{escape(self.text)}</span>'
        return str(escape(self.text))


@dataclass(frozen=True)
class Written:
    """A translation: its text, its state, and the fingerprint of the French it was made from."""

    text: str
    state: State = State.DRAFT
    source: str = ""


def fingerprint(french: str) -> str:
    return hashlib.sha256(french.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Localized:
    """One text in several languages, keyed by tag, so that a third language is no new column."""

    french: str = ""
    others: Mapping[str, Written] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.french)

    def __str__(self) -> str:
        return self.french

    def state(self, tag: str) -> State | None:
        """None where nothing is written; a review of an older French counts as a draft."""
        written = self.others.get(tag)
        if not written or not written.text:
            return None
        stale = written.source and written.source != fingerprint(self.french)
        return State.DRAFT if stale else written.state

    def read_in(self, tag: str) -> Shown:
        """The text to show, and the language it is really in, for its `lang` attribute."""
        state = None if tag == FRENCH else self.state(tag)
        if state is None:
            return Shown(typeset(self.french), page=tag)
        twin = typeset(self.french) if state is State.DRAFT else ""
        return Shown(self.others[tag].text, lang=tag, page=tag, french=twin)

    def with_translation(self, tag: str, text: str, *, state: State = State.DRAFT) -> Localized:
        written = Written(text, state, fingerprint(self.french))
        return Localized(self.french, {**self.others, tag: written} if text else
                         {key: value for key, value in self.others.items() if key != tag})

    def to_json(self) -> dict[str, Any]:
        others = {tag: {"text": w.text, "state": w.state.value, "source": w.source}
                  for tag, w in sorted(self.others.items()) if w.text}
        return {"fr": self.french, **others}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Localized:
        others = {tag: Written(value["text"], State(value["state"]), value.get("source", ""))
                  for tag, value in document.items() if tag != FRENCH}
        return cls(document.get(FRENCH, ""), others)


def localized(french: str, **others: str) -> Localized:
    """Shorthand for tests and shipped data: `localized("Crèches", swb="…")`, reviewed."""
    text = Localized(french)
    for tag, translation in others.items():
        text = text.with_translation(tag, translation, state=State.REVIEWED)
    return text

"""The frozen questionnaire: questions, choices, sections, and their one JSON document.

Names are XLSForm's. Expressions are kept twice: as written (to export them again) and parsed
(see `expressions.py`), so that nothing is parsed while a family waits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from consult.text import Localized

Tree = Any
"""A parsed expression: nested lists that JSON can hold, e.g. `["<", ["$", "age"], 3]`."""


class Kind(StrEnum):
    NOTE = "note"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    ONE = "select_one"
    MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    CALCULATE = "calculate"
    HIDDEN = "hidden"


CHOOSING = frozenset({Kind.ONE, Kind.MULTIPLE, Kind.RANK})
ASKED = frozenset(Kind) - {Kind.NOTE, Kind.CALCULATE, Kind.HIDDEN}
"""Kinds a family can answer."""
OTHER = "other"
"""Name of the choice that `or_other` adds; its text is the answer `<question>_other`."""


@dataclass(frozen=True)
class Expression:
    """An XLSForm expression: `source` as the author wrote it, `tree` as it is evaluated."""

    source: str
    tree: Tree


@dataclass(frozen=True)
class Choice:
    name: str
    label: Localized
    filters: Mapping[str, str] = field(default_factory=dict)
    """Extra columns of the choices sheet, for `choice_filter`."""
    media: Mapping[str, str] = field(default_factory=dict)
    """`audio::fr`, `image` …: file names as the author gave them."""


@dataclass(frozen=True)
class Question:
    name: str
    kind: Kind
    label: Localized = field(default_factory=Localized)
    hint: Localized = field(default_factory=Localized)
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Localized = field(default_factory=Localized)
    required: Expression | None = None
    """`true()` where the author wrote yes."""
    required_message: Localized = field(default_factory=Localized)
    calculation: Expression | None = None
    default: str = ""
    list_name: str = ""
    choices: tuple[Choice, ...] = ()
    choice_filter: Expression | None = None
    or_other: bool = False
    """Choosing « other » opens a line of text."""
    randomize: bool = False
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """`start`, `end`, `step` of a range; `seed` of a randomized list."""
    sensitivity: str = ""
    topic: str = ""
    number: str = ""
    """As printed on paper: 10b."""
    media: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_contact(self) -> bool:
        """Whether by itself, in whatever section, it asks for what belongs in the contact table."""
        return any(sign in self.sensitivity for sign in ("contact", "coordonnée", "table séparée"))


@dataclass(frozen=True)
class Section:
    """A group or a repeat. The top level of a questionnaire is sections only."""

    name: str
    label: Localized = field(default_factory=Localized)
    items: tuple[Question | Section, ...] = ()
    relevant: Expression | None = None
    is_repeat: bool = False
    repeat_count: Expression | None = None
    appearance: str = ""
    sensitivity: str = ""

    @property
    def is_contact(self) -> bool:
        """Every answer in it is a contact detail and goes to the contact table only."""
        asked = [item for item in self.items if isinstance(item, Question) and item.kind in ASKED]
        kept_apart = bool(asked) and all("table séparée" in question.sensitivity for question in asked)
        return kept_apart or "contact" in self.sensitivity


@dataclass(frozen=True)
class Questionnaire:
    title: Localized
    form_id: str
    languages: tuple[str, ...]
    """Language tags, the default first."""
    sections: tuple[Section, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    """Other cells of the settings sheet, kept for export."""

    def to_document(self) -> dict[str, Any]:
        return {"schema": 1, **_plain(self)}

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical document, hexadecimal."""
        canonical = json.dumps(self.to_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def questions(self) -> Iterator[Question]:
        """Every question, in order, those of nested groups and repeats included."""
        for section in self.sections:
            yield from walk(section)

    def all_sections(self) -> Iterator[Section]:
        """Every section, outer ones before those inside them."""
        for section in self.sections:
            yield from _inside(section)

    def __getitem__(self, name: str) -> Question:
        return next(question for question in self.questions() if question.name == name)


def _inside(section: Section) -> Iterator[Section]:
    yield section
    for item in section.items:
        if isinstance(item, Section):
            yield from _inside(item)


def walk(section: Section) -> Iterator[Question]:
    for item in section.items:
        if isinstance(item, Section):
            yield from walk(item)
        else:
            yield item


def _plain(value: Any) -> Any:
    """Only what differs from the default is written, so that adding a field changes no hash."""
    if isinstance(value, Localized):
        return value.to_json()
    if isinstance(value, Expression):
        return {"source": value.source, "tree": value.tree}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        written = {f.name: getattr(value, f.name) for f in fields(value)}
        return {name: _plain(item) for name, item in written.items() if item or name == "name"}
    return dict(value) if isinstance(value, Mapping) else value


def _expression(document: Mapping[str, Any], name: str) -> Expression | None:
    found = document.get(name)
    return Expression(found["source"], found["tree"]) if found else None


def _text(document: Mapping[str, Any], name: str) -> Localized:
    return Localized.from_json(document.get(name, {}))


def _choice(document: Mapping[str, Any]) -> Choice:
    return Choice(
        document["name"], _text(document, "label"), document.get("filters", {}), document.get("media", {}))


_TEXTS = ("label", "hint", "constraint_message", "required_message")
_RULES = ("relevant", "constraint", "required", "calculation", "choice_filter")
_PLAIN = ("default", "list_name", "or_other", "randomize", "appearance", "parameters",
          "sensitivity", "topic", "number", "media")


def _question(document: Mapping[str, Any]) -> Question:
    read: dict[str, Any] = {name: _text(document, name) for name in _TEXTS}
    read |= {name: _expression(document, name) for name in _RULES}
    read |= {name: document[name] for name in _PLAIN if name in document}
    choices = tuple(_choice(choice) for choice in document.get("choices", ()))
    return Question(document["name"], Kind(document["kind"]), choices=choices, **read)


def _item(document: Mapping[str, Any]) -> Question | Section:
    return _question(document) if "kind" in document else _section(document)


def _section(document: Mapping[str, Any]) -> Section:
    return Section(
        document["name"], _text(document, "label"), tuple(_item(item) for item in document.get("items", ())),
        _expression(document, "relevant"), document.get("is_repeat", False),
        _expression(document, "repeat_count"), document.get("appearance", ""),
        document.get("sensitivity", ""))


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire a version holds. The document was checked when it was imported."""
    return Questionnaire(
        _text(document, "title"), document["form_id"], tuple(document["languages"]),
        tuple(_section(section) for section in document.get("sections", ())),
        document.get("settings", {}))

"""The type column: what a line of the survey sheet is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pyxform import aliases, constants

from consult.surveys.questions import Kind


class Verb(StrEnum):
    BEGIN = "begin"
    END = "end"
    ASK = "ask"


@dataclass(frozen=True)
class RowType:
    verb: Verb
    kind: Kind = Kind.NOTE
    is_repeat: bool = False
    list_name: str = ""
    or_other: bool = False

    def __str__(self) -> str:
        """As XLSForm writes it today, whatever alias the author used."""
        if self.verb is not Verb.ASK:
            return f"{self.verb}_{'repeat' if self.is_repeat else 'group'}"
        return " ".join(filter(None, (self.kind, self.list_name, "or_other" if self.or_other else "")))


_PLAIN: Mapping[str, Kind] = {
    alias: kind for kind, names in {
        Kind.NOTE: "note; q note; add note prompt",
        Kind.TEXT: "text; string; q string; add text prompt",
        Kind.INTEGER: "integer; int; q int; add integer prompt",
        Kind.DECIMAL: "decimal; q decimal; add decimal prompt",
        Kind.RANGE: "range",
        Kind.DATE: "date; q date; add date prompt",
        Kind.TIME: "time",
        Kind.ACKNOWLEDGE: "acknowledge; trigger; q acknowledge; add acknowledge prompt",
        Kind.CALCULATE: "calculate; q calculate; add calculate prompt",
        Kind.HIDDEN: "hidden",
    }.items() for alias in names.split("; ")}
_SELECTS = {
    constants.SELECT_ONE: Kind.ONE, constants.SELECT_ALL_THAT_APPLY: Kind.MULTIPLE, constants.RANK: Kind.RANK}
_CHOOSING: Mapping[str, Kind] = {
    "select multiple": Kind.MULTIPLE,
    **{alias.replace("_", " "): _SELECTS[kind] for alias, kind in aliases.select.items()
       if kind in _SELECTS and alias not in aliases.select_from_file}}
_SELECT = re.compile(
    rf"(?P<command>{'|'.join(sorted(_CHOOSING, key=len, reverse=True))}) (?P<list>\S+)"
    r"(?P<other> (?:or specify other|or[_ ]other))?", re.IGNORECASE)
_CONTROL = re.compile(r"(?P<verb>begin|end)[ _](?P<control>group|repeat|lgroup|looped group)", re.IGNORECASE)


def read_type(cell: str) -> RowType | None:
    """What a type cell means; None where we do not know the type, or do not take it."""
    words = " ".join(cell.split())
    if words.lower() in _PLAIN:
        return RowType(Verb.ASK, _PLAIN[words.lower()])
    if control := _CONTROL.fullmatch(words):
        return RowType(Verb(control["verb"].lower()), is_repeat=control["control"].lower() != "group")
    # select_one and « select one » are the same word; the name of the list keeps its own underscores.
    spaced = re.sub(r"^(select)_(one|multiple)\b(?!_)", r"\1 \2", words, flags=re.IGNORECASE)
    chosen = _SELECT.fullmatch(spaced)
    if chosen is None:
        return None
    kind = _CHOOSING[chosen["command"].lower()]
    return RowType(Verb.ASK, kind, list_name=chosen["list"], or_other=bool(chosen["other"]))

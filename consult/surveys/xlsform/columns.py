"""XLSForm's columns under one name each: aliases, and the language a column is written in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option

from consult.i18n import LANGUAGES
from consult.surveys.lint.findings import Finding, error, note
from consult.surveys.xlsform.sheets import Row, Sheet
from consult.text import FRENCH, Localized

OURS = ("sensitivity", "topic", "number")
"""Columns of the survey sheet that XLSForm does not know."""
_SURVEY: Mapping[tuple[str, ...], str] = {
    ("type",): "type", ("name",): "name", ("label",): "label", ("hint",): "hint",
    ("bind", "relevant"): "relevant", ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintMsg"): "constraint_message", ("bind", "required"): "required",
    ("bind", "jr:requiredMsg"): "required_message", ("bind", "calculate"): "calculation",
    ("default",): "default", ("control", "appearance"): "appearance", ("choice_filter",): "choice_filter",
    ("parameters",): "parameters", ("control", "jr:count"): "repeat_count",
    **{(name,): name for name in OURS},
    **{("media", kind): f"media::{kind}" for kind in ("audio", "image", "big-image", "video")},
}
_CHOICES: Mapping[tuple[str, ...], str] = {
    ("list name",): "list_name", ("name",): "name", ("label",): "label",
    **{("media", kind): f"media::{kind}" for kind in ("audio", "image", "big-image", "video")},
}
_SETTINGS: Mapping[tuple[str, ...], str] = {("title",): "form_title", ("id_string",): "form_id"}
SPOKEN = ("label", "hint", "constraint_message", "required_message", "form_title")
"""Columns written once for each language."""
_MUST_BE_READ = ("bind", "instance", "body", "control", "trigger", "disabled", "intent", "actions", "repeat")
"""What else XLSForm puts in a column changes what is asked: it is refused where a cell is filled."""
_NAMED = {"français": "fr", "francais": "fr", "french": "fr",
          "shimaoré": "swb", "shimaore": "swb", "mahorais": "swb"}
_MEDIA = ("audio", "image", "big-image", "video")


@dataclass(frozen=True)
class Table:
    """A sheet whose cells are found by our names: `label::swb`, `relevant`, `media::audio::fr`."""

    name: str
    rows: tuple[Row, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """Our name → the header as written."""
    languages: tuple[str, ...] = (FRENCH,)

    def header(self, column: str) -> str:
        return self.headers.get(column, column)


def text(row: Row, column: str) -> Localized:
    """A text of a row in all its languages; translations are drafts until somebody has read them again."""
    french = Localized(row.cells.get(f"{column}::{FRENCH}", ""))
    for key, written in row.cells.items():
        name, _, tag = key.partition("::")
        if name == column and tag != FRENCH:
            french = french.with_translation(tag, written)
    return french


def media(row: Row) -> dict[str, str]:
    """`audio::fr`, `image` …"""
    return {key.removeprefix("media::"): name for key, name in row.cells.items()
            if key.startswith("media::") and key.split("::")[1] in _MEDIA}


def language(name: str) -> str:
    """The tag of « Français (fr) », « fr » or « Français »; empty where nothing tells."""
    inside = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$", name)
    if inside:
        return inside.group(1).lower()
    bare = name.strip().lower()
    return bare if bare in LANGUAGES else _NAMED.get(bare, "")


def _tokens(sheet: Sheet, header: str) -> tuple[str, ...]:
    known = {"survey": (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
             "choices": (aliases.list_header, set(Option.get_slot_names())),
             "settings": (aliases.settings_header, set())}
    column_aliases, columns = known[sheet.name]
    double = any("::" in other for other in sheet.headers)
    tokens: tuple[str, ...] = process_header(header, double, column_aliases, columns)[1]
    return tuple(token.lower() if token.lower() in OURS else token for token in tokens)


def _named(sheet: Sheet, header: str) -> str | None:
    """Our name of a column, None where it is not one of XLSForm's."""
    table = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}[sheet.name]
    tokens = _tokens(sheet, header)
    for size in (2, 1):
        name = table.get(tokens[:size])
        if name and len(tokens) == size:
            return f"{name}::{FRENCH}" if name in SPOKEN else name
        if name and len(tokens) == size + 1 and (name in SPOKEN or name.startswith("media::")):
            return f"{name}::{language(tokens[-1])}"
    return None


def _places(sheet: Sheet) -> tuple[dict[str, str], list[Finding]]:
    """Header → our name, and what is wrong with the headers."""
    places: dict[str, str] = {}
    findings: list[Finding] = []
    for header in sheet.headers:
        name = _named(sheet, header)
        if name is None:
            findings += _unread(sheet, header)
        elif name.endswith("::"):
            findings.append(error(sheet.name, 1, header, "Langue inconnue. Écrivez par exemple "
                                  "« label::Français (fr) » ou « label::Shimaoré (swb) »."))
        elif name in places.values():
            findings.append(error(sheet.name, 1, header, "Cette colonne est là deux fois, sous deux noms. "
                                  "Gardez-en une."))
        else:
            places[header] = name
    return places, findings


def _unread(sheet: Sheet, header: str) -> Iterator[Finding]:
    if sheet.name != "survey":
        return
    tokens = _tokens(sheet, header)
    filled = next((row.number for row in sheet.rows if header in row.cells), None)
    if filled and (tokens[0] in _MUST_BE_READ or tokens == ("query",)):
        yield error(sheet.name, filled, header, "Cette colonne change le questionnaire d’une façon que le "
                                                "site ne "
                    "sait pas faire. Videz-la.")
    else:
        yield note(sheet.name, 1, header, "Cette colonne n’est pas lue.")


def read_table(sheet: Sheet) -> tuple[Table, list[Finding]]:
    """A sheet under our names, and what is wrong with its columns; unknown columns keep their header."""
    places, findings = _places(sheet)
    rows = tuple(
        Row(row.number, {places.get(header, header): cell for header, cell in row.cells.items()},
            frozenset(places.get(header, header) for header in row.formulas))
        for row in sheet.rows)
    tags = [name.rpartition("::")[2] for name in places.values() if name.partition("::")[0] in SPOKEN]
    languages = tuple(dict.fromkeys((FRENCH, *tags)))
    return Table(sheet.name, rows, {name: header for header, name in places.items()}, languages), findings

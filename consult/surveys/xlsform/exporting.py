"""A questionnaire written as an XLSForm workbook, which imports back equal."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from consult.i18n import LANGUAGES
from consult.surveys.questions import CHOOSING, Choice, Expression, Question, Questionnaire, Section
from consult.surveys.xlsform.building import UNGROUPED
from consult.text import FRENCH, Localized

Cells = Mapping[str, str]
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""Written in the file instead of now: the same questionnaire gives the same bytes."""
_NEVER_GUESS = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
_WIDTHS = {"label": 60, "hint": 40, "relevant": 40, "constraint": 40, "constraint_message": 40}
_SURVEY = ("type", "name", "label", "hint", "relevant", "constraint", "constraint_message", "required",
           "required_message", "calculation", "default", "appearance", "choice_filter", "parameters",
           "repeat_count", "sensitivity", "topic", "number")
_TEXTS = ("label", "hint", "constraint_message", "required_message")


def export_xlsform(questionnaire: Questionnaire) -> bytes:
    """The workbook (.xlsx): sheets survey, choices and settings."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, **dict.fromkeys(_NEVER_GUESS, False)})
    book.set_properties({"title": questionnaire.title.french, "created": MADE})
    headers = [spoken for column in _SURVEY for spoken in _spoken(column, questionnaire.languages)]
    _write(book, "survey", headers, list(_survey(questionnaire)))
    _write(book, "choices", ["list_name", "name", *_spoken("label", questionnaire.languages)],
           list(_choices(questionnaire)))
    _write(book, "settings", ["form_title", "form_id"], [_settings(questionnaire)])
    book.close()
    return stream.getvalue()


def _header(column: str, tag: str) -> str:
    name = LANGUAGES[tag].name if tag in LANGUAGES else tag
    return f"{column}::{name} ({tag})"


def _spoken(column: str, languages: tuple[str, ...]) -> list[str]:
    return [_header(column, tag) for tag in languages] if column in _TEXTS else [column]


def _write(book: Any, name: str, headers: list[str], rows: list[Cells]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    columns = list(dict.fromkeys((*headers, *(column for row in rows for column in row))))
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column.partition("::")[0], 18))
        sheet.write_string(0, at, column, bold)
        for line, row in enumerate(rows, 1):
            if row.get(column):
                sheet.write_string(line, at, row[column], plain)


def _texts(column: str, text: Localized) -> Iterator[tuple[str, str]]:
    yield _header(column, FRENCH), text.french
    for tag, written in text.others.items():
        yield _header(column, tag), written.text


def _survey(questionnaire: Questionnaire) -> Iterator[Cells]:
    for section in questionnaire.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Cells]:
    control = "repeat" if section.is_repeat else "group"
    if section.appearance != UNGROUPED:
        yield {"type": f"begin_{control}", "name": section.name, **dict(_texts("label", section.label)),
               "relevant": _source(section.relevant), "repeat_count": _source(section.repeat_count),
               "appearance": section.appearance, "sensitivity": section.sensitivity}
    for item in section.items:
        if isinstance(item, Section):
            yield from _section(item)
        else:
            yield _question(item)
    if section.appearance != UNGROUPED:
        yield {"type": f"end_{control}"}


def _source(expression: Expression | None) -> str:
    return expression.source if expression else ""


def _question(question: Question) -> Cells:
    words = (question.kind, question.list_name, "or_other" if question.or_other else "")
    pairs = {"randomize": "true", **question.parameters} if question.randomize else question.parameters
    rules = ("relevant", "constraint", "required", "calculation", "choice_filter")
    plain = ("default", "appearance", "sensitivity", "topic", "number")
    return {
        "type": " ".join(filter(None, words)), "name": question.name,
        **{header: text for column in _TEXTS for header, text in _texts(column, getattr(question, column))},
        **{column: _source(getattr(question, column)) for column in rules},
        **{column: getattr(question, column) for column in plain},
        "parameters": " ".join(f"{name}={value}" for name, value in pairs.items()),
        **_media(question.media)}


def _media(media: Mapping[str, str]) -> Cells:
    """`audio::swb` is written with the language's name, as every other column."""
    split = [(name.partition("::"), file) for name, file in media.items()]
    return {_header(f"media::{kind}", tag) if tag else f"media::{kind}": file
            for (kind, _, tag), file in split}


def _choices(questionnaire: Questionnaire) -> Iterator[Cells]:
    lists = {question.list_name: question.choices for question in questionnaire.questions()
             if question.kind in CHOOSING}
    for name, choices in lists.items():
        for choice in choices:
            yield {"list_name": name, **_choice(choice)}


def _choice(choice: Choice) -> Cells:
    label = dict(_texts("label", choice.label))
    return {"name": choice.name, **label, **choice.filters, **_media(choice.media)}


def _settings(questionnaire: Questionnaire) -> Cells:
    titles = {_header("form_title", tag): written.text for tag, written in questionnaire.title.others.items()}
    return {"form_title": questionnaire.title.french, "form_id": questionnaire.form_id, **titles,
            **questionnaire.settings}

"""Whatever is typed or sent is read, or refused in words: no reader raises anything but its own refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.bench.fuzz.values import FAMILIES, FILES
from consult.desk.coding.queue import wanted_of
from consult.desk.filters import filters_of
from consult.errors import Refused
from consult.exports.supply import read_supply_file
from consult.exports.taxonomies import read_taxonomy_file
from consult.i18n import negotiate
from consult.meetings.arrivals import read_entries
from consult.meetings.parties import Room
from consult.meetings.phones import identity, phone_digits
from consult.meetings.reading import read_party
from consult.meetings.venues import read_slot
from consult.needs.evidence import BrokenRule, parse_rule
from consult.needs.margin_lines import BrokenMargins
from consult.needs.margin_tables import lines_of
from consult.needs.taxonomy_table import BrokenTaxonomy
from consult.responses.receipts import parse_code
from consult.surveys.expressions.evaluation import Scope, evaluate
from consult.surveys.expressions.parsing import ExpressionError, parse
from consult.surveys.expressions.pattern_reading import PatternError
from consult.surveys.expressions.patterns import for_browsers, matches
from consult.surveys.questions import Kind
from consult.surveys.reading.answers import read
from consult.surveys.reading.plan import plan_of
from consult.surveys.shipped import load_shipped
from consult.surveys.xlsform.importing import check
from consult.surveys.xlsform.sheets import UnreadableWorkbook, Upload
from consult.surveys.xlsform.workbooks import open_table
from consult.territories.figures import WrongFigure, read_figure
from consult.territories.gazetteer import Gazetteer
from consult.territories.reference import places
from consult.territories.supply_table import BrokenSupply
from consult.web.html import markdown
from consult.web.sorting import order_of
from tests.surveys.xlsform_files import a_csv

PATIENT = settings(max_examples=40, deadline=None, derandomize=True, database=None,
                   suppress_health_check=list(HealthCheck))
QUESTIONNAIRE = load_shipped("besoins-petite-enfance")
GAZETTEER = Gazetteer.of(places())
TODAY, NOW = date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC)

TEXT = st.text(max_size=60) | st.sampled_from([value for family in FAMILIES for value in family])
SIGNS = st.sampled_from([
    "(", ")", ",", "+", "-", "*", "div", "mod", "and", "or", "not(", "if(", "=", "!=", "<", ">=", "${age}",
    "[", "//", ".", "today()", "1", "0", "1e3", "999999999999999", "'a'", "\"\"", "round(", "substr(",
    "selected-at(", "regex(", "'a*'", "max(", "format-date(", "'%Y'", "translate(", "join(", "concat(",
    "count-selected("])
FORMULA = st.lists(SIGNS, max_size=30).map(" ".join) | TEXT
PIECES = st.sampled_from([*"ab()[]{}|*+?^$.\\-,12", r"\d", r"\w", "é"])
PATTERN = st.lists(PIECES, max_size=25).map("".join) | TEXT
MARKDOWN_SIGNS = st.sampled_from([
    "*", "_", "`", "[a](", ")", "> ", "- ", "1. ", "\n", "    ", "|", "<a", "&", "http://", "x@y.z", "#",
    "![", "\\"])
MARKS = st.lists(MARKDOWN_SIGNS, max_size=80).map("".join) | TEXT
ENTRY = st.sampled_from(["entries", "id", "women", "men", "children", "noted_at", "is_walk_in"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ENTRY, inner, max_size=7))
CELL = TEXT.filter(lambda text: len(text) < 3000)
OCTETS = st.binary(max_size=400) | st.sampled_from([content for _name, content in FILES])


def arguments(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(names), TEXT, max_size=len(names))


def table(*headings: str) -> st.SearchStrategy[bytes]:
    """A file with these headings, some of them left out, and any cells; or no table at all."""
    rows = st.lists(st.lists(CELL, max_size=len(headings) + 1), max_size=5)
    heads = st.just(list(headings)) | st.lists(st.sampled_from(headings), max_size=len(headings))
    return st.builds(lambda first, others: a_csv([first, *others]), heads, rows) | OCTETS


SURVEY = table("type", "name", "label", "label::Shimaore (swb)", "relevant", "constraint", "calculation",
               "required", "choice_filter", "repeat_count", "appearance", "parameters")
TYPES = st.sampled_from([
    *sorted(Kind), "begin group", "end group", "begin repeat", "end repeat", "select_one x", "?"])
NAMES = st.sampled_from(["a", "b", "a b", "", "é", "1", "_"])
TYPED = st.lists(st.tuples(TYPES, NAMES, st.just("Libellé"), FORMULA), max_size=8).map(
    lambda rows: a_csv([("type", "name", "label", "relevant"), *rows]))
SENT = st.lists(
    st.tuples(st.sampled_from(sorted(plan_of(QUESTIONNAIRE).fields)) | CELL, TEXT), max_size=30)


def _expression(written: str) -> object:
    return evaluate(parse(written).tree, Scope({"age": "3"}, today="2026-06-01"))


def _pattern(written: str) -> object:
    return matches(for_browsers(written), "ab" * 400)


def _order(asked: str) -> object:
    return order_of("village", asked, {"nom", "nombre"}).next_sort("nom")


@dataclass(frozen=True)
class Reader:
    """What reads something from outside, what it may be given, and its own refusals."""

    read: Callable[[Any], object]
    given: st.SearchStrategy[Any]
    refusals: tuple[type[Exception], ...] = ()


READERS = {
    "expression": Reader(_expression, FORMULA, (ExpressionError,)),
    "pattern": Reader(_pattern, PATTERN, (PatternError,)),
    "rule of a need": Reader(parse_rule, TEXT, (BrokenRule,)),
    "survey sheet": Reader(
        lambda content: check(Upload("q.csv", content)), SURVEY | TYPED, (UnreadableWorkbook,)),
    "choices sheet": Reader(
        lambda content: check(Upload("q.csv", b"type,name,label\nselect_one x,a,A", "c.csv", content)),
        table("list_name", "name", "label", "commune"), (UnreadableWorkbook,)),
    "supply": Reader(
        lambda content: read_supply_file("offre.csv", content, GAZETTEER),
        table("lieu", "type", "nom", "nombre", "source", "année"), (UnreadableWorkbook, BrokenSupply)),
    "taxonomy": Reader(
        lambda content: read_taxonomy_file("besoins.csv", content),
        table("code", "level", "parent", "label_fr", "label_swb", "evidence_any", "evidence_strong"),
        (UnreadableWorkbook, BrokenTaxonomy)),
    "margins": Reader(lambda content: lines_of(open_table(Upload("m.csv", content))),
                      table("question", "choix", "nombre", "source"), (UnreadableWorkbook, BrokenMargins)),
    "workbook": Reader(lambda content: check(Upload("q.xlsx", content)), OCTETS, (UnreadableWorkbook,)),
    "answers": Reader(lambda fields: read(QUESTIONNAIRE, fields, today=TODAY), SENT, (Refused,)),
    "sign-up": Reader(
        lambda fields: read_party(fields, hall=Room(10, 2)),
        arguments("name", "phone", "email", "adults", "under_3", "from_6", "language"), (Refused,)),
    "arrivals": Reader(lambda document: read_entries(document, at=NOW), JSON, (Refused,)),
    "Markdown": Reader(markdown, MARKS, (Refused,)),
    "phone": Reader(phone_digits, TEXT),
    "invitee": Reader(identity, arguments("telephone", "nom", "courriel")),
    "slot of a hall": Reader(read_slot, TEXT | st.from_regex(r"mercredi \d+ h - \d+ h\d*", fullmatch=True)),
    "figure": Reader(read_figure, TEXT, (WrongFigure,)),
    "receipt": Reader(parse_code, TEXT),
    "filters": Reader(filters_of, arguments("village", "jour", "version", "relais", "choix"), (Refused,)),
    "texts wanted": Reader(wanted_of, arguments("etat", "question", "langue", "page"), (Refused,)),
    "order": Reader(_order, TEXT),
    "language": Reader(negotiate, st.lists(st.tuples(TEXT, st.floats(allow_nan=True)), max_size=6)),
}


@pytest.mark.parametrize("name", READERS)
def test_what_is_given_is_read_or_refused(name: str) -> None:
    reader = READERS[name]

    @PATIENT
    @given(reader.given)
    def check_one(given_to_it: Any) -> None:
        with suppress(*reader.refusals):
            reader.read(given_to_it)
    check_one()


def test_a_document_nested_without_end_is_no_arrival() -> None:
    with pytest.raises(Refused):
        read_entries(json.loads("[" * 500 + "]" * 500), at=NOW)

"""Which text comes next, whose turn it is, and which needs are offered beside it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from consult.desk.coding.picker import Picker, picker
from consult.desk.coding.queue import State, after, before, following, waits_for, wanted_of
from consult.errors import NotFound
from consult.needs.coded_texts import CodedText
from consult.needs.taxonomy import shipped_taxonomy
from consult.needs.texts import Text

TAXONOMY = shipped_taxonomy()
EMPTY = frozenset[str]()


def a_text(*coders: str, double: bool = False, masked_by: str = "", language: str = "fr",
           place: str = "mot") -> CodedText:
    text = Text("…", language, response_key=uuid4(), place=place, handle="aa", is_double=double)
    return CodedText(text, dict.fromkeys(coders, EMPTY), masked_by=masked_by)


@pytest.mark.parametrize(("coded", "waits"), [
    (a_text(), True), (a_text("amina"), False), (a_text("boina"), False), (a_text(double=True), True),
    (a_text("boina", double=True), True), (a_text("amina", double=True), False),
    (a_text("boina", "chadia", double=True), False), (a_text(masked_by="boina"), False),
    (a_text(masked_by="amina"), True)])
def test_a_text_waits_for_one_reader_and_those_of_the_sample_for_two(coded: CodedText, waits: bool) -> None:
    assert waits_for(coded, "amina") is waits


@pytest.mark.parametrize(("arguments", "coded", "passes"), [
    ({}, a_text("amina"), True),
    ({"question": "mot"}, a_text(place="mot/1/2"), True),
    ({"question": "avis"}, a_text(), False),
    ({"question": "@reunions"}, a_text(), False),
    ({"question": "@reunions"}, CodedText(Text("…", "swb", statement_id=uuid4())), True),
    ({"langue": "swb"}, a_text(language="swb"), True),
    ({"langue": "swb"}, a_text(), False),
    ({"etat": "a-coder"}, a_text(), True),
    ({"etat": "codes"}, a_text("amina"), True),
    ({"etat": "codes"}, a_text("boina"), False),
    ({"etat": "double"}, a_text(), False),
    ({"etat": "double"}, a_text("boina", double=True), True),
    ({"etat": "masques"}, a_text(masked_by="boina"), True),
    ({"etat": "codes", "langue": "swb"}, a_text("amina"), False)])
def test_filters_narrow_together(arguments: dict[str, str], coded: CodedText, passes: bool) -> None:
    assert wanted_of(arguments).lets_through(coded, "amina") is passes


def test_an_address_nobody_clicked_is_no_page() -> None:
    with pytest.raises(NotFound):
        wanted_of({"etat": "volés"})
    assert wanted_of({"etat": "", "autre": "x"}).query() == {}
    assert wanted_of({"etat": State.READ}).query(langue="fr") == {"etat": "codes", "langue": "fr"}


def test_the_next_text_is_found_from_one_that_is_not_wanted_any_more() -> None:
    handles = ["aa", "cc", "ee"]

    assert (before(handles, "bb"), after(handles, "bb")) == ("aa", "cc")
    assert (before(handles, "aa"), after(handles, "ee")) == (None, None)
    assert [following(handles, handle) for handle in ("aa", "dd", "ee")] == ["cc", "ee", "aa"]
    assert (following(["aa"], "aa"), following([], "aa")) == (None, None)


def offered(found: Picker) -> list[str]:
    picks = [*found.first, *found.found, *(pick for _, picks in found.others for pick in picks)]
    return [pick.need.code for pick in picks]


def test_each_need_is_offered_once_suggestions_first() -> None:
    made = picker(TAXONOMY, first=("SAN-1", "COU-1"), ticked=("COU-1", "ACC-2"), searched="nuit", keys=2)

    assert [(pick.need.code, pick.is_ticked, pick.key) for pick in made.first] == [
        ("SAN-1", False, "1"), ("COU-1", True, "2"), ("ACC-2", True, "")]
    assert [pick.need.code for pick in made.found] == ["HOR-2"]
    assert sorted(offered(made)) == sorted(TAXONOMY.by_code())


@pytest.mark.parametrize(("words", "codes"), [
    ("", []), ("   !!", []), ("zzz", []), ("CRECHE place", ["ACC-1"]), ("hor-2", ["HOR-2"]),
    ("barge", ["HOR-1"]), ("handicap autisme", ["INC-1"]), ("shimaoré lire", ["INF-2"])])
def test_needs_are_found_by_all_the_words_in_any_writing(words: str, codes: list[str]) -> None:
    assert [pick.need.code for pick in picker(TAXONOMY, first=(), ticked=(), searched=words).found] == codes


def test_what_left_the_taxonomy_is_not_offered() -> None:
    assert "OLD-1" not in offered(picker(TAXONOMY, first=("OLD-1",), ticked=("OLD-2",)))

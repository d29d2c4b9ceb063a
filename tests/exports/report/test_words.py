"""Numbers, days and figures in words, and texts without what files refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consult.exports.report.blocks import clean, plain, strong, words
from consult.exports.report.content.figures import first, interval, of_all, share, strongly, weighted
from consult.exports.report.content.numbers import day, number, percent, several, shortened
from tests.diagnostic.frozen import CAMPAIGN, a_snapshot

FIGURE = replace(next(a_snapshot().figures()), base=296, expressing=141, strong=94, priority=47)


@pytest.mark.parametrize(("value", "written"), [
    (0, "0"), (71437, "71\u00a0437"), (2.8, "2,8"), (0.125, "0,12"), (-34, "–34"),
    (1234567.5, "1\u00a0234\u00a0567,5")])
def test_numbers_are_french(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(("value", "written"), [
    (0, "0 %"), (0.001, "moins de 1 %"), (0.476, "48 %"), (0.999, "plus de 99 %"), (1, "100 %")])
def test_a_share_is_never_rounded_to_nobody_or_to_all(value: float, written: str) -> None:
    assert percent(value).replace("\u00a0", " ") == written


def test_the_first_of_a_month_is_written_as_it_is_said() -> None:
    assert day(date(2026, 12, 1)).replace("\u00a0", " ") == "1er décembre 2026"
    assert day(date(2026, 11, 26)).replace("\u00a0", " ") == "26 novembre 2026"


def test_nothing_and_one_are_singular() -> None:
    assert [several(count, "réponse", "réponses").replace("\u00a0", " ") for count in (0, 1, 2)] == [
        "0 réponse", "1 réponse", "2 réponses"]


def test_a_text_is_cut_between_words_and_says_so() -> None:
    assert shortened("Une crèche, ouverte le soir", 14) == "Une crèche\u00a0…"
    assert shortened("Une crèche", 14) == "Une crèche"
    assert len(shortened("x" * 50, 14)) <= 15


@pytest.mark.parametrize(("changes", "said"), [
    ({}, "141 sur 296 (48 %)"), ({"base": None}, "masqué"), ({"expressing": None}, "masqué"),
    ({"base": 0, "expressing": 0}, "–"), ({"expressing": 0}, "0 sur 296 (0 %)")])
def test_withheld_nobody_asked_and_nobody_expressing_are_three_things(changes: dict, said: str) -> None:
    assert of_all(replace(FIGURE, **changes)).replace("\u00a0", " ") == said


def test_a_campaign_without_the_question_is_told_from_a_withheld_figure() -> None:
    assert of_all(None) == "non demandé"
    assert of_all(a_snapshot().figure(CAMPAIGN, "ACC-1")) != "non demandé"


def test_axes_that_no_question_shows_are_dashes_and_withheld_ones_are_words() -> None:
    unasked = replace(FIGURE, asks_strong=False, asks_priority=False, strong=0, priority=0)
    withheld = replace(FIGURE, strong=None, priority=None, asks_strong=True, asks_priority=True)

    assert (strongly(unasked), first(unasked)) == ("–", "–")
    assert (strongly(withheld), first(withheld)) == ("masqué", "masqué")


def test_weights_and_intervals_are_there_or_are_dashes() -> None:
    without = replace(FIGURE, weighted=None, low=None, high=None)
    drawn = replace(FIGURE, weighted=0.45, low=0.4, high=0.5)

    assert (weighted(without), interval(without)) == ("–", "–")
    assert [each.replace("\u00a0", " ") for each in (share(drawn), weighted(drawn), interval(drawn))] == [
        "48 %", "45 %", "40 % à 50 %"]


def test_texts_lose_what_files_refuse_and_keep_spaces_that_hold() -> None:
    assert clean(" a\x00b\x0b\tc\nd\ud800\uffff ") == "ab c d"
    assert clean("oui\u00a0!") == "oui\u00a0!"


def test_french_is_set_as_french_and_pieces_keep_their_weight() -> None:
    text = words(strong("C'est dit : "), "oui !")

    assert plain(text) == "C’est dit\u00a0: oui\u00a0!"
    assert [span.is_strong for span in text] == [True, False]

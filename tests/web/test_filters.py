from datetime import UTC, date, datetime

from flask import Flask, g

from consult.web.filters import day, day_in_words, moment, number, percent, size, spaced

DAY = date(2026, 11, 23)


def test_a_day_alone_in_shimaore_is_a_draft_beside_its_french(app: Flask) -> None:
    with app.test_request_context("/swb/"):
        g.lang = "swb"
        shown = day(DAY)

        assert (shown.text, shown.french) == ("mufumoraru 23 Novambru 2026", "lundi 23 novembre 2026")


def test_a_day_inside_a_sentence_speaks_its_language(app: Flask) -> None:
    with app.test_request_context("/swb/"):
        g.lang = "swb"
        assert day_in_words(DAY) == "lundi 23 novembre 2026"


def test_an_instant_is_told_where_the_families_live() -> None:
    assert moment(datetime(2026, 11, 23, 22, 30, tzinfo=UTC)) == "24/11/2026 à 01:30"


def test_figures_are_written_in_french() -> None:
    assert number(1234.5) == "1\u202f234,5"
    assert percent(0.125) == "12\u00a0%"
    assert [size(n) for n in (500, 1500, 2_340_000, 45_600_000_000)] == [
        "500 octets", "2\u00a0Ko", "2,3\u00a0Mo", "45,6\u00a0Go"]


def test_a_code_is_shown_in_groups_that_stay_together() -> None:
    assert spaced("123456789012") == "1234\u00a05678\u00a09012"

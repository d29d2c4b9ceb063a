"""Charts: what a drawing says, and that the same table always follows it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from consult.exports.report.blocks import Chart, plain
from consult.exports.report.charts import LABELS, VALUES, WIDTH, Bar, Line, bars
from consult.exports.report.pictures import DENSITY, pngs, proportions
from tests.diagnostic.frozen import a_snapshot
from tests.exports.report.reading import REPORTS

SPACE = "{http://www.w3.org/2000/svg}"
TRACK = WIDTH - LABELS - VALUES


def drawn(*lines: Line, **options: float) -> ElementTree.Element:
    return ElementTree.fromstring(bars("Titre", "Description", lines, **options))  # noqa: S314, ours


def lengths(svg: ElementTree.Element) -> list[float]:
    """Of the bars, without the track under each."""
    return [float(each.get("width", 0)) for each in svg.iter(f"{SPACE}rect") if each.get("fill") != "#EDF2F0"]


def texts(svg: ElementTree.Element) -> list[str | None]:
    return [each.text for each in svg.iter(f"{SPACE}text")]


def test_a_bar_is_as_long_as_its_share() -> None:
    svg = drawn(Line("Moitié", (Bar(0.5, "50 %"),)), Line("Tout", (Bar(1.0, "100 %"),)))

    assert lengths(svg) == [pytest.approx(TRACK / 2), pytest.approx(TRACK)]


def test_counts_are_drawn_against_the_largest() -> None:
    svg = drawn(Line("Dix", (Bar(10, "10"),)), Line("Quarante", (Bar(40, "40"),)), longest=40)

    assert lengths(svg) == [pytest.approx(TRACK / 4), pytest.approx(TRACK)]


def test_what_is_withheld_or_nothing_has_no_bar_but_has_its_words() -> None:
    svg = drawn(Line("Peu", (Bar(None, "masqué"),)), Line("Personne", (Bar(0.0, "0 sur 20 (0 %)"),)))

    assert lengths(svg) == []
    assert texts(svg) == ["Peu", "masqué", "Personne", "0 sur 20 (0 %)"]


def test_a_drawing_has_a_title_and_a_description_and_its_text_is_text() -> None:
    svg = drawn(Line("Crèche <b>&", (Bar(0.2, "20 %"),)))

    assert [svg[0].tag, svg[0].text] == [f"{SPACE}title", "Titre"]
    assert [svg[1].tag, svg[1].text] == [f"{SPACE}desc", "Description"]
    assert "Crèche <b>&" in texts(svg)


def test_a_long_label_takes_two_lines_at_most() -> None:
    svg = drawn(Line("mot " * 40, (Bar(0.2, "20 %"),)))

    assert len(texts(svg)) == 3
    assert (texts(svg)[1] or "").endswith("…")


def test_several_series_have_a_legend_and_a_tint_each() -> None:
    svg = ElementTree.fromstring(bars("T", "D", [Line("Lieu", (Bar(0.5, "a"), Bar(0.5, "b", 1)))],  # noqa: S314
                                      series=["Première", "Seconde"]))

    tints = [each.get("fill") for each in svg.iter(f"{SPACE}rect") if each.get("fill") != "#EDF2F0"]
    assert tints[:2] == tints[2:]
    assert len(set(tints)) == 2
    assert texts(svg)[:2] == ["Première", "Seconde"]


@pytest.mark.parametrize("name", ["two", "full"])
def test_the_table_under_a_chart_says_the_same_as_its_bars(name: str) -> None:
    charts = [block for block in REPORTS[name](a_snapshot()).blocks if isinstance(block, Chart)]

    assert charts
    for chart in charts:
        cells = " ".join(plain(cell) for row in chart.table.rows for cell in row.cells)
        words = [text for text in texts(ElementTree.fromstring(chart.svg)) if text]  # noqa: S314, ours
        numbers = {text.split(" sur")[0] for text in words if text[0].isdigit() and "(" in text}
        assert all(number in cells for number in numbers)
        assert ("masqué" in words) <= ("masqué" in cells)


def test_pictures_are_wide_enough_to_print_and_keep_their_proportions() -> None:
    svgs = [bars("T", "D", [Line("Lieu", (Bar(0.5, "a"),))] * many) for many in (1, 12)]

    low, high = pngs(svgs)

    assert int.from_bytes(low[16:20], "big") == pytest.approx(160 / 25.4 * DENSITY, abs=2)
    assert proportions(high) > proportions(low) > 0
    assert pngs(svgs[:1])[0] == low
    assert pngs([]) == []

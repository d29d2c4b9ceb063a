"""Tables of needs as files, as they stand on the page: for a French spreadsheet. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from consult.desk.needs.heat import Heat
from consult.desk.needs.lines import Counts, Line
from consult.exports.values import Cell
from consult.needs.verbatims import Quote

WITHHELD = "masqué"
COUNT_HEADINGS = ("posée", "a répondu", "exprime", "fortement", "priorité", "part", "part pondérée",
                  "borne basse", "borne haute")


def _or_withheld(count: int | None) -> Cell:
    return WITHHELD if count is None else count


def count_cells(counts: Counts) -> list[Cell]:
    weighted = counts.weighted
    ends: list[Cell] = [weighted.low, weighted.high] if weighted and counts.has_interval else [None, None]
    numbers = map(_or_withheld, (counts.asked, counts.base, counts.expressing))
    strong = _or_withheld(counts.strong) if counts.asks_strong else None
    priority = _or_withheld(counts.priority) if counts.asks_priority else None
    return [*numbers, strong, priority, counts.share, weighted.value if weighted else None, *ends]


def ranking_table(lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    """A line for each need, its four axes in columns."""
    yield ("code", "besoin", *COUNT_HEADINGS, "intensité", "rapport du groupe", "n du groupe",
           "n des autres", "offre connue")
    for line in lines:
        ratio = line.ratio
        yield (line.need.code, str(line.need.label), *count_cells(line.counts), line.counts.intensity,
               ratio.value if ratio else None, ratio.n if ratio else None, ratio.others if ratio else None,
               "oui" if line.coverage.is_known else "aucune offre connue")


def heat_table(heat: Heat) -> Iterator[Sequence[Cell]]:
    """A line for each need and place, so that a spreadsheet can turn it as it likes."""
    yield ("code", "besoin", "lieu", "nom du lieu", *COUNT_HEADINGS)
    for need, _everywhere, by_place in heat.rows:
        for code, counts in by_place.items():
            yield need.code, str(need.label), code, heat.places[code], *count_cells(counts)


def need_table(rows: Iterable[tuple[str, str, Counts]]) -> Iterator[Sequence[Cell]]:
    """A line for each group of families."""
    yield ("profil", "groupe", *COUNT_HEADINGS)
    for profile, group, counts in rows:
        yield profile, group, *count_cells(counts)


def quotes_table(quotes: Iterable[Quote]) -> Iterator[Sequence[Cell]]:
    """A line for each quotation. Neither question nor place: they would help to recognise somebody."""
    yield "source", "langue", "mots", "en français", "publiable"
    for quote in quotes:
        text = quote.coded.text
        yield ("réunion" if text.is_statement else "réponse écrite", text.language, quote.words,
               quote.in_french, "oui" if quote.is_published else "non")

"""What is known of the territory: indicators, source by source, and what is unknown. Pure."""

from collections.abc import Iterator

from consult.diagnostic.snapshot import Indicator, IndicatorValue, Snapshot
from consult.exports.report.blocks import (
    Align,
    Block,
    Paragraph,
    Row,
    Table,
    clean,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.content.numbers import SPACE, UNKNOWN, number, shortened
from consult.exports.report.content.supply import source
from consult.exports.report.content.terms import places

COLUMNS = (("Lieu", Align.LEFT, 1.8), ("Valeur", Align.RIGHT, 2.1), ("Calcul", Align.RIGHT, 1.9),
           ("Année, nature", Align.LEFT, 2), ("Source", Align.LEFT, 3.4))
SIDE_BY_SIDE = "Quand plusieurs sources existent, elles sont côte à côte, même quand elles se contredisent."


def amount(value: float | None, unit: str) -> str:
    if value is None:
        return UNKNOWN
    return f"{number(value)}{SPACE if unit == '%' else ' '}{clean(unit)}".strip()


def _is_rate(unit: str) -> bool:
    return "%" in unit or " pour " in unit or " par " in unit


def _fraction(value: IndicatorValue, unit: str) -> str:
    """« 24 / 6 120 »: what a rate is made of; « – » for what is no rate."""
    known = [UNKNOWN if each is None else number(each) for each in (value.numerator, value.denominator)]
    if set(known) == {UNKNOWN}:
        return UNKNOWN if _is_rate(unit) else "–"
    return f"{known[0]} / {known[1]}"


def _value_row(value: IndicatorValue, unit: str, names: dict[str, str]) -> Row:
    year = ", ".join(part for part in (value.year, clean(value.nature)) if part)
    note = f" {clean(value.note)}." if value.note else ""
    return row(names.get(value.place, value.place), amount(value.value, unit), _fraction(value, unit),
               year or UNKNOWN, words(source(value.source_title, value.source_url), note))


def _rows(indicator: Indicator, names: dict[str, str]) -> Iterator[Row]:
    meaning = f" {clean(indicator.definition)}." if indicator.definition else ""
    yield row(words(strong(clean(indicator.label)), meaning,
                    "" if indicator.values else f" Valeur : {UNKNOWN}."))
    yield from (_value_row(value, indicator.unit, names) for value in indicator.values)


def _table(family: str, indicators: list[Indicator], names: dict[str, str]) -> Table:
    has_rate = any(_is_rate(indicator.unit) for indicator in indicators)
    rows = [line for indicator in indicators for line in _rows(indicator, names)]
    note = "Calcul : numérateur / dénominateur d’une part, quand ils sont connus." if has_rate else ""
    return table(f"Indicateurs : {clean(family)}", COLUMNS, rows, note)


def indicators(snapshot: Snapshot) -> Iterator[Block]:
    """A table for each family of indicators."""
    families: dict[str, list[Indicator]] = {}
    for indicator in snapshot.indicators:
        families.setdefault(indicator.family, []).append(indicator)
    if not families:
        yield Paragraph(words("Aucun indicateur n’est dans ce diagnostic."))
        return
    yield Paragraph(words(SIDE_BY_SIDE, f" « {UNKNOWN.capitalize()} » veut dire que rien n’a été trouvé."))
    yield from (_table(family, found, places(snapshot)) for family, found in families.items())


def indicators_of(snapshot: Snapshot, code: str, most: int) -> Table | None:
    """What is known of one place, a line for each value."""
    found = [(indicator, value) for indicator in snapshot.indicators for value in indicator.values
             if value.place == code]
    if not found:
        return None
    rows = [row(shortened(clean(indicator.label), 80), amount(value.value, indicator.unit),
                value.year or UNKNOWN, words(source(shortened(value.source_title, 60), value.source_url)))
            for indicator, value in found[:most]]
    left = len(found) - most
    return table("Ce qui est connu de ce lieu", (
        ("Indicateur", Align.LEFT, 4), ("Valeur", Align.RIGHT, 2), ("Année", Align.LEFT, 1.2),
        ("Source", Align.LEFT, 3.4)), rows,
        f"Et {number(left)} de plus : voir le rapport complet." if left > 0 else "")

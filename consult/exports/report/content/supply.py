"""What there is for young children: services place by place, with their places and hours. Pure."""

from collections.abc import Iterator, Sequence

from consult.diagnostic.snapshot import Snapshot, Supply
from consult.exports.report.blocks import (
    Align,
    Block,
    Paragraph,
    Row,
    Span,
    Table,
    clean,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.content.numbers import UNKNOWN, number, several, shortened
from consult.exports.report.content.terms import places
from consult.territories.supply import INDICATOR, KINDS

COLUMNS = (("Service", Align.LEFT, 3.4), ("Nombre", Align.RIGHT, 1.5), ("Horaires", Align.LEFT, 1.7),
           ("État", Align.LEFT, 1.5), ("Source", Align.LEFT, 3))
NO_SUPPLY = "Aucun service n’est noté."


def amount(supply: Supply) -> str:
    if supply.value is None:
        return UNKNOWN
    return f"{number(supply.value)} {clean(supply.unit)}".strip()


def source(title: str, url: str) -> Span:
    return Span(clean(title) or "sans source", url=url if url.startswith(("https://", "http://")) else "")


def _row(supply: Supply, letters: int = 2000) -> Row:
    kind = KINDS.get(supply.kind, supply.kind)
    details = ", ".join(part for part in (kind, clean(supply.manager)) if part)
    state = ", ".join(part for part in (clean(supply.status), supply.year) if part)
    note = f" {shortened(clean(supply.note), letters)}." if supply.note else ""
    name = strong(shortened(clean(supply.name) or kind, letters))
    return row(words(name, f" · {shortened(details, letters)}"), amount(supply),
               shortened(clean(supply.opening_hours), letters) or UNKNOWN, state or UNKNOWN,
               words(source(shortened(supply.source_title, letters), supply.source_url), note))


def _in_place(supply: Sequence[Supply], code: str, name: str) -> list[Row]:
    rows = [_row(each) for each in supply if each.place == code]
    return [row(words(strong(name))), *rows] if rows else []


def _places(snapshot: Snapshot) -> dict[str, str]:
    """Those of the snapshot first, then any that supply names besides."""
    return places(snapshot) | {each.place: each.place for each in snapshot.supply
                               if each.place not in places(snapshot)}


def supply_table(snapshot: Snapshot) -> Iterator[Block]:
    """The whole inventory; a place without any service is named under it."""
    if not snapshot.supply:
        yield Paragraph(words(NO_SUPPLY))
        return
    rows = [line for code, name in _places(snapshot).items()
            for line in _in_place(snapshot.supply, code, name)]
    yield table("Services notés, lieu par lieu", COLUMNS, rows,
                f"« {UNKNOWN.capitalize()} » veut dire que rien n’a été trouvé ; ce n’est pas zéro.")
    known = {each.place for each in snapshot.supply}
    without = [place.name for place in snapshot.inside if place.code not in known]
    if without:
        yield Paragraph(words(strong("Sans service noté : "), ", ".join(without), "."))


def supply_of(snapshot: Snapshot, code: str, most: int) -> Table | None:
    found = [each for each in snapshot.supply if each.place == code]
    if not found:
        return None
    left = len(found) - most
    return table("Services notés dans ce lieu", COLUMNS, [_row(each, 60) for each in found[:most]],
                 f"Et {number(left)} de plus : voir le rapport complet." if left > 0 else "")


def supply_in_short(snapshot: Snapshot, most: int = 4) -> Iterator[Block]:
    """A few services in one sentence, rather than figures of whole territories."""
    if not snapshot.supply:
        yield Paragraph(words(strong("Ce qui existe. "), NO_SUPPLY))
        return
    services = [each for each in snapshot.supply if each.kind != INDICATOR] or list(snapshot.supply)
    names = [f"{shortened(clean(each.name), 50)} ({amount(each)}"
             f"{', ' + clean(each.status) if each.status else ''})" for each in services[:most]]
    left = len(snapshot.supply) - len(names)
    more = (f" ; et {several(left, 'autre ligne', 'autres lignes')} dans le rapport complet"
            if left > 0 else "")
    yield Paragraph(words(strong("Ce qui existe. "), " ; ".join(names), more, "."))

"""What everybody but the coordinator sees of a campaign, as pages show it: the same numbers until a batch
of families moves them. Pure."""

from collections.abc import Iterator

from consult.desk.breakdowns import Breakdown, Line, sort_lines
from consult.diagnostic.figures import PLACE
from consult.diagnostic.figures import Breakdown as Kept
from consult.diagnostic.measuring import Measured
from consult.diagnostic.service import Shared
from consult.needs.disclosure import PLAIN, Cell, Loss, Publication, Reason
from consult.needs.hiding import Key
from consult.needs.tables import COUNTS, Name, Published
from consult.web.sorting import NAME

NOTHING = Cell(None, Reason.SMALL_BASE)
TABLES = {PLACE: "village"}
"""What a table is called in an address of the desk, where that is another word."""


class _Cells(dict[Key, Cell]):
    """What these figures do not tell is withheld: a need or a group that came since."""

    def __missing__(self, key: Key) -> Cell:
        return NOTHING


def _cells(measured: Measured) -> Iterator[tuple[Key, Cell]]:
    for figure in measured.figures:
        for what in COUNTS:
            count: int | None = getattr(figure, what)
            yield Name(figure.need, figure.profile, figure.group, what), Cell(count) if count is not None \
                else Cell(None, Reason.SMALL_COUNT)


def published_of(shared: Shared | None) -> Published:
    """The needs as anybody may see them; all is withheld while too few families answered."""
    if shared is None:
        return Published(Publication(_Cells(), PLAIN, Loss(0, 0, 0)))
    measured = shared.measured
    loss = Loss(measured.counts, measured.small, measured.complements)
    return Published(Publication(_Cells(_cells(measured)), PLAIN, loss))


def _table(kept: Kept, total: int | None) -> Breakdown:
    lines = (Line(row.code, row.label, row.count) for row in kept.rows)
    return Breakdown(TABLES.get(kept.code, kept.code), tuple(lines), total)


def participation_tables(shared: Shared, sort: str) -> list[Breakdown]:
    """One table for each way of telling answers apart, none crossed with another."""
    tables = (_table(kept, shared.measured.responses) for kept in shared.measured.participation)
    return [sort_lines(table, sort, usual=NAME) for table in tables if table.lines]


def place_counts(shared: Shared | None) -> dict[str, int | None]:
    """By place, the count that the page of participation shows."""
    kept = shared.measured.participation if shared else ()
    return {row.code: row.count for table in kept if table.code == PLACE for row in table.rows}


def total(shared: Shared | None) -> Cell:
    """How many families are counted."""
    return NOTHING if shared is None else Cell(shared.measured.responses)

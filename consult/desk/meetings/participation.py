"""Who came to the meetings, village by village: in full for the coordinator, as far as it is safe for others.

The public reads how many came to each meeting, out of one table of all of them. A reader is told nothing that
this table withholds: a village is shown where all its meetings are. Women, men and children are told apart
over all meetings only. What nobody counted is unknown: it is not zero, and no total is made of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.errors import N_
from consult.meetings.arrivals import Tally
from consult.meetings.service import Figures
from consult.needs.disclosure import Cell, Protected, protect
from consult.text import spelling
from consult.web.sorting import NAME, Order, order_of

Shown = Cell | None
"""None where nobody counted."""
MEETINGS, COUNTED = "reunions", "comptees"
FAMILIES, EXPECTED, CAME, STATEMENTS = "familles", "attendues", "venues", "paroles"
TITLES: Mapping[str, str] = {
    MEETINGS: N_("Réunions tenues"), COUNTED: N_("Réunions comptées"), FAMILIES: N_("Familles inscrites"),
    EXPECTED: N_("Personnes attendues"), CAME: N_("Personnes venues"), "femmes": N_("Femmes"),
    "hommes": N_("Hommes"), "enfants": N_("Enfants"), "sans": N_("Sans inscription"),
    STATEMENTS: N_("Paroles notées")}
BY_KIND: Mapping[str, Callable[[Tally], int]] = {
    CAME: lambda came: came.people, "femmes": lambda came: came.women, "hommes": lambda came: came.men,
    "enfants": lambda came: came.children, "sans": lambda came: came.walk_ins}
OF_MEETING: Mapping[str, Callable[[Figures], int]] = {
    FAMILIES: lambda figures: figures.families, EXPECTED: lambda figures: figures.expected,
    STATEMENTS: lambda figures: figures.statements}
FOR_READERS = (MEETINGS, COUNTED, FAMILIES, EXPECTED, CAME, STATEMENTS)


@dataclass(frozen=True)
class Row:
    name: str
    cells: Mapping[str, Shown]
    """By column."""


@dataclass(frozen=True)
class Table:
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Row
    order: Order = Order("")
    apart: Mapping[str, Cell] | None = None
    """Those who came, told apart over all meetings, where the rows do not say it."""


Villages = Mapping[str, Sequence[Figures]]
"""The meetings of each village, by its code."""


def _villages(figures: Iterable[Figures]) -> Villages:
    found: defaultdict[str, list[Figures]] = defaultdict(list)
    for row in figures:
        found[row.meeting.territory_code].append(row)
    return found


def _name(inside: Sequence[Figures]) -> str:
    return inside[0].meeting.territory.name


def _held(rows: Sequence[Figures]) -> dict[str, Shown]:
    return {MEETINGS: Cell(len(rows)), COUNTED: Cell(sum(row.came is not None for row in rows))}


def _plain(rows: Sequence[Figures]) -> dict[str, Shown]:
    counted = [row.came for row in rows if row.came]
    came = {name: Cell(sum(map(number, counted))) if counted else None for name, number in BY_KIND.items()}
    others = {name: Cell(sum(map(number, rows))) for name, number in OF_MEETING.items()}
    return {**_held(rows), **came, **others}


def participation(figures: Sequence[Figures]) -> Table:
    """For the coordinator: every figure."""
    rows = [Row(_name(inside), _plain(inside)) for inside in _villages(figures).values()]
    return Table(list(TITLES), rows, Row("", _plain(figures)))


def _came(rows: Sequence[Figures], public: Protected) -> Shown:
    """People who came to some meetings; withheld where one of them is."""
    cells = [public.cells[str(row.meeting.id)] for row in rows if row.came]
    withheld = next((cell for cell in cells if cell.is_withheld), None)
    return withheld or (Cell(sum(cell.count or 0 for cell in cells)) if cells else None)


def _apart(figures: Iterable[Figures], total: Cell) -> dict[str, Cell] | None:
    counted = [row.came for row in figures if row.came]
    if total.is_withheld or not counted:
        return None
    numbers = {name: sum(map(number, counted)) for name, number in BY_KIND.items()}
    people = protect({name: numbers[name] for name in ("femmes", "hommes", "enfants")})
    ways = protect({"sans": numbers["sans"], "": numbers[CAME] - numbers["sans"]})
    return {**people.cells, "sans": ways.cells["sans"]}


def participation_for_readers(figures: Sequence[Figures]) -> Table:
    """The same as far as it points at no family."""
    villages = _villages(figures)
    public = protect({str(row.meeting.id): row.came.people for row in figures if row.came})
    others = {name: protect({village: sum(map(number, inside)) for village, inside in villages.items()})
              for name, number in OF_MEETING.items()}
    rows = [Row(_name(inside), {**_held(inside), CAME: _came(inside, public),
                                **{name: table.cells[village] for name, table in others.items()}})
            for village, inside in villages.items()]
    total = Row("", {**_held(figures), CAME: public.total if public.cells else None,
                     **{name: table.total for name, table in others.items()}})
    return Table(list(FOR_READERS), rows, total, apart=_apart(figures, public.total))


def _size(cell: Shown) -> int:
    # Withheld and unknown figures are all alike here: their place must not tell what they are.
    return -1 if cell is None or cell.count is None else cell.count


def sort_rows(table: Table, asked: str) -> Table:
    """Sorted as the address asks; by the name of the village as usual."""
    order = order_of("villages", asked, {NAME, *table.columns}, usual=NAME)
    rows = sorted(table.rows, key=lambda row: spelling(row.name), reverse=order.sort == f"-{NAME}")
    if order.column != NAME:
        rows.sort(key=lambda row: _size(row.cells[order.column]), reverse=order.is_descending)
    return Table(table.columns, rows, table.total, order, table.apart)

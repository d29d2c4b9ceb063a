"""Who answered, where, how and through whom: in full, for the coordinator."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consult.desk import reading
from consult.desk.breakdowns import NUMBER, Breakdown, breakdown, sort_lines
from consult.desk.charts import Chart, columns_by_day
from consult.desk.coverage import Inhabitants, Place, coverage
from consult.desk.filters import NO_RELAY, Filters
from consult.desk.names import Names
from consult.desk.reading import Answers
from consult.web.sorting import NAME


@dataclass(frozen=True)
class Participation:
    """The answers that pass the filters, told apart in five ways."""

    total: int
    days: Breakdown
    chart: Chart
    tables: tuple[Breakdown, ...]


def places_of(answers: Answers, names: Names) -> list[Place]:
    """The places the questionnaire names, those with the fewest answers first."""
    known = {code: Inhabitants(place.population, place.population_year) if place.population else None
             for code, place in answers.territories.items() if place.kind not in {"autre", "commune"}}
    return coverage(reading.by_place(answers), names["village"], known)


def _counts(answers: Answers) -> dict[str, dict[str, int]]:
    relays = reading.by_relay(answers)
    return {
        "village": reading.by_place(answers),
        "langue": dict(reading.by_language(answers)),
        "mode": {str(mode): count for mode, count in reading.by_mode(answers).items()},
        "relais": {str(relay or NO_RELAY): count for relay, count in relays.items()}}


def _with_people(table: Breakdown, places: Mapping[str, Place]) -> Breakdown:
    lines = (replace(line, inhabitants=place.inhabitants, has_few=place.has_few)
             if (place := places.get(line.key)) else line for line in table.lines)
    return replace(table, lines=tuple(lines))


def participation(answers: Answers, names: Names, filters: Filters, sort: str) -> Participation:
    """For the coordinator. `answers` are all of them: what is missing is missing whatever is filtered."""
    shown = reading.narrow(answers, filters)
    total = len(shown)
    places = {place.code: place for place in places_of(answers, names)}
    tables = [breakdown(name, {key: count for key, count in counts.items() if count or name == "village"},
                        names[name], filters, total=total) for name, counts in _counts(shown).items()]
    tables = [_with_people(table, places) if table.name == "village" else table for table in tables]
    by_day = reading.by_day(shown)
    days = breakdown("jour", {day.isoformat(): count for day, count in by_day.items()},
                     {day.isoformat(): day.strftime("%d/%m/%Y") for day in by_day}, filters, total=total)
    return Participation(
        total, sort_days(days, sort), columns_by_day(by_day),
        tuple(sort_lines(table, sort, usual=f"-{NUMBER}") for table in tables if len(table.lines)))


def sort_days(days: Breakdown, sort: str) -> Breakdown:
    """Days sort by what they are, not by how they are written."""
    by_name = sort_lines(days, sort, usual=f"-{NAME}")
    if by_name.order.column == NUMBER:
        return by_name
    lines = sorted(days.lines, key=lambda line: line.key, reverse=by_name.order.is_descending)
    return replace(by_name, lines=tuple(lines))

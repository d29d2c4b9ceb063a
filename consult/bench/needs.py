"""Needs counted from very many responses: loading, counting, and what memory it takes.

Families are simulated once and stored again and again under new keys: what is measured does not depend on
what they say.
"""

import secrets
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from sqlalchemy import insert

from consult import clock
from consult.bench.budgets import budget
from consult.bench.site import families_of
from consult.db import db, writing
from consult.needs.estimates import Sample, Survey
from consult.needs.intervals import strata_of
from consult.needs.profiles import place_profile
from consult.needs.taxonomy import Need, shipped_taxonomy
from consult.needs.weighting import Margin, rake
from consult.responses.models import Response
from consult.responses.packing import layout, pack
from consult.responses.service import load_rows
from consult.surveys.published import PublishedSurvey

T = TypeVar("T")
BUDGET_COLD, BUDGET_WARM, BUDGET_MEMORY = 1.5, 0.1, 3.0
"""DESIGN §9, for a million responses: seconds, seconds, times the packed rows."""
AT_ONCE = 20_000


@dataclass(frozen=True)
class Line:
    """What a number of responses cost, in seconds and octets."""

    count: int
    cold: float
    """Rows read from the database."""
    first: float
    """The first needs × places, with weights and intervals."""
    warm: float
    """The same again."""
    more: float
    """A thousand new responses, and the table again from the start."""
    packed: int
    memory: int
    """What loading and counting added at their highest."""


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _rows(survey: PublishedSurvey, count: int) -> Iterator[dict[str, Any]]:
    rules, day = layout(survey.questionnaire), clock.today()
    known = [(answers, pack(rules, answers)) for answers in families_of(survey)]
    for number in range(count):
        answers, packed = known[number % len(known)]
        yield {"key": UUID(bytes=secrets.token_bytes(16)), "version_id": survey.version_id, "language": "fr",
               "mode": "self", "relay_id": None, "day": day, "answers": answers, "packed": packed,
               "digest": "", "receipt_hash": secrets.token_hex(16)}


def store(survey: PublishedSurvey, count: int) -> None:
    """Put so many responses in the database, by the ten thousand."""
    waiting: list[dict[str, Any]] = []
    for row in _rows(survey, count):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            _insert(waiting)
            waiting = []
    if waiting:
        _insert(waiting)


def _insert(rows: list[dict[str, Any]]) -> None:
    with writing():
        db.session.execute(insert(Response), rows)
        db.session.commit()


def _weighted(survey: PublishedSurvey, sample: Sample) -> Survey:
    """The survey of a random sample, raked to the number of adults."""
    column = sample.layout.columns["adultes"]
    codes = np.array([-1, -1, *range(len(column.choices))])[sample.rows[column.fields[0].name]]
    targets = {choice: 1000.0 + place for place, choice in enumerate(column.choices)}
    return Survey((sample,), shipped_taxonomy(), place_profile(survey.questionnaire["village"]),
                  strata=strata_of(rake([Margin("adultes", targets, codes)])), has_intervals=True)


def _table(survey: Survey, needs: Iterable[Need]) -> int:
    return sum(figures.expressing for need in needs for figures in survey.by_place(need).values())


def measure(survey: PublishedSurvey, count: int) -> Line:
    """One line, for the responses that are stored; a thousand are added on the way."""
    needs = list(shipped_taxonomy().needs())
    cold, first, warm, packed = _in_turn(survey, needs)
    memory = _peak(lambda: _table(_weighted(survey, _load(survey)), needs))
    store(survey, 1000)
    more, _sum = _timed(lambda: _table(_weighted(survey, _load(survey)), needs))
    return Line(count, cold, first, warm, more, packed, memory)


def _load(survey: PublishedSurvey) -> Sample:
    rules = layout(survey.questionnaire)
    return Sample(survey.questionnaire, rules, load_rows(survey.version_id, rules))


def _in_turn(survey: PublishedSurvey, needs: list[Need]) -> tuple[float, float, float, int]:
    """Seconds to load, to the first table, to the second; octets of the packed rows."""
    cold, sample = _timed(lambda: _load(survey))
    weighing, read = _timed(lambda: _weighted(survey, sample))
    first, _sum = _timed(lambda: _table(read, needs))
    warm, _sum = _timed(lambda: _table(read, needs))
    return cold, weighing + first, warm, sample.rows.nbytes


def _peak(work: Callable[[], object]) -> int:
    """The most memory that `work` held at once, in octets."""
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def report(lines: list[Line]) -> Iterable[str]:
    yield "réponses   lecture s   1er tableau s   encore s   1 000 de plus s   µs/réponse   mémoire / lignes"
    for line in lines:
        each = 1e6 * (line.cold + line.first) / line.count
        yield (f"{line.count:8} {line.cold:11.2f} {line.first:15.2f} {line.warm:10.3f} {line.more:17.2f} "
               f"{each:12.1f} {line.memory / line.packed:18.1f}")
    last = lines[-1]
    yield f"À {last.count} réponses :"
    yield budget("lecture", f"{last.cold:.2f} s", f"au plus {BUDGET_COLD} s",
                 is_kept=last.cold <= BUDGET_COLD)
    yield budget("besoins × lieux avec intervalles", f"{1000 * last.warm:.0f} ms",
                 f"au plus {1000 * BUDGET_WARM:.0f} ms", is_kept=last.warm <= BUDGET_WARM)
    ratio = last.memory / last.packed
    yield budget("mémoire", f"{ratio:.1f} × les lignes", f"au plus {BUDGET_MEMORY:.0f} ×",
                 is_kept=ratio <= BUDGET_MEMORY)

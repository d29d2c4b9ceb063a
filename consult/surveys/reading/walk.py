"""Walking through a questionnaire as a family does: what is asked, given what was answered.

Answers come from a source: what a family sent (`reading.py`), or what a simulated one says (`simulation.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from consult.surveys.expressions.evaluation import Scope
from consult.surveys.expressions.values import Value, as_boolean, as_list, as_number, as_text
from consult.surveys.reading.plan import Part, Plan, Step
from consult.surveys.reading.values import Answer, Unreadable

MOST_INSTANCES = 50
_PASSES = 50


class Given(NamedTuple):
    """What one field gave: an answer and the text expressions see, or the reason why it is none."""

    answer: Answer | None
    said: str = ""
    problem: Unreadable | None = None
    other: str = ""
    """What was written beside « other »."""


NOTHING = Given(None)


class Source(Protocol):
    """Where answers come from."""

    def answer(self, step: Step, path: str, scope: Scope) -> Given: ...
    def instances(self, part: Part, path: str) -> int: ...


Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Outside repeats, or in an instance of one."""

    prefix: str
    position: int
    values: Values
    """What expressions see from here."""
    answers: dict[str, Any]
    contacts: dict[str, Any]


class Live(NamedTuple):
    """A question that is asked, where it stands, and what was answered."""

    step: Step
    path: str
    given: Given
    place: Place


class Walk:
    """One family's way. Mutable, used once, never shared."""

    def __init__(self, plan: Plan, source: Source, *, today: date) -> None:
        self.plan, self.source = plan, source
        self.scope = Scope(today=today.isoformat())
        self.values: Values = {}
        self.within: dict[str, Values] = {}
        """What is seen from inside each instance, by its prefix."""

    def run(self) -> None:
        """Go through once, or until nothing changes where something depends on a later question."""
        self.through()
        for _ in range(_PASSES if self.plan.looks_ahead else 0):
            before = (dict(self.values), {path: dict(values) for path, values in self.within.items()})
            self.through()
            if before == (self.values, self.within):
                break

    def through(self) -> None:
        self.live: list[Live] = []
        self.relevant: list[str] = []
        self.counts: dict[str, int] = {}
        self.top = Place("", 1, self.values, {}, {})
        for part in self.plan.parts:
            self.part(part, self.top)

    def look(self, place: Place, current: str = "") -> Scope:
        scope = self.scope
        scope.values, scope.position, scope.current = place.values, place.position, current
        return scope

    def part(self, part: Part, place: Place) -> None:
        if part.relevant and not as_boolean(part.relevant(self.look(place))):
            for name in (part.name, *part.names):
                place.values.pop(name, None)
            return
        self.relevant.append(place.prefix + part.name)
        if part.section.is_repeat:
            self.repeat(part, place)
        else:
            self.items(part, place)

    def items(self, part: Part, place: Place) -> None:
        for item in part.items:
            if isinstance(item, Step):
                self.step(item, place)
            else:
                self.part(item, place)

    def repeat(self, part: Part, place: Place) -> None:
        path = place.prefix + part.name
        count = self.counts[path] = self.count(part, path, place)
        place.values[part.name] = [str(number) for number in range(1, count + 1)]
        instances = [self.instance(part, path, index, place) for index in range(count)]
        for name in part.names:
            place.values[name] = [text for own in instances for text in as_list(own.values.get(name, ""))]
        # Contacts are never among the answers, in a repeat either.
        if not part.is_contact:
            place.answers[part.name] = [own.answers for own in instances]
        if part.has_contacts:
            place.contacts[part.name] = [own.contacts for own in instances]

    def instance(self, part: Part, path: str, index: int, place: Place) -> Place:
        """Inside, a name means the instance's own answer first, then what stands outside."""
        prefix = f"{path}.{index}."
        before = self.within.get(prefix, {})
        values = {name: value for name, value in place.values.items() if name not in part.names}
        values |= {name: before[name] for name in part.names if name in before}
        self.within[prefix] = values
        self.relevant.append(prefix[:-1])
        own = Place(prefix, index + 1, values, {}, {})
        self.items(part, own)
        return own

    def count(self, part: Part, path: str, place: Place) -> int:
        """How many instances a repeat has: as its count says, or as many as were filled in."""
        if part.repeat_count is None:
            return self.source.instances(part, path)
        number = as_number(part.repeat_count(self.look(place)))
        return 0 if math.isnan(number) else int(max(0, min(MOST_INSTANCES, number)))

    def step(self, step: Step, place: Place) -> None:
        values, scope = place.values, self.look(place)
        if step.relevant and not as_boolean(step.relevant(scope)):
            values.pop(step.name, None)
            values.pop(step.other, None)
            return
        path = place.prefix + step.name
        self.relevant.append(path)
        if step.is_note:
            return
        given = self.source.answer(step, path, scope) if step.read else _computed(step, scope)
        values[step.name] = given.said
        if step.other:
            values[step.other] = given.other
        self.live.append(Live(step, path, given, place))


def _computed(step: Step, scope: Scope) -> Given:
    value: Value = step.calculation(scope) if step.calculation else step.question.default
    if isinstance(value, float):
        # What cannot be computed yet is no answer, and JSON has no word for it.
        return Given(value, as_text(value)) if math.isfinite(value) else NOTHING
    text = as_text(value)
    return Given(text or None, text)

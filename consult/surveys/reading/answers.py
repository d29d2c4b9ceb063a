"""A family's form read with the rules of its questionnaire: the server's word on what was asked and answered.

Only what was asked is kept. An answer is there when given, None when asked and left open, absent when not
asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.errors import N_
from consult.surveys.expressions.evaluation import Scope
from consult.surveys.expressions.values import as_boolean
from consult.surveys.questions import OTHER, Question, Questionnaire
from consult.surveys.reading.form import Form
from consult.surveys.reading.plan import Step, plan_of
from consult.surveys.reading.walk import Live, Walk
from consult.text import Localized

REQUIRED = N_("Répondez à cette question.")
REFUSED = N_("Cette réponse n’est pas possible. Vérifiez-la.")
NO_LONGER = N_("Ce choix ne va plus avec vos autres réponses. Choisissez à nouveau.")


@dataclass(frozen=True)
class Problem:
    """Something to correct. `message` is the author's, or a French sentence of ours with its values."""

    field: str
    question: Question
    message: Localized | str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    answers: dict[str, Any]
    contacts: dict[str, Any]
    """Answers of contact sections, which must never stand beside the others."""
    problems: tuple[Problem, ...] = ()
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    """How many instances each repeat has, by its path."""
    relevant: frozenset[str] = frozenset()
    """Paths of the sections, instances and questions that are asked."""
    values: Mapping[str, str | list[str]] = dataclasses.field(default_factory=dict)
    """What expressions see outside repeats, calculations included."""
    within: Mapping[str, Mapping[str, str | list[str]]] = dataclasses.field(default_factory=dict)
    """The same from inside each instance of a repeat, by its prefix: `children.0.`"""

    def scope(self, prefix: str = "") -> Scope:
        """What a label at this place can name, for `fill_in`."""
        return Scope(self.within.get(prefix, self.values))


def _problem(live: Live, message: Localized | str, **values: object) -> Problem:
    return Problem(live.path, live.step.question, message, values)


def _check(live: Live, walk: Walk) -> Problem | None:
    """What is wrong with an answer that has a rule or could not be read, the first thing first."""
    step, given = live.step, live.given
    if given.problem:
        return _problem(live, given.problem.sentence, **given.problem.values)
    scope = walk.look(live.place, given.said)
    if given.answer is None:
        missing = step.required and as_boolean(step.required(scope))
        return _problem(live, step.question.required_message or REQUIRED) if missing else None
    if step.choice_filter and not all(is_offered(step, name, scope) for name in given.said.split(" ")):
        return _problem(live, NO_LONGER)
    if step.constraint and not as_boolean(step.constraint(scope)):
        return _problem(live, step.question.constraint_message or REFUSED)
    return None


def is_offered(step: Step, name: str, scope: Scope) -> bool:
    """Whether the choice filter lets a choice through."""
    scope.row = step.rows.get(name, {})
    return step.choice_filter is None or as_boolean(step.choice_filter(scope))


def check(walk: Walk) -> Iterator[Problem]:
    """Put every answer where it goes, and tell what must be corrected."""
    for live in walk.live:
        target = live.place.contacts if live.step.is_contact else live.place.answers
        target[live.step.name] = live.given.answer
        if live.step.other and OTHER in live.given.said.split(" "):
            target[live.step.other] = live.given.other or None
        if (live.step.is_checked or live.given.problem) and (problem := _check(live, walk)):
            yield problem


def read(questionnaire: Questionnaire, fields: Iterable[tuple[str, str]], *, today: date) -> Reading:
    """What a form says. Raises `Tampered` for what our page cannot have sent."""
    plan = plan_of(questionnaire)
    form = Form(plan)
    form.take_all(fields)
    form.read()
    walk = Walk(plan, form, today=today)
    walk.run()
    problems = tuple(check(walk))
    relevant = frozenset(walk.relevant)
    within = {prefix: values for prefix, values in walk.within.items() if prefix[:-1] in relevant}
    return Reading(
        walk.top.answers, walk.top.contacts, problems, walk.counts, relevant, walk.values, within)

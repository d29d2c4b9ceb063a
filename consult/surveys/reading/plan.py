"""What reading answers needs to know of a questionnaire, worked out once: many families send at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from consult.surveys.expressions.evaluation import Evaluator, evaluator
from consult.surveys.expressions.parsing import references
from consult.surveys.questions import ASKED, OTHER, Expression, Kind, Question, Questionnaire, Section
from consult.surveys.reading.values import READERS, Reader

APART = "table séparée"
"""What an author writes in `sensitivity` for an answer that must not stand beside the others."""
KEPT_PLANS = 64


@dataclass(frozen=True, slots=True)
class Step:
    """A question, its rules ready to be evaluated."""

    question: Question
    name: str
    is_contact: bool
    read: Reader | None
    """None for what a family does not answer."""
    relevant: Evaluator | None
    required: Evaluator | None
    constraint: Evaluator | None
    calculation: Evaluator | None
    choice_filter: Evaluator | None
    rows: Mapping[str, Mapping[str, str]]
    """For the choice filter: each choice's columns, and its name."""
    other: str
    """Name of the answer that says what « other » is; empty where it is not offered."""
    is_note: bool
    """Whether it is read, and asks for nothing."""
    is_checked: bool
    """Whether anything said about an answer can make it wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """A group or a repeat."""

    section: Section
    name: str
    items: tuple[Step | Part, ...]
    is_contact: bool
    has_contacts: bool
    relevant: Evaluator | None
    repeat_count: Evaluator | None
    names: tuple[str, ...]
    """Everything inside that an expression can look at."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the page's form: an answer, the place of a choice in a ranking, a line for « other »…"""

    step: Step | None = None
    is_single: bool = True
    """Whether it comes once at most."""
    is_other: bool = False
    choice: str = ""


COUNT = Field()
"""How many instances of a repeat the page shows."""


@dataclass(frozen=True)
class Plan:
    parts: tuple[Part, ...]
    looks_ahead: bool
    """Whether some condition or calculation depends on a question asked later."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """By name; `*` stands for the number of an instance."""


def _ready(expression: Expression | None) -> Evaluator | None:
    return evaluator(expression.tree) if expression else None


def _contact_names(section: Section, inherited: bool = False) -> Iterator[str]:
    apart = inherited or section.is_contact
    for item in section.items:
        if isinstance(item, Section):
            yield from _contact_names(item, apart)
        elif apart or APART in item.sensitivity:
            yield item.name


def contact_names(questionnaire: Questionnaire) -> frozenset[str]:
    """Questions whose answers are kept with the contacts, and what is computed from those."""
    names = {name for section in questionnaire.sections for name in _contact_names(section)}
    computed = [(question.name, references(question.calculation.tree))
                for question in questionnaire.questions() if question.calculation]
    for _ in computed:
        names |= {name for name, seen in computed if seen & names}
    return frozenset(names)


def _step(question: Question, contacts: frozenset[str]) -> Step:
    rows: dict[str, Mapping[str, str]] = {}
    if question.choice_filter:
        rows = {choice.name: {**choice.filters, "name": choice.name} for choice in question.choices}
    rules = (question.required, question.constraint, question.choice_filter)
    return Step(
        question, question.name, question.name in contacts,
        READERS[question.kind](question) if question.kind in ASKED else None,
        _ready(question.relevant), _ready(question.required), _ready(question.constraint),
        _ready(question.calculation), _ready(question.choice_filter), rows,
        f"{question.name}_{OTHER}" if question.or_other else "", question.kind is Kind.NOTE,
        question.kind in ASKED and any(rules))


def _names(items: tuple[Step | Part, ...]) -> Iterator[str]:
    for item in items:
        yield item.name
        if isinstance(item, Part):
            yield from item.names
        elif item.other:
            yield item.other


def _part(section: Section, contacts: frozenset[str], inherited: bool = False) -> Part:
    apart = inherited or section.is_contact
    items = tuple(_part(item, contacts, apart) if isinstance(item, Section) else _step(item, contacts)
                  for item in section.items)
    has_contacts = any(item.has_contacts if isinstance(item, Part) else item.is_contact for item in items)
    return Part(section, section.name, items, apart, has_contacts, _ready(section.relevant),
                _ready(section.repeat_count), tuple(_names(items)))


def _looked_at(item: Question | Section) -> set[str]:
    """Names that decide whether an item is asked, or what it is."""
    computed = item.repeat_count if isinstance(item, Section) else item.calculation
    own = [expression for expression in (item.relevant, computed) if expression]
    return {name for expression in own for name in references(expression.tree)}


def _looks_ahead(items: tuple[Question | Section, ...], known: set[str]) -> bool:
    """Whether something depends on a name that is not known yet; adds to `known` what comes by."""
    for item in items:
        if _looked_at(item) - known:
            return True
        if isinstance(item, Section) and _looks_ahead(item.items, known):
            return True
        known |= {item.name} if isinstance(item, Section) else {item.name, f"{item.name}_{OTHER}"}
    return False


def _own_fields(step: Step, path: str) -> Iterator[tuple[str, Field]]:
    if step.question.kind is Kind.NOTE:
        return
    if step.question.kind is Kind.RANK:
        for choice in step.question.choices:
            yield f"{path}/{choice.name}", Field(step, choice=choice.name)
    else:
        yield path, Field(step, step.question.kind is not Kind.MULTIPLE)
    if step.other:
        yield f"{path}_{OTHER}", Field(step, is_other=True)


def _fields(items: tuple[Step | Part, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    for item in items:
        path = prefix + item.name
        if isinstance(item, Step):
            yield from _own_fields(item, path)
        elif item.section.is_repeat:
            yield f"{path}#", COUNT
            yield from _fields(item.items, f"{path}.*.")
        else:
            yield from _fields(item.items, prefix)


def make_plan(questionnaire: Questionnaire) -> Plan:
    contacts = contact_names(questionnaire)
    parts = tuple(_part(section, contacts) for section in questionnaire.sections)
    return Plan(parts, _looks_ahead(questionnaire.sections, set()), dict(_fields(parts)))


_plans: dict[int, tuple[Questionnaire, Plan]] = {}


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire, kept as long as it is among the last ones used."""
    # By identity: a questionnaire is large to compare, and the kept reference keeps the identity its own.
    known = _plans.get(id(questionnaire))
    if known:
        return known[1]
    if len(_plans) >= KEPT_PLANS:
        _plans.clear()
    plan = make_plan(questionnaire)
    _plans[id(questionnaire)] = (questionnaire, plan)
    return plan

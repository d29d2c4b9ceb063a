"""What a family sent, field by field, read once whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consult.surveys.expressions.evaluation import Scope
from consult.surveys.questions import OTHER
from consult.surveys.reading.plan import Field, Part, Plan, Step
from consult.surveys.reading.values import (
    LONGEST,
    Reader,
    Tampered,
    Unreadable,
    clean,
    most_letters,
    said,
    short_text,
)
from consult.surveys.reading.walk import MOST_INSTANCES, NOTHING, Given

MOST_FIELDS = 5000
_INSTANCE = re.compile(r"\.(\d+)\.", re.ASCII)


def _find(plan: Plan, name: str) -> Field:
    """The field of an instance's question: `children.3.age` is known as `children.*.age`."""
    for number in _INSTANCE.findall(name):
        if len(number) > 2 or int(number) >= MOST_INSTANCES or str(int(number)) != number:
            raise Tampered
    known = plan.fields.get(_INSTANCE.sub(".*.", name))
    if known is None or "*" in name:
        raise Tampered
    return known


def _check_count(text: str) -> None:
    if text and (not text.isdecimal() or len(text) > 3 or int(text) > MOST_INSTANCES):
        raise Tampered


class Form:
    """What a family sent, by path."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.raw: dict[str, tuple[Step, list[str]]] = {}
        self.parts: dict[str, str] = {}
        self.filled: dict[str, int] = {}
        """How many instances of each repeat have something in them, empty ones between included."""
        self.given: dict[str, Given] = {}

    def take_all(self, fields: Iterable[tuple[str, str]]) -> None:
        take = self.take
        for number, (name, text) in enumerate(fields):
            if number >= MOST_FIELDS or len(text) > LONGEST:
                raise Tampered
            if name[:1] != "_":
                take(name, text)

    def take(self, name: str, text: str) -> None:
        known = self.plan.fields.get(name)
        if known is None or "*" in name:
            known = _find(self.plan, name)
        step = known.step
        if step is None:
            _check_count(clean(text))
        elif step.read:
            self.take_answer(known, step, name, clean(text))

    def take_answer(self, known: Field, step: Step, name: str, text: str) -> None:
        if known.is_other or known.choice:
            self.take_part(known, step, name, text)
        elif name not in self.raw:
            self.raw[name] = (step, [text] if text else [])
        elif known.is_single:
            raise Tampered
        elif text:
            self.raw[name][1].append(text)
        if text and "." in name and text != step.question.default:
            self.fill(name)

    def take_part(self, known: Field, step: Step, name: str, text: str) -> None:
        """What is beside « other », or the place of one choice."""
        if name in self.parts:
            raise Tampered
        self.parts[name] = text
        if known.choice and text:
            path = name[:-len(known.choice) - 1]
            self.raw.setdefault(path, (step, []))[1].append(f"{text}/{known.choice}")

    def fill(self, name: str) -> None:
        for found in _INSTANCE.finditer(name):
            repeat = name[:found.start()]
            self.filled[repeat] = max(self.filled.get(repeat, 0), int(found[1]) + 1)

    def read(self) -> None:
        """Every answer is read, asked or not: what no page can have sent is refused wherever it stands."""
        for path, (step, texts) in self.raw.items():
            if texts and step.read:
                self.given[path] = self.read_one(step.read, step, path, texts)

    def read_one(self, reader: Reader, step: Step, path: str, texts: list[str]) -> Given:
        try:
            answer = reader(texts)
            if not step.other or OTHER not in texts:
                return Given(answer, answer if isinstance(answer, str) else said(answer))
            other = short_text(self.parts.get(f"{path}_{OTHER}", ""), most=most_letters(step.question))
            return Given(answer, said(answer), None, other)
        except Unreadable as problem:
            return Given(None, "", problem)

    def answer(self, step: Step, path: str, scope: Scope) -> Given:
        return self.given.get(path, NOTHING)

    def instances(self, part: Part, path: str) -> int:
        return self.filled.get(path, 0)

"""Simulated families, for demonstrations and measures: they walk through a questionnaire as real ones do.

Their answers are invented, obey the questionnaire's own rules, and arrive as the fields of a form, so that
they take the same way as everybody's. The weights in `data/simulation.json` describe no population.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from consult.errors import N_, Refused
from consult.surveys.expressions.evaluation import Scope, evaluator
from consult.surveys.expressions.parsing import parse
from consult.surveys.expressions.values import as_boolean, as_text
from consult.surveys.questions import OTHER, Kind, Question, Questionnaire
from consult.surveys.reading.answers import is_offered, read
from consult.surveys.reading.plan import Part, Step, plan_of
from consult.surveys.reading.values import Unreadable, bounds, choice_names, said
from consult.surveys.reading.walk import NOTHING, Given, Walk
from consult.surveys.simulation_texts import written
from consult.territories.reference import places

DATA = Path(__file__).parent / "data" / "simulation.json"
ATTEMPTS = 40
FAMILIES = 50
USUALLY_ANSWERED = 0.88
ALONE_WEIGHT = 0.1
SMALL_NUMBERS = (8, 30, 28, 18, 10, 6)
HOW_MANY_CHOICES = (50, 32, 18)
HOW_MANY_INSTANCES = (5, 45, 32, 18)
_WIDER = (12, 50, 120, 2030, 100_000)


class NoPlausibleFamily(Refused):
    """The rules of the questionnaire refuse every answer that was tried."""

    sentence = N_("Aucune famille simulée ne trouve de réponse possible à la question « %(name)s ».")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    for rules in (*data["numbers"].values(), *data["choices"].values()):
        for rule in rules:
            rule["when"] = evaluator(parse(rule.get("when", "true()")).tree)
    return data


@cache
def _populations() -> dict[str, int | None]:
    return {place.code: place.population for place in places()}


def _by_population(names: Sequence[str]) -> dict[str, float] | None:
    """Weights of a list of places; one whose population is not known counts as half the smallest known."""
    known = {name: people for name in names if (people := _populations().get(name))}
    if len(known) < 2:
        return None
    return {name: known.get(name, min(known.values()) / 2) for name in names}


def _usual_weights(names: Sequence[str]) -> dict[str, float]:
    alone = set(_data()["alone"])
    return {name: (ALONE_WEIGHT if name in alone and place > 1 else 1.0) / (1 + 0.15 * place)
            for place, name in enumerate(names)}


def _ruled(rules: Sequence[Mapping[str, Any]], scope: Scope) -> dict[str, float]:
    """The weights of the first rule that holds."""
    return next((rule["weights"] for rule in rules if as_boolean(rule["when"](scope))), {})


def _weights(step: Step, scope: Scope) -> dict[str, float]:
    names = [name for name in choice_names(step.question) if is_offered(step, name, scope)]
    ruled = _ruled(_data()["choices"].get(step.name, ()), scope)
    usual = {name: ruled[name] for name in names if name in ruled}
    return usual or _by_population(names) or _usual_weights(names)


class Proposal:
    """One attempt at answering one question."""

    def __init__(self, step: Step, scope: Scope, rng: random.Random, attempt: int) -> None:
        self.step, self.scope, self.rng, self.attempt = step, scope, rng, attempt

    @property
    def question(self) -> Question:
        return self.step.question

    def pick(self, weights: Mapping[str, float], count: int = 1) -> list[str]:
        left = dict(weights)
        chosen: list[str] = []
        while left and len(chosen) < count:
            name = self.rng.choices(list(left), list(left.values()))[0]
            chosen.append(name)
            del left[name]
        return chosen

    def one(self) -> list[str]:
        return self.pick(_weights(self.step, self.scope))

    def several(self) -> list[str]:
        count = self.rng.choices(range(1, 4), HOW_MANY_CHOICES)[0]
        chosen = self.pick(_weights(self.step, self.scope), 1 if self.attempt > ATTEMPTS // 2 else count)
        alone = [name for name in chosen if name in _data()["alone"]]
        return alone[:1] or chosen

    def ranking(self) -> list[str]:
        names = self.pick(_weights(self.step, self.scope), len(self.question.choices))
        return [f"{place}/{name}" for place, name in enumerate(names, start=1)]

    def whole(self) -> list[str]:
        ruled = _ruled(_data()["numbers"].get(self.step.name, ()), self.scope)
        if ruled and self.attempt < ATTEMPTS // 2:
            return self.pick(ruled)
        if self.attempt < ATTEMPTS // 4:
            return [str(self.rng.choices(range(6), SMALL_NUMBERS)[0])]
        return [str(self.rng.randint(0, self.rng.choice(_WIDER)))]

    def decimal(self) -> list[str]:
        return [f"{self.whole()[0]},{self.rng.choice('05')}"]

    def slider(self) -> list[str]:
        start, end, step = bounds(self.question)
        steps = int(abs(end - start) / step + 1e-9)
        return [as_text(round(start + (1 if end >= start else -1) * step * self.rng.randint(0, steps), 9))]

    def day(self) -> list[str]:
        today = date.fromisoformat(self.scope.today)
        away = timedelta(days=self.rng.randint(0, self.rng.choice((400, 1800, 20_000))))
        return [(today + away if self.attempt % 3 == 2 else today - away).isoformat()]

    def time(self) -> list[str]:
        return [f"{self.rng.randint(5, 20):02}:{self.rng.choice(('00', '30'))}"]

    def text(self) -> list[str]:
        return [written(self.question, _data(), self.rng, self.attempt)]


PROPOSALS: Mapping[Kind, Callable[[Proposal], list[str]]] = {
    Kind.TEXT: Proposal.text,
    Kind.INTEGER: Proposal.whole,
    Kind.DECIMAL: Proposal.decimal,
    Kind.RANGE: Proposal.slider,
    Kind.DATE: Proposal.day,
    Kind.TIME: Proposal.time,
    Kind.ONE: Proposal.one,
    Kind.MULTIPLE: Proposal.several,
    Kind.RANK: Proposal.ranking,
    Kind.ACKNOWLEDGE: lambda proposal: ["OK"],
}
"""What a simulated family may type or tick, by kind of question."""


class _Family:
    """A source of answers that makes them up, each once."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.given: dict[str, tuple[Given, list[str]]] = {}
        self.repeats: dict[str, int] = {}

    def answer(self, step: Step, path: str, scope: Scope) -> Given:
        if path not in self.given:
            self.given[path] = self.make_up(step, scope) if self.answers(step, scope) else (NOTHING, [])
        return self.given[path][0]

    def answers(self, step: Step, scope: Scope) -> bool:
        if step.required and as_boolean(step.required(scope)):
            return True
        share: float = _data()["answered"].get(step.name, USUALLY_ANSWERED)
        return self.rng.random() < share

    def make_up(self, step: Step, scope: Scope) -> tuple[Given, list[str]]:
        for attempt in range(ATTEMPTS):
            texts = PROPOSALS[step.question.kind](Proposal(step, scope, self.rng, attempt))
            given = self.accepted(step, texts, scope) if texts else None
            if given:
                return given, texts
        return NOTHING, []

    def accepted(self, step: Step, texts: list[str], scope: Scope) -> Given | None:
        try:
            answer = step.read(texts) if step.read else ""
        except Unreadable:
            return None
        scope.current = said(answer)
        if step.constraint and not as_boolean(step.constraint(scope)):
            return None
        other = str(self.rng.choice(_data()["sentences"])) if step.other and OTHER in texts else ""
        return Given(answer, said(answer), None, other)

    def instances(self, part: Part, path: str) -> int:
        return self.repeats.setdefault(path, self.rng.choices(range(4), HOW_MANY_INSTANCES)[0])

    def fields(self, walk: Walk) -> list[tuple[str, str]]:
        """What a browser would send of the questions that are asked."""
        fields = [(f"{path}#", str(count)) for path, count in walk.counts.items()]
        for live in walk.live:
            _, texts = self.given.get(live.path, (NOTHING, []))
            is_rank = live.step.question.kind is Kind.RANK
            fields += [_ranked(live.path, text) if is_rank else (live.path, text) for text in texts]
            if live.given.other:
                fields.append((f"{live.path}_{OTHER}", live.given.other))
        return fields


def _ranked(path: str, text: str) -> tuple[str, str]:
    place, _, name = text.partition("/")
    return f"{path}/{name}", place


def plausible_fields(
        questionnaire: Questionnaire, *, rng: random.Random, today: date) -> list[tuple[str, str]]:
    """The form of one simulated family; reading it finds nothing to correct."""
    problem = None
    for _ in range(FAMILIES):
        family = _Family(rng)
        walk = Walk(plan_of(questionnaire), family, today=today)
        walk.run()
        fields = family.fields(walk)
        problems = read(questionnaire, fields, today=today).problems
        if not problems:
            return fields
        problem = problems[0]
    raise NoPlausibleFamily(name=problem.question.name if problem else "")

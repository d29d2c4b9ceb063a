"""The whole of it: a stranger, then somebody of each role, at each page and each form."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from flask import Flask

from consult.bench.budgets import budget
from consult.bench.fuzz.attacks import Target, attempts
from consult.bench.fuzz.described import Described
from consult.bench.fuzz.ground import STRANGER, WHO, Ground
from consult.bench.fuzz.known import Known, explore
from consult.bench.fuzz.watch import LONGEST_SECONDS, Fault, Verdict, Watch
from consult.staff.models import Role
from consult.web.openapi.document import operations
from consult.web.openapi.reading import inputs_of

DESCRIBED = 0.3
"""Share of the requests that schemathesis makes; the others are our own attacks."""
WORTH_DESCRIBING = 10
CHANGED = frozenset({200, 201, 302, 303})
"""Statuses of a form after which something may be stored."""
STARTS = ("/", "/fr/", "/swb/", "/staff/")


@dataclass(frozen=True)
class Plan:
    requests: int
    seed: int
    pages: int = 2
    """How many pages of a kind are opened to learn what leads where."""


@dataclass(frozen=True)
class Turn:
    """Somebody at an address, so many times."""

    who: str
    address: str
    target: Target
    count: int


def known_of(ground: Ground, starts: Iterable[str], *, pages: int) -> Known:
    """What a coordinator finds by following links from these pages."""
    client = ground.app.test_client()
    name, _equals, token = ground.cookies[Role.COORDINATOR.value].partition("=")
    client.set_cookie(name, token)
    return explore(ground.app, client, starts, pages=pages)


def _targets(app: Flask, known: Known) -> Iterator[tuple[str, Target]]:
    for address, method, rule in operations(app):
        names = tuple(sorted(inputs_of(app.view_functions[rule.endpoint]).query - {"*"}))
        yield address, Target(rule, method, known, names)


def _weight(app: Flask, who: str, target: Target) -> int:
    """Those who may open a page try it most; the others are shown out at the door."""
    roles = getattr(app.view_functions[target.rule.endpoint], "roles", None)
    is_let_in = who in roles if isinstance(roles, frozenset) else who == STRANGER
    return (3 if target.method == "POST" else 2) if is_let_in else 0


def _turns(app: Flask, known: Known, plan: Plan) -> Iterator[Turn]:
    """Pages first, forms last; where there are fewer requests than turns, some are drawn."""
    rng, targets = Random(plan.seed), list(_targets(app, known))
    weighed = [(who, address, target, _weight(app, who, target)) for who in WHO
               for address, target in targets]
    total = sum(weight for *_where, weight in weighed)
    for who, address, target, weight in sorted(weighed, key=lambda turn: turn[2].method):
        share = (weight or 0.1) * plan.requests / total
        count = int(share) + (rng.random() < share % 1)
        if count:
            yield Turn(who, address, target, count)


class _Fuzz:
    def __init__(self, ground: Ground, plan: Plan, known: Known) -> None:
        self.ground, self.plan, self.known = ground, plan, known
        self.watch = Watch(ground.app)
        self.rng = Random(plan.seed)

    @cached_property
    def described(self) -> Described:
        return Described(self.ground.app)

    def _send(self, environ: dict[str, Any]) -> None:
        self.watch(environ, lambda *_words: None)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} and self.watch.last_status in CHANGED:
            for harm in self.ground.harmed():
                self.watch.verdict.note(Fault(f"harm: {harm}", environ["PATH_INFO"][:200]))
            self.ground.put_back()

    def take(self, turn: Turn) -> None:
        cookie = self.ground.cookies[turn.who]
        # A handful is not worth the time that schemathesis takes to make the first one.
        described = int(turn.count * DESCRIBED) if turn.count >= WORTH_DESCRIBING else 0
        if described:
            self.described.send(turn.address, turn.target, count=described, seed=self.plan.seed,
                                send=lambda environ: self._send({**environ, "HTTP_COOKIE": cookie}))
        for attempt in attempts(turn.target, self.rng, turn.count - described):
            self._send(attempt.environ(cookie))


def run(app: Flask, plan: Plan, *, starts: Iterable[str] = (),
        show: Callable[[list[Turn]], Iterable[Turn]] = iter) -> Verdict:
    """Attack a site of demonstration, whose forms ask for no token; `starts` are pages no link leads to."""
    ground = Ground(app)
    known = known_of(ground, [*STARTS, *starts], pages=plan.pages)
    ground.put_back()
    fuzz = _Fuzz(ground, plan, known)
    for turn in show(list(_turns(app, known, plan))):
        fuzz.take(turn)
    return fuzz.watch.verdict


def report(verdict: Verdict) -> Iterator[str]:
    """The verdict, in French, as a command prints it."""
    yield f"{verdict.requests} demandes."
    for status, count in sorted(verdict.statuses.items()):
        yield f"  {status}  {count}"
    slowest = verdict.slowest[0][0] if verdict.slowest else 0.0
    yield budget("demande la plus longue", f"{slowest:.2f} s", f"au plus {LONGEST_SECONDS:.0f} s",
                 is_kept=slowest <= LONGEST_SECONDS)
    for seconds, request in verdict.slowest[:5]:
        yield f"    {seconds:.2f} s  {request[:100]}"
    yield budget("fautes", str(len(verdict.faults)), "aucune", is_kept=not verdict.faults)
    for fault in verdict.faults.values():
        yield f"\n{fault.what}\n  {fault.request}\n{fault.trace}"

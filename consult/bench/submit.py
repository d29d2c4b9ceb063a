"""Durable submissions per second, beside an empty view that gets the same forms on the same server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.bench.budgets import budget
from consult.bench.load import Load, Measured, Request, run_apart

ROUNDS = 2
WARM_UP_SECONDS = 1.0
BUDGET_RATE, BUDGET_P99, BUDGET_RATIO = 800, 100, 0.4
"""DESIGN §9, for 32 clients on SQLite with two cores."""


@dataclass(frozen=True)
class Line:
    clients: int
    ours: Measured
    empty: Measured

    @property
    def ratio(self) -> float:
        return self.ours.rate / self.empty.rate if self.empty.rate else 0.0


@dataclass(frozen=True)
class Measures:
    """A line for each number of clients, and the receipt of every answer that was acknowledged."""

    lines: tuple[Line, ...]
    receipts: tuple[str, ...]


def measure(*, port: int, empty_port: int, requests: Sequence[Request], clients: Iterable[int],
            seconds: float) -> Measures:
    """Ours and the empty view in turn, so that what else the machine does weighs on both."""
    warm_up = run_apart(Load(port, 2, min(seconds, WARM_UP_SECONDS), requests, b"303"))
    lines = tuple(_line(number, seconds, Load(port, number, seconds / ROUNDS, requests, b"303"),
                        Load(empty_port, number, seconds / ROUNDS / 2, requests)) for number in clients)
    measured = (warm_up, *(line.ours for line in lines))
    return Measures(lines, tuple(receipt for each in measured for receipt in each.receipts))


def _line(number: int, seconds: float, ours: Load, empty: Load) -> Line:
    line = Line(number, Measured(), Measured())
    for _ in range(ROUNDS):
        line = Line(number, line.ours.with_more(run_apart(ours)), line.empty.with_more(run_apart(empty)))
    return line


def report(lines: Sequence[Line]) -> Iterable[str]:
    """The table, then the budgets beside what was measured."""
    yield "clients   envois/s   p50 ms   p99 ms   erreurs   vue vide/s   rapport"
    for line in lines:
        ours = line.ours
        p50, p99 = ours.milliseconds(0.5), ours.milliseconds(0.99)
        yield (f"{line.clients:7} {ours.rate:10.0f} {p50:8.1f} {p99:8.1f} {ours.errors.total():9} "
               f"{line.empty.rate:12.0f} {line.ratio:9.2f}")
    most = max(lines, key=lambda line: line.clients)
    rate, p99, ratio = most.ours.rate, most.ours.milliseconds(0.99), most.ratio
    yield f"À {most.clients} clients :"
    yield budget("envois durables", f"{rate:.0f}/s", f"au moins {BUDGET_RATE}/s", is_kept=rate >= BUDGET_RATE)
    yield budget("p99", f"{p99:.0f} ms", f"au plus {BUDGET_P99} ms", is_kept=p99 <= BUDGET_P99)
    yield budget("débit contre vue vide", f"{ratio:.2f}", f"au moins {BUDGET_RATIO}",
                 is_kept=ratio >= BUDGET_RATIO)
    for line in lines:
        for name, count in line.ours.errors.items():
            yield f"  erreur à {line.clients} clients : {name} × {count}"

"""What a page and a sending cost, from a thousand stored answers to a million: the same, we promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.bench import page, submit
from consult.bench.budgets import budget
from consult.bench.load import Request

CLIENTS = 8
BUDGET_GROWTH = 1.25
"""The cost of a request with the most answers stored, beside the least; what is above is not noise."""


@dataclass(frozen=True)
class Line:
    """Each with its own empty view beside it: the machine may have changed its pace meanwhile."""

    stored: int
    page: page.Speed
    sending: submit.Line

    @property
    def sending_cost(self) -> float:
        """How many empty views a sending is worth."""
        return 1 / self.sending.ratio if self.sending.ratio else float("inf")


def measure(stored: int, *, port: int, empty_port: int, requests: Sequence[Request], seconds: float) -> Line:
    sent = submit.measure(
        port=port, empty_port=empty_port, requests=requests, clients=[CLIENTS], seconds=seconds)
    return Line(stored, page.measure_speed(port=port, empty_port=empty_port, seconds=seconds), sent.lines[0])


def _growth(name: str, first: float, last: float) -> str:
    growth = last / first
    return budget(name, f"× {growth:.2f}", f"au plus × {BUDGET_GROWTH}", is_kept=growth <= BUDGET_GROWTH)


def report(lines: Sequence[Line]) -> Iterable[str]:
    yield "réponses   page/s   × vue vide   envois/s   p99 ms   × vue vide   erreurs"
    for line in lines:
        sent = line.sending.ours
        yield (f"{line.stored:8} {line.page.ours.rate:8.0f} {line.page.ratio:12.2f} {sent.rate:10.0f} "
               f"{sent.milliseconds(0.99):8.1f} {line.sending_cost:12.2f} "
               f"{sent.errors.total() + line.page.ours.errors.total():9}")
    first, last = lines[0], lines[-1]
    yield f"De {first.stored} à {last.stored} réponses :"
    yield _growth("page", first.page.ratio, last.page.ratio)
    yield _growth("envoi", first.sending_cost, last.sending_cost)

"""What this process counts while it works, for whoever watches it: Prometheus' text format, written here.

Context: a client library costs megabytes of a small server. Choice: integers in dictionaries under one lock,
a microsecond each. Consequence: each process tells its own counts, and whoever reads them adds them up.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock

Labels = tuple[str, ...]
_lock = Lock()


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def sample(name: str, value: float, names: Sequence[str] = (), labels: Sequence[str] = ()) -> str:
    """One line: `name{label="value"} 3`."""
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in zip(names, labels, strict=True))
    return f"{name}{{{pairs}}} {value:.12g}" if pairs else f"{name} {value:.12g}"


@dataclass(frozen=True)
class Head:
    """What a metric is called, what it means, and what tells its values apart."""

    name: str
    meaning: str
    labels: Labels = ()

    def lines(self, kind: str) -> Iterator[str]:
        yield f"# HELP {self.name} {self.meaning}"
        yield f"# TYPE {self.name} {kind}"


class Counter:
    """How often something happened since the process started."""

    def __init__(self, name: str, meaning: str, labels: Labels = ()) -> None:
        self.head = Head(name, meaning, labels)
        self._values: dict[Labels, int] = {} if labels else {(): 0}

    def add(self, *labels: str) -> None:
        with _lock:
            self._values[labels] = self._values.get(labels, 0) + 1

    def value(self, *labels: str) -> int:
        return self._values.get(labels, 0)

    def lines(self) -> Iterator[str]:
        yield from self.head.lines("counter")
        with _lock:
            values = sorted(self._values.items())
        for labels, value in values:
            yield sample(self.head.name, value, self.head.labels, labels)


class Histogram:
    """How large something was, each time, by classes."""

    def __init__(self, name: str, meaning: str, bounds: Sequence[float], labels: Labels = ()) -> None:
        self.head, self.bounds = Head(name, meaning, labels), tuple(bounds)
        self._values: dict[Labels, list[float]] = {}

    def observe(self, value: float, *labels: str) -> None:
        place = bisect_left(self.bounds, value)
        with _lock:
            found = self._values.get(labels)
            if found is None:
                # A count for each class, one for what is beyond the last bound, then the sum.
                found = self._values[labels] = [0.0] * (len(self.bounds) + 2)
            found[place] += 1
            found[-1] += value

    def count(self, *labels: str) -> int:
        return int(sum(self._values.get(labels, (0.0,))[:-1]))

    def lines(self) -> Iterator[str]:
        yield from self.head.lines("histogram")
        with _lock:
            values = sorted((labels, list(found)) for labels, found in self._values.items())
        for labels, found in values:
            yield from self._one(labels, found)

    def _one(self, labels: Labels, found: Sequence[float]) -> Iterator[str]:
        name, names = self.head.name, self.head.labels
        up_to = list(accumulate(found[:-1]))
        for bound, count in zip([*(f"{bound:g}" for bound in self.bounds), "+Inf"], up_to, strict=True):
            yield sample(f"{name}_bucket", count, (*names, "le"), (*labels, bound))
        yield sample(f"{name}_sum", found[-1], names, labels)
        yield sample(f"{name}_count", up_to[-1], names, labels)


REQUESTS = Histogram(
    "consult_request_seconds", "Time until an answer began to leave, by rule, never by address.",
    (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5), ("method", "rule", "status"))
UNAVAILABLE = Counter("consult_unavailable_total", "Answers 503: storage refused, or not ready.", ("rule",))
RESPONSES = Counter("consult_responses_stored_total", "Questionnaires stored for the first time.")
SIGN_UPS = Counter("consult_sign_ups_stored_total", "Sign-ups to meetings taken in, corrections included.")
BATCHES = Histogram("consult_commit_batch", "Works that shared one commit (SQLite).",
                    (1, 2, 4, 8, 16, 32, 64, 128, 256))
UNLOGGED = Counter("consult_log_lines_dropped_total", "Lines that whoever reads the log was too slow for.")
COUNTED = (REQUESTS, UNAVAILABLE, RESPONSES, SIGN_UPS, BATCHES, UNLOGGED)


def gauge(name: str, meaning: str, values: Iterable[tuple[Labels, float]],
          labels: Labels = ()) -> Iterator[str]:
    """What is so at this moment."""
    yield from Head(name, meaning, labels).lines("gauge")
    for given, value in values:
        yield sample(name, value, labels, given)


def exposition(gauges: Iterable[str] = ()) -> str:
    """Everything counted, then what is so now."""
    return "\n".join([*(line for counted in COUNTED for line in counted.lines()), *gauges, ""])

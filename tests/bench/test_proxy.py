"""A bad line's arithmetic: octets take time, trips take time, and what follows a lost packet waits."""

from __future__ import annotations

import random

import pytest

from consult.bench.proxy import Line, _Way


def a_way(**changes: float) -> _Way:
    return _Way(Line(bits_per_second=8000, round_trip=0.5, **changes), random.Random(1))  # type: ignore[arg-type]


def test_packets_go_one_after_the_other() -> None:
    way = a_way()

    first = way.arrival(1000, now=0, after=0)
    second = way.arrival(1000, now=0, after=first)

    assert (first, second) == (pytest.approx(1.25), pytest.approx(2.25))
    assert way.octets == 2000


def test_a_lost_packet_is_sent_again_and_holds_back_the_next() -> None:
    way = a_way(loss=0.5)

    arrivals = [0.0]
    for _ in range(50):
        arrivals.append(way.arrival(100, now=arrivals[-1], after=arrivals[-1]))

    assert arrivals == sorted(arrivals)
    assert arrivals[-1] > 50 * (0.1 + 0.25) + 10 * way.line.patience

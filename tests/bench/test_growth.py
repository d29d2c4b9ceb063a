"""The verdict on growth: what a request costs beside an empty view, not how fast the machine is today."""

import pytest

from consult.bench import growth, page, submit
from consult.bench.load import Measured


def measured(rate: int) -> Measured:
    return Measured(1.0, [0.01] * rate)


def a_line(stored: int, *, pace: int, page_cost: int, sending_cost: int) -> growth.Line:
    empty = measured(1000 * pace)
    return growth.Line(stored, page.Speed(measured(1000 * pace // page_cost), empty),
                       submit.Line(8, measured(1000 * pace // sending_cost), empty))


@pytest.mark.parametrize(("page_cost", "sending_cost", "kept"), [
    (2, 5, 2), (4, 5, 1), (2, 10, 1), (4, 10, 0)])
def test_a_slower_machine_is_no_growth_and_a_dearer_request_is(
        page_cost: int, sending_cost: int, kept: int) -> None:
    before = a_line(1_000, pace=4, page_cost=2, sending_cost=5)
    after = a_line(1_000_000, pace=2, page_cost=page_cost, sending_cost=sending_cost)

    said = "\n".join(growth.report([before, after]))

    assert said.count("tenu") == kept
    assert said.count("dépassé") == 2 - kept

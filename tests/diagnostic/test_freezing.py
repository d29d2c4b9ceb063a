"""Whether so few came or left between two states that the difference would tell on them."""

from __future__ import annotations

import pytest

from consult.diagnostic.freezing import Stock, must_carry
from consult.needs.disclosure import PLAIN


@pytest.mark.parametrize(("earlier", "now", "carries"), [
    (Stock(100, 0), Stock(100, 0), False), (Stock(100, 0), Stock(101, 0), True),
    (Stock(100, 0), Stock(110, 0), True), (Stock(100, 0), Stock(111, 0), False),
    (Stock(100, 3), Stock(99, 4), True), (Stock(100, 0), Stock(100, 1), True),
    (Stock(100, 0), Stock(100, 6), False), (None, Stock(3, 0), False)])
def test_figures_move_by_eleven_families_or_not_at_all(
        earlier: Stock | None, now: Stock, carries: bool) -> None:
    assert must_carry(now, earlier, PLAIN) is carries

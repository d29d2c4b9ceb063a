"""The grid of the RGAA says what it says: every criterion once, its sums, and tests that are there."""

import re
from collections import Counter

from consult.app import ROOT

CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many each of the thirteen themes has in RGAA 4.1.2."""
GRID = (ROOT / "docs" / "rgaa.md").read_text(encoding="utf-8")
LINES = re.findall(
    r"^\| (\d+\.\d+) \| [^|]+ \| (conforme|non conforme|non applicable) \| [^|]+ \|$", GRID, re.MULTILINE)


def test_every_criterion_has_its_line() -> None:
    expected = [f"{theme}.{number}" for theme, count in enumerate(CRITERIA, 1)
                for number in range(1, count + 1)]

    assert [number for number, _state in LINES] == expected
    assert len(expected) == 106


def test_the_sums_are_those_of_the_lines() -> None:
    sums = {state: int(count) for state, count in re.findall(
        r"^\| (conforme|non conforme|non applicable) \| (\d+) \|$", GRID, re.MULTILINE)}
    counted = Counter(state for _number, state in LINES)

    assert sums == counted
    assert sum(sums.values()) == 106


def test_the_grid_names_files_that_are_there() -> None:
    named = set(re.findall(r"`((?:tests|consult)/[\w/]+\.py)`", GRID))

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []

"""The table of the OWASP ASVS 5.0 names tests and rules that exist, and leaves no requirement out."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import timedelta
from functools import cache

from consult.app import ROOT
from consult.campaigns.files import HEAVIEST
from consult.staff import devices, guesses, passwords, service
from consult.staff.service import sessions
from consult.surveys.xlsform.workbooks_xlsx import MOST_RATIO, MOST_UNPACKED

TABLE = ROOT / "docs" / "asvs.md"
REQUIREMENTS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13,
                14: 9, 15: 13, 16: 16, 17: 7}
"""How many of each chapter are at levels 1 and 2."""
STATES = {"Règle écrite", "À l’installation", "Pas tenu", "Non applicable"}
NUMBER = re.compile(r"\d+\.\d+\.\d+")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[tuple[list[str], str]]:
    """The numbers of each line, and what it says of how they are kept."""
    lines = [line.split("|") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return [(NUMBER.findall(cells[1]), cells[4]) for cells in lines
            if len(cells) > 4 and NUMBER.search(cells[1])]


def state(kept: str) -> str:
    found = re.match(r" \*\*([^*]+)\*\*", kept)
    return found[1] if found else "Tenu"


@cache
def _tests_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _anchors(document: str) -> set[str]:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower().replace("’", "")).replace(" ", "-") for title in titles}


def test_every_requirement_of_levels_one_and_two_has_its_line() -> None:
    numbers = [number for found, _ in rows() for number in found]

    assert Counter(int(number.split(".")[0]) for number in numbers) == REQUIREMENTS
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_every_test_it_names_exists() -> None:
    named = [found for _, kept in rows() for found in TEST.findall(kept)]

    assert len(named) > 150
    assert [name for path, name in named if not (ROOT / path).is_file() or name not in _tests_in(path)] == []


def test_what_is_said_to_be_kept_names_a_test_and_the_rest_its_state() -> None:
    untested = [found for found, kept in rows() if state(kept) == "Tenu" and not TEST.search(kept)]

    assert untested == []
    assert {state(kept) for _, kept in rows()} == STATES | {"Tenu"}


def test_the_totals_on_top_are_those_of_the_lines() -> None:
    counted = Counter(state(kept) for found, kept in rows() for _ in found)
    told = re.findall(r"^\| ([^|]+) \| (\d+) \|", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert {name: int(number) for name, number in told if not NUMBER.search(name)} == counted


def test_the_rules_it_points_to_are_written() -> None:
    pointed = re.findall(r"\(securite\.md#([^)]+)\)", TABLE.read_text(encoding="utf-8"))

    assert pointed
    assert set(pointed) <= _anchors("securite.md")


def test_the_rules_give_the_numbers_of_the_code() -> None:
    rules = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
    told = (
        f"{passwords.SHORTEST} signes au moins, {passwords.LONGEST} au plus",
        f"après {sessions.IDLE_LIMIT // timedelta(hours=1)} heures sans activité",
        f"toujours après {sessions.LONGEST // timedelta(hours=1)} heures",
        f"({devices.KEPT // 86400} jours)", f"au-delà de {guesses.FREE_GUESSES} erreurs",
        f"{MOST_UNPACKED >> 20} Mo une fois décompressé et {MOST_RATIO} fois la taille reçue",
        f"{HEAVIEST // 10**6} Mo")

    assert [words for words in told if words not in rules.replace("\u00a0", " ")] == []
    assert service.LENT_FOR.days == 7

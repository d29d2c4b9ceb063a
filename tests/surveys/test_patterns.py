"""Patterns are matched in bounded time, and mean what they mean elsewhere."""

import random
import re
import time

import pytest

from consult.surveys.expressions.pattern_reading import PatternError
from consult.surveys.expressions.patterns import for_browsers, matches


@pytest.mark.parametrize(("pattern", "text", "expected"), [
    ("^0[1-9][0-9]{8}$", "0639000000", True),
    ("^0[1-9][0-9]{8}$", "063900000", False),
    ("^0[1-9][0-9]{8}$", "06390000001", False),
    ("[a-z]+", "abc1", False),
    (r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "mairie@exemple.yt", True),
    (r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "mairie@exemple", False),
    ("(oui|non)", "non", True),
    ("^oui$|^non$", "oui", True),
    ("[^0-9]*", "Kawéni", True),
    ("é{2,3}", "ééé", True),
    ("a{0}b?", "", True),
    ("(a|b){3,}c", "abbac", True),
    (".", "\n", False),
    (r"\d\s\D", "1 x", True),
    ("[]x]", "]", True),
    (r"[a\-z]", "b", False),
    (".*", "x" * 1001, False),
])
def test_the_whole_text_must_match(pattern, text, expected):
    assert matches(pattern, text) is expected
    assert matches(for_browsers(pattern), text) is expected


@pytest.mark.parametrize("pattern", [
    "(a+)+", "(a|a)*", "(a|ab)*", "(a*)*b", "(a?){30}", "(aa?)*", "(x+x+)+y", r"(\w|\d)*", r"(.*,)*",
    r"(a)\1", "(?=a)b", "(?P<n>a)", "(?i)a", r"\p{L}", r"\b", "a**", "a{2,1}", "[z-a]", "[[:digit:]]",
    "(a", "a)", "a{500}", "x" * 201, "*", "a?" * 20, "a*" * 6, "(" * 30 + ")" * 30, "\\"])
def test_what_could_block_or_is_not_understood_is_refused(pattern):
    with pytest.raises(PatternError):
        for_browsers(pattern)


def test_a_pattern_that_makes_others_backtrack_is_matched_at_once():
    started = time.perf_counter()

    found = matches("a*a*a*a*a*b", "a" * 1000)

    assert not found
    assert time.perf_counter() - started < 2


LETTERS = ("a", "b", ".", r"\d", "é", "[ab]", "[^a]", r"[\d-]")


def _pattern(rng: random.Random, depth: int = 0) -> str:
    kind = rng.choice(("letter", "row", "either", "times")) if depth < 4 else "letter"
    if kind == "letter":
        return rng.choice(LETTERS)
    first = _pattern(rng, depth + 1)
    if kind == "times":
        return f"({first}){rng.choice(('?', '*', '+', '{2}', '{1,2}'))}"
    second = _pattern(rng, depth + 1)
    return first + second if kind == "row" else f"({first}|{second})"


def test_random_patterns_agree_with_the_usual_engine():
    rng = random.Random(20261123)
    compared = 0
    while compared < 1500:
        pattern = _pattern(rng)
        try:
            written = for_browsers(pattern)
        except PatternError:
            continue
        text = "".join(rng.choices("ab1é-", k=rng.randrange(6)))
        expected = re.fullmatch(pattern, text, re.ASCII) is not None
        assert matches(written, text) is expected, (pattern, text)
        compared += 1

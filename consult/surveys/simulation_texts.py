"""Texts a simulated family writes: sentences and numbers that belong to nobody."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from consult.surveys.expressions.pattern_nodes import Edge, Either, Letters, Node, Row
from consult.surveys.expressions.pattern_reading import read_pattern
from consult.surveys.questions import Question, Tree

_USUAL = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ .-_@'"
_ENDLESS = 3


def _letter(letters: Letters, rng: random.Random) -> str:
    usual = [sign for sign in _USUAL if any(low <= ord(sign) <= high for low, high in letters.ranges)]
    return rng.choice(usual) if usual else chr(letters.ranges[0][0]) if letters.ranges else ""


def text_like(node: Node, rng: random.Random) -> str:
    """A text that matches a pattern."""
    if isinstance(node, Letters):
        return _letter(node, rng)
    if isinstance(node, Edge):
        return ""
    if isinstance(node, Row):
        return "".join(text_like(item, rng) for item in node.items)
    if isinstance(node, Either):
        return text_like(rng.choice(node.items), rng)
    times = rng.randint(node.least, node.least + _ENDLESS if node.most is None else node.most)
    return "".join(text_like(node.item, rng) for _ in range(times))


def _patterns(tree: Tree) -> Iterator[str]:
    if isinstance(tree, list):
        if tree[0] == "regex":
            yield tree[2]
        for item in tree[1:]:
            yield from _patterns(item)


def phone(rng: random.Random) -> str:
    """In the range that Arcep keeps for works of fiction: 06 39 98 xx xx."""
    return f"063998{rng.randrange(10_000):04}"


def _is_number(question: Question) -> bool:
    return "numbers" in question.appearance or any(part in question.name for part in ("tel", "phone"))


def _is_name(question: Question) -> bool:
    return "nom" in question.name.split("_")[-1] or "name" in question.name


def _shapes(question: Question, data: dict[str, Any]) -> Iterator[Callable[[random.Random], str]]:
    """Ways to write this text, the likeliest first."""
    own = data["texts"].get(question.name)
    if own:
        yield lambda rng: str(rng.choice(own))
    if _is_number(question):
        yield phone
        yield lambda rng: f"+262{phone(rng)[1:]}"
    if _is_name(question):
        yield lambda rng: str(rng.choice(data["first_names"]))
    for pattern in _patterns(question.constraint.tree if question.constraint else ""):
        yield partial(text_like, read_pattern(pattern))
    yield lambda rng: str(rng.choice(data["sentences"]))
    yield lambda rng: str(rng.choice(data["first_names"]))
    yield lambda rng: str(rng.randint(1, 9999))


def written(question: Question, data: dict[str, Any], rng: random.Random, attempt: int) -> str:
    """A text for a question; another way of writing at each new attempt."""
    shapes = list(_shapes(question, data))
    return shapes[attempt % len(shapes)](rng)

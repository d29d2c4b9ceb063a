"""Expressions evaluated on answers. `static/expressions.js` says the same for browsers; this one decides.

A tree is turned once into nested functions: a questionnaire is evaluated thousands of times a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from consult.surveys.expressions.operations import OPERATIONS
from consult.surveys.expressions.values import Value, as_boolean, as_text
from consult.surveys.questions import Tree

REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass(slots=True)
class Scope:
    """What an expression can look at. Not frozen: one scope serves all questions, one after the other."""

    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    """Answers by name, as text; a list for a question in a repeat seen from outside."""
    current: str = ""
    """The answer the expression is about: `.`"""
    today: str = ""
    """`YYYY-MM-DD`"""
    position: int = 1
    """Which instance of the repeat, from 1."""
    row: Mapping[str, str] = field(default_factory=dict)
    """The line of the choices sheet a `choice_filter` is about: its columns, and `name`."""


Evaluator = Callable[[Scope], Value]


def _both(tests: list[Evaluator]) -> Evaluator:
    if len(tests) == 2:
        first, second = tests
        return lambda scope: as_boolean(first(scope)) and as_boolean(second(scope))
    return lambda scope: all(as_boolean(test(scope)) for test in tests)


def _any(tests: list[Evaluator]) -> Evaluator:
    return lambda scope: any(as_boolean(test(scope)) for test in tests)


def _if(parts: list[Evaluator]) -> Evaluator:
    test, yes, no = parts
    return lambda scope: yes(scope) if as_boolean(test(scope)) else no(scope)


_LAZY: dict[str, Callable[[list[Evaluator]], Evaluator]] = {"and": _both, "or": _any, "if": _if}
_SEEN: dict[str, Callable[[str], Evaluator]] = {
    "$": lambda name: lambda scope: scope.values.get(name, ""),
    "@": lambda name: lambda scope: scope.row.get(name, ""),
    ".": lambda name: lambda scope: scope.current,
    "today": lambda name: lambda scope: scope.today,
    "position": lambda name: lambda scope: float(scope.position),
}


def _constant(value: Value) -> Evaluator:
    known = float(value) if type(value) is int else value
    return lambda scope: known


def _applied(operation: Callable[..., Value], parts: list[Evaluator]) -> Evaluator:
    if len(parts) == 1:
        only = parts[0]
        return lambda scope: operation(only(scope))
    if len(parts) == 2:
        first, second = parts
        return lambda scope: operation(first(scope), second(scope))
    return lambda scope: operation(*[part(scope) for part in parts])


def _same_text(name: str, text: str, expected: bool) -> Evaluator:
    """`${name} = 'text'`, by far the most frequent condition."""
    def test(scope: Scope) -> bool:
        value = scope.values.get(name, "")
        return ((value if isinstance(value, str) else as_text(value)) == text) is expected
    return test


def _is_same_text(sign: str, operands: list[Tree]) -> bool:
    if sign not in {"=", "!="}:
        return False
    looked_at, text = operands
    return isinstance(text, str) and isinstance(looked_at, list) and looked_at[0] == "$"


def evaluator(tree: Tree) -> Evaluator:
    """The function that evaluates a tree."""
    if not isinstance(tree, list):
        return _constant(tree)
    sign, *operands = tree
    if sign in _SEEN:
        return _SEEN[sign](operands[0] if operands else "")
    if _is_same_text(sign, operands):
        return _same_text(operands[0][1], operands[1], sign == "=")
    parts = [evaluator(operand) for operand in operands]
    return _LAZY[sign](parts) if sign in _LAZY else _applied(OPERATIONS[sign], parts)


def evaluate(tree: Tree, scope: Scope) -> Value:
    return evaluator(tree)(scope)


def truth(tree: Tree, scope: Scope) -> bool:
    return as_boolean(evaluate(tree, scope))


def fill_in(text: str, scope: Scope) -> str:
    """A label with the answers its `${name}` references stand for."""
    if "${" not in text:
        return text
    return REFERENCE.sub(lambda found: as_text(scope.values.get(found[1], "")), text)

"""Patterns of `regex()`, matched in time proportional to the text, whatever the author wrote.

Python's and browsers' engines can be made to backtrack for hours, and filters of patterns fail. So the server
reads a pattern itself and follows all its ways at once. The browser keeps its own engine, for comfort: what
could make that one backtrack without end is refused too. The whole text must match, as in ODK.
"""

from __future__ import annotations

from functools import lru_cache

from consult.surveys.expressions.pattern_nodes import (
    Edge,
    Either,
    Letters,
    Node,
    Ranges,
    Repeat,
    Row,
    written,
)
from consult.surveys.expressions.pattern_reading import check_pattern, read_pattern

MOST_TEXT = 1000
"""Longest text compared with a pattern; a longer one never matches."""
State = tuple[int, ...]


class Machine:
    """All ways through a pattern followed at once; what was found out is kept for the next text."""

    def __init__(self, tree: Node) -> None:
        self.moves: list[tuple[str, Ranges, list[int]]] = []
        self.final = self._add("end of all")
        self.first = self._build(tree, self.final)
        self.begin = self._reach([self.first], {"^"})
        self.known: dict[tuple[State, str], State] = {}

    def _add(self, sign: str, ranges: Ranges = (), to: tuple[int, ...] = ()) -> int:
        self.moves.append((sign, ranges, list(to)))
        return len(self.moves) - 1

    def _build(self, node: Node, then: int) -> int:
        if isinstance(node, Letters):
            return self._add("letter", node.ranges, (then,))
        if isinstance(node, Edge):
            return self._add(node.sign, (), (then,))
        if isinstance(node, Row):
            for item in reversed(node.items):
                then = self._build(item, then)
            return then
        if isinstance(node, Either):
            return self._add("", (), tuple(self._build(item, then) for item in node.items))
        return self._build_repeat(node, then)

    def _build_repeat(self, node: Repeat, then: int) -> int:
        if node.most is None:
            again = self._add("", (), (then,))
            self.moves[again][2].append(self._build(node.item, again))
            then = again
        for _ in range((node.most or node.least) - node.least):
            then = self._add("", (), (then, self._build(node.item, then)))
        for _ in range(node.least):
            then = self._build(node.item, then)
        return then

    def _reach(self, states: list[int], edges: set[str]) -> State:
        reached, waiting = set(states), list(states)
        while waiting:
            sign, _, to = self.moves[waiting.pop()]
            new = [state for state in to if state not in reached] if not sign or sign in edges else []
            reached.update(new)
            waiting.extend(new)
        return tuple(sorted(reached))

    def _step(self, states: State, letter: str) -> State:
        code = ord(letter)
        to = [state for sign, ranges, after in (self.moves[state] for state in states) if sign == "letter"
              and any(low <= code <= high for low, high in ranges) for state in after]
        return self._reach(to, set())

    def matches(self, text: str) -> bool:
        states = self.begin
        for letter in text:
            after = self.known.get((states, letter))
            if after is None:
                if len(self.known) > 5000:
                    self.known.clear()
                after = self.known[states, letter] = self._step(states, letter)
            if not after:
                return False
            states = after
        return self.final in self._reach(list(states), {"$", "^"} if not text else {"$"})


@lru_cache(maxsize=256)
def _machine(pattern: str) -> Machine:
    return Machine(read_pattern(pattern))


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says."""
    return len(text) <= MOST_TEXT and _machine(pattern).matches(text)


def for_browsers(pattern: str) -> str:
    """The pattern, checked, as it is kept in an expression; refused with a `PatternError`."""
    return written(check_pattern(pattern))

"""Reading a pattern of `regex()`: what is accepted, and what is refused with its place."""

from __future__ import annotations

import re
import unicodedata

from consult.errors import N_
from consult.surveys.expressions import pattern_nodes as nodes
from consult.surveys.expressions.pattern_nodes import Edge, Either, Letters, Node, Ranges, Repeat, Row

MOST_LETTERS = 200
"""Longest pattern."""
MOST_STATES = 400
MOST_ENDLESS = 5
MOST_CHOICES = 16
MOST_TIMES = 200
_TIMES = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}")
_SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_CODE = re.compile(r"u\{([0-9a-f]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})")

REFUSED = N_("Ce signe n’est pas accepté dans un motif : « %(sign)s ».")
UNFINISHED = N_("Ce motif n’est pas terminé.")
ALONE = N_("Dans ce motif, « %(sign)s » ne suit rien qui puisse se répéter.")
SLOW = N_("Ce motif répète une répétition : il pourrait bloquer un téléphone. Écrivez-le plus simplement.")
TOO_LONG = N_("Ce motif est trop long ou répète trop de fois.")
NO_SUCH_RANGE = N_("Dans ce motif, l’intervalle « %(sign)s » est à l’envers.")


class PatternError(ValueError):
    """A pattern that is refused; `offset` counts its letters from 0."""

    def __init__(self, sentence: str, offset: int, **values: object) -> None:
        self.sentence, self.offset, self.values = sentence, offset, values
        super().__init__(sentence % values if values else sentence)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at, self.depth = pattern, 0, 0

    def peek(self) -> str:
        return self.pattern[self.at:self.at + 1]

    def take(self) -> str:
        letter = self.peek()
        if not letter:
            raise PatternError(UNFINISHED, self.at)
        self.at += 1
        return letter

    def refuse(self, sign: str, sentence: str = REFUSED) -> PatternError:
        return PatternError(sentence, max(self.at - len(sign), 0), sign=sign)

    def either(self) -> Node:
        items = [self.row()]
        while self.peek() == "|":
            self.at += 1
            items.append(self.row())
        return items[0] if len(items) == 1 else Either(tuple(items))

    def row(self) -> Node:
        items: list[Node] = []
        while self.peek() and self.peek() not in "|)":
            items.append(self.repeated(self.atom()))
        return items[0] if len(items) == 1 else Row(tuple(items))

    def repeated(self, item: Node) -> Node:
        sign = self.peek()
        if not sign or sign not in "*+?{":
            return item
        start = self.at
        least, most = self.times()
        if self.peek() == "?":
            # As few as possible or as many as possible is the same when the whole text must match.
            self.at += 1
        if (self.peek() or " ") in "*+?{":
            raise self.refuse(self.take())
        if isinstance(item, Edge):
            raise PatternError(ALONE, start, sign=sign)
        node = Repeat(item, least, most)
        if not nodes.cuts_in_one_way(node):
            raise PatternError(SLOW, start)
        return node

    def times(self) -> tuple[int, int | None]:
        sign = self.take()
        if sign in _SIGNS:
            return _SIGNS[sign]
        found = _TIMES.match(self.pattern, self.at - 1)
        if not found:
            raise self.refuse("{")
        least, most = int(found[1]), int(found[3]) if found[3] else None
        most = most if found[2] else least
        if max(least, most or 0) > MOST_TIMES:
            raise PatternError(TOO_LONG, self.at)
        if most is not None and most < least:
            raise self.refuse(found[0], NO_SUCH_RANGE)
        self.at = found.end()
        return least, most

    def atom(self) -> Node:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return Letters(self.letter_class())
        if sign in "^$":
            return Edge(sign)
        if sign in "*+?{":
            raise self.refuse(sign, ALONE)
        if sign in "]}":
            raise self.refuse(sign)
        return Letters({".": nodes.ANY}.get(sign) or self.one(sign))

    def group(self) -> Node:
        if self.peek() == "?":
            self.at += 1
            if self.take() != ":":
                raise self.refuse("(?" + self.pattern[self.at - 1])
        self.depth += 1
        if self.depth > 20:
            raise PatternError(TOO_LONG, self.at)
        inside = self.either()
        if self.take() != ")":
            raise PatternError(UNFINISHED, self.at)
        self.depth -= 1
        return inside if isinstance(inside, Row) else Row((inside,))

    def one(self, sign: str) -> Ranges:
        """A letter, or what stands after a backslash."""
        if sign != "\\":
            return ((ord(sign), ord(sign)),)
        coded = _CODE.match(self.pattern, self.at)
        if coded:
            self.at = coded.end()
            code = int(coded[1] or coded[2] or coded[3], 16)
            return ((min(code, nodes.LAST), min(code, nodes.LAST)),)
        escaped = self.take()
        if escaped in nodes.NAMED:
            return nodes.NAMED[escaped]
        if escaped.isalnum():
            raise self.refuse("\\" + escaped)
        return ((ord(escaped), ord(escaped)),)

    def letter_class(self) -> Ranges:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        while (sign := self.take()) != "]" or not ranges:
            if sign == "[" or (sign == "&" and self.peek() == "&"):
                raise self.refuse(sign)
            ranges.extend(self.span(self.one(sign)))
        return nodes.others(nodes.merged(ranges)) if negated else nodes.merged(ranges)

    def span(self, low: Ranges) -> Ranges:
        following = self.pattern[self.at + 1:self.at + 2]
        if self.peek() != "-" or following in {"", "]"}:
            return low
        self.at += 1
        high = self.one(self.take())
        first, last = low[0][0], high[-1][1]
        if len(low + high) > 2 or last < first:
            raise self.refuse(f"{chr(first)}-{chr(last)}", NO_SUCH_RANGE)
        return ((first, last),)


def read_pattern(pattern: str) -> Node:
    """The parts of a pattern, as an author or `written` wrote it."""
    reader = _Reader(pattern)
    tree = reader.either()
    if reader.peek():
        raise reader.refuse(reader.take())
    return tree


def check_pattern(pattern: str) -> Node:
    """The parts of an author's pattern; what could not be matched in bounded time is refused."""
    pattern = unicodedata.normalize("NFC", pattern)
    if len(pattern) > MOST_LETTERS:
        raise PatternError(TOO_LONG, MOST_LETTERS)
    tree = read_pattern(pattern)
    hesitates = nodes.endless(tree) > MOST_ENDLESS or nodes.choices(tree) > MOST_CHOICES
    if hesitates or nodes.size(tree) > MOST_STATES:
        raise PatternError(TOO_LONG, 0)
    return tree

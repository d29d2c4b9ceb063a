"""What a pattern of `regex()` is made of, and the same pattern in words that a browser reads as we do."""

from __future__ import annotations

from dataclasses import dataclass

LAST = 0x10FFFF

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Letters:
    """One letter out of some."""

    ranges: Ranges


@dataclass(frozen=True)
class Edge:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True)
class Row:
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    item: Node
    least: int
    most: int | None


Node = Letters | Edge | Row | Either | Repeat


def merged(ranges: list[tuple[int, int]]) -> Ranges:
    result: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return tuple(result)


def others(ranges: Ranges) -> Ranges:
    """Every letter that is not in the ranges."""
    low, result = 0, []
    for first, last in ranges:
        if low < first:
            result.append((low, first - 1))
        low = last + 1
    return (*result, (low, LAST)) if low <= LAST else tuple(result)


DIGITS: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACES: Ranges = ((9, 13), (32, 32))
ANY = others(((10, 10), (13, 13), (0x2028, 0x2029)))
NAMED = {"d": DIGITS, "w": WORD, "s": SPACES, "D": others(DIGITS), "W": others(WORD), "S": others(SPACES),
         "t": ((9, 9),), "n": ((10, 10),), "r": ((13, 13),)}
_SYNTAX = "^$\\.*+?()[]{}|/-"


def _disjoint(one: Ranges, two: Ranges) -> bool:
    return not any(low <= end and start <= high for low, high in one for start, end in two)


def _letters(node: Node) -> Ranges:
    """Every letter a node may use."""
    if isinstance(node, Letters):
        return node.ranges
    if isinstance(node, Repeat):
        return _letters(node.item)
    if isinstance(node, Edge):
        return ()
    return merged([pair for item in node.items for pair in _letters(item)])


def _is_fixed(node: Node) -> bool:
    """Whether it matches in one way only, and never nothing."""
    if isinstance(node, Row):
        return bool(node.items) and all(_is_fixed(item) for item in node.items)
    if isinstance(node, Repeat):
        return node.least == node.most and node.least > 0 and _is_fixed(node.item)
    if isinstance(node, Either):
        first = [_letters(item) for item in node.items]
        apart = all(_disjoint(one, two) for index, one in enumerate(first) for two in first[index + 1:])
        return apart and all(_is_fixed(item) for item in node.items)
    return isinstance(node, Letters)


def _is_separated(node: Node) -> bool:
    """`[.][a-z]+`: a sign of its own marks where each turn begins or ends: one way to cut the text."""
    if not isinstance(node, Row) or len(node.items) < 2:
        return False
    changing = [item for item in node.items if not isinstance(item, Letters)]
    simple = len(changing) == 1 and isinstance(changing[0], Repeat) and isinstance(changing[0].item, Letters)
    marks = [(node.items[0], node.items[1:]), (node.items[-1], node.items[:-1])]
    return simple and any(isinstance(mark, Letters) and _disjoint(mark.ranges, _letters(Row(rest)))
                          for mark, rest in marks)


def is_endless(node: Node) -> bool:
    return isinstance(node, Repeat) and (node.most is None or node.most > 10)


def cuts_in_one_way(node: Repeat) -> bool:
    """Whether a browser's engine finds one way only through each turn of a repetition."""
    return not is_endless(node) or _is_fixed(node.item) or _is_separated(node.item)


def choices(node: Node) -> int:
    """How many times a reader may hesitate, copies included: each one can double the ways to try."""
    if isinstance(node, Repeat):
        copies = 1 if node.most is None else node.most
        return (node.least != node.most) + choices(node.item) * copies
    return sum(choices(item) for item in node.items) if isinstance(node, Row | Either) else 0


def endless(node: Node) -> int:
    if isinstance(node, Repeat):
        return is_endless(node) + endless(node.item)
    return sum(endless(item) for item in node.items) if isinstance(node, Row | Either) else 0


def size(node: Node) -> int:
    if isinstance(node, Repeat):
        return size(node.item) * (node.least + 1 if node.most is None else node.most) + 1
    if isinstance(node, Row | Either):
        return sum(size(item) for item in node.items) + len(node.items)
    return 1


def _letter(code: int) -> str:
    letter = chr(code)
    if letter in _SYNTAX:
        return "\\" + letter
    return letter if letter.isascii() and letter.isprintable() else f"\\u{{{code:x}}}"


def _written_letters(ranges: Ranges) -> str:
    named = {ANY: ".", DIGITS: "\\d", WORD: "\\w"}
    if ranges in named:
        return named[ranges]
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        code = ranges[0][0]
        return "-" if code == ord("-") else _letter(code)
    spans = (_letter(low) + (f"-{_letter(high)}" if high > low else "") for low, high in ranges)
    return f"[{''.join(spans)}]"


def _times(node: Repeat) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}
    if node.least == node.most:
        return f"{{{node.least}}}"
    return short.get((node.least, node.most), f"{{{node.least},{'' if node.most is None else node.most}}}")


def _within(node: Node) -> str:
    return f"(?:{written(node)})" if isinstance(node, Either) else written(node)


def written(node: Node) -> str:
    """The pattern again, in the words that a browser reads as we do (flag u)."""
    if isinstance(node, Letters):
        return _written_letters(node.ranges)
    if isinstance(node, Edge):
        return node.sign
    if isinstance(node, Row):
        return "".join(_within(item) for item in node.items)
    if isinstance(node, Either):
        return "|".join(written(item) for item in node.items)
    inside = written(node.item)
    return (inside if isinstance(node.item, Letters) else f"(?:{inside})") + _times(node)

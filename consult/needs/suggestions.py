"""Which needs a text may be about, from the texts people have coded already. Pure.

Context: families write as they speak, in two languages and many spellings. Choice: groups of two to four
letters instead of words, weighed by rarity, and a ridge on as many rows as there are examples; nothing to
download, nothing that leaves the machine. Consequence: three codes to look at, in order, and never a coding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consult.needs.letters import folded

SUGGESTED = 3
MOST_EXAMPLES = 2000
"""The newest. Solving takes the cube of their number."""
BUCKETS = 1 << 12
"""Places that groups of letters are spread over."""
_SIZES = (2, 3, 4)
_RIDGE = 0.3
_CUE_WEIGHT = 0.5
"""Of a cue beside a coded text: what families write counts more than what was expected of them."""
_SPREAD, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)

Example = tuple[str, Collection[str]]
"""A text, and the codes somebody gave it."""
Numbers = NDArray[np.float32]


def _groups(signs: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A number for each group of this many signs, the same on every machine and at every start."""
    count = max(len(signs) - size + 1, 0)
    found = np.full(count, size, np.uint64)
    for place in range(size):
        found = found * _SPREAD + signs[place:place + count]
    found = (found ^ found >> np.uint64(31)) * _MIX
    return (found ^ found >> np.uint64(29)) % np.uint64(BUCKETS)


def letter_groups(text: str) -> tuple[NDArray[np.intp], Numbers]:
    """The groups of letters of a text, by place, and how much each weighs before rarity is known."""
    words = folded(text)
    if not words:
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    signs = np.frombuffer(f" {words} ".encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    places, times = np.unique(np.concatenate([_groups(signs, size) for size in _SIZES]), return_counts=True)
    return places.astype(np.intp), (1 + np.log(times)).astype(np.float32)


def _rows(texts: Sequence[str]) -> Numbers:
    rows = np.zeros((len(texts), BUCKETS), np.float32)
    for row, text in zip(rows, texts, strict=True):
        places, weights = letter_groups(text)
        row[places] = weights
    return rows


def _scale(rows: Numbers) -> None:
    """Make every row as long as any other, in place: a long text says no more than a short one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    rows /= np.where(lengths, lengths, 1)


@dataclass(frozen=True)
class Suggester:
    """What was learnt: for each code, how much each group of letters speaks for it."""

    codes: tuple[str, ...]
    rarity: Numbers
    weights: Numbers
    usual: Numbers
    """How often each code is given, whatever the text."""

    def likeliest(self, text: str, number: int = SUGGESTED) -> tuple[str, ...]:
        """The likeliest codes, in order; none for a text that shares nothing with what was learnt."""
        places, weights = letter_groups(text)
        row = weights * self.rarity[places]
        if not row.any():
            return ()
        _scale(row)
        scores = row @ self.weights[places] + self.usual
        return tuple(self.codes[place] for place in np.argsort(-scores, kind="stable")[:number])


def _targets(codes: Sequence[str], examples: Sequence[Example]) -> NDArray[np.float64]:
    given = [[code in known for code in codes] for _, known in examples]
    return np.array(given, float).reshape(len(examples), len(codes))


def learn(codes: Sequence[str], examples: Sequence[Example],
          cues: Mapping[str, Iterable[str]]) -> Suggester:
    """Learn from coded texts, and from the words expected for each code, with which all begins."""
    expected: list[Example] = [(cue, (code,)) for code in codes for cue in cues.get(code, ())]
    every = [*examples, *expected]
    rows = _rows([text for text, _ in every])
    met = np.count_nonzero(rows, axis=0)
    rarity = np.where(met, np.log((1 + len(every)) / (1 + met)) + 1, 0).astype(np.float32)
    rows *= rarity
    _scale(rows)
    trust = np.array([1.0] * len(examples) + [_CUE_WEIGHT] * len(expected))
    targets = _targets(codes, every)
    usual = trust @ targets / max(trust.sum(), 1)
    near = (rows @ rows.T).astype(float)
    near[np.diag_indices_from(near)] += _RIDGE / trust
    weights = rows.T @ np.linalg.solve(near, targets - usual).astype(np.float32)
    return Suggester(tuple(codes), rarity, weights, usual.astype(np.float32))


def worth_learning(newest_first: Sequence[Example], most: int = MOST_EXAMPLES) -> list[Example]:
    """The newest examples, and of each code that they leave out the newest one that has it."""
    kept = list(newest_first[:most])
    known = {code for _, codes in kept for code in codes}
    for text, codes in newest_first[most:]:
        if not known.issuperset(codes):
            kept.append((text, codes))
            known.update(codes)
    return kept

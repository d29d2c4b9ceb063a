"""Texts with what people read in them: who read what, whether they differ, what counts in the end. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from consult.needs.agreement import Pair
from consult.needs.texts import Text

Codes = frozenset[str]


@dataclass(frozen=True)
class CodedText:
    text: Text
    codings: Mapping[str, Codes] = field(default_factory=dict)
    """What each person read in the text as it is now."""
    outdated: Codes = frozenset()
    """People who read what stood here before the family changed it: their coding is not counted."""
    settled: Codes | None = None
    """What is kept where people had differed."""
    masked_by: str = ""
    coded_on: date | None = None

    @property
    def is_coded(self) -> bool:
        return bool(self.codings)

    @property
    def is_read_twice(self) -> bool:
        return len(self.codings) > 1

    @property
    def differs(self) -> bool:
        return len(set(self.codings.values())) > 1

    @property
    def is_to_settle(self) -> bool:
        return self.differs and self.settled is None

    @property
    def final(self) -> Codes | None:
        """What counts: what was settled, or else what everybody read; None where nobody read the text."""
        if self.settled is not None:
            return self.settled
        return frozenset.intersection(*self.codings.values()) if self.codings else None

    def is_hidden_from(self, name: str) -> bool:
        return self.masked_by not in ("", name)

    def is_open_to(self, name: str) -> bool:
        """Whether this person may see what others read here: in the sample, only after reading it too."""
        return not self.text.is_double or name in self.codings

    def is_closed_to(self, name: str, *, blind: bool) -> bool:
        """Whether this person can no longer change her mind, because it might be the other's that changed it.

        Who is never shown what others found can, until somebody settled it.
        """
        seen = self.settled is not None or (self.is_read_twice and not blind)
        return self.text.is_double and name in self.codings and seen


def pairs_of_readers(texts: Iterable[CodedText]) -> dict[tuple[str, str], list[Pair]]:
    """What each two people read in the same texts of the sample, those who share most of them first."""
    found: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for coded in texts:
        if coded.text.is_double:
            for first, second in combinations(sorted(coded.codings), 2):
                found[first, second].append((coded.codings[first], coded.codings[second]))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def examples(texts: Iterable[CodedText]) -> Iterator[CodedText]:
    """What suggestions may be learnt from, the newest first.

    Not the texts of the sample: the second reader would be suggested what the first one found. Not the masked
    ones: nothing is to be learnt from a name.
    """
    known = [coded for coded in texts
             if coded.final is not None and not coded.text.is_double and not coded.masked_by]
    yield from sorted(known, key=lambda coded: (-(coded.coded_on or date.min).toordinal(), coded.text.handle))

"""Whether two people read the same needs in the same texts: Cohen's kappa, code by code. Pure.

Kappa is the part of the agreement that chance alone would not give (Cohen, « A coefficient of agreement for
nominal scales », Educational and Psychological Measurement 20, 1960). Which texts two people code is derived
from the texts themselves (see `texts.py`), so that nobody chooses the easy ones.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.errors import N_

FEW = 30
"""Under so many texts one reading more or less moves kappa a lot."""


class NoKappa(StrEnum):
    """Why there is nothing to compare with chance."""

    NO_TEXT = "no text"
    NEVER = "never given"
    ALWAYS = "always given"
    ONE_ONLY = "given by one"


WHY: dict[NoKappa, str] = {
    NoKappa.NO_TEXT: N_("aucun texte lu par les deux"),
    NoKappa.NEVER: N_("donné par aucune des deux"),
    NoKappa.ALWAYS: N_("toujours donné par l’une des deux"),
    NoKappa.ONE_ONLY: N_("donné par une seule des deux"),
}
_WORDS = ((0.41, N_("accord faible")), (0.61, N_("accord moyen")), (0.81, N_("accord bon")))
_BEST = N_("accord presque parfait")


@dataclass(frozen=True)
class Agreement:
    """Of one code, over the texts that two people read."""

    code: str
    texts: int
    both: int
    """Texts to which both gave it."""
    first_only: int
    second_only: int

    @property
    def observed(self) -> float | None:
        """Share of the texts on which they did the same: both gave it, or neither."""
        return 1 - (self.first_only + self.second_only) / self.texts if self.texts else None

    @property
    def no_kappa(self) -> NoKappa | None:
        first, second = self.both + self.first_only, self.both + self.second_only
        if not self.texts:
            return NoKappa.NO_TEXT
        if not first or not second:
            return NoKappa.ONE_ONLY if first or second else NoKappa.NEVER
        return NoKappa.ALWAYS if self.texts in (first, second) else None

    @property
    def kappa(self) -> float | None:
        """None where one of the two never gave the code, or always did: chance explains it all."""
        if self.observed is None or self.no_kappa:
            return None
        first = (self.both + self.first_only) / self.texts
        second = (self.both + self.second_only) / self.texts
        by_chance = first * second + (1 - first) * (1 - second)
        return (self.observed - by_chance) / (1 - by_chance)

    @property
    def shown(self) -> float | None:
        """With two figures; the words follow what is shown."""
        return None if self.kappa is None else round(self.kappa, 2)

    @property
    def words(self) -> str:
        """Kappa in words, or why there is none.

        The steps 0.41, 0.61 and 0.81 are those of Landis and Koch, « The measurement of observer agreement
        for categorical data », Biometrics 33, 1977; their three lowest classes are one here.
        """
        shown = self.shown
        if shown is None:
            return WHY[self.no_kappa or NoKappa.NO_TEXT]
        return next((words for limit, words in _WORDS if shown < limit), _BEST)


Pair = tuple[Collection[str], Collection[str]]
"""What the first and the second person read in the same text."""


def agreement(code: str, pairs: Sequence[Pair]) -> Agreement:
    """How two people agree on one code."""
    given = [(code in first, code in second) for first, second in pairs]
    return Agreement(code, len(given), given.count((True, True)), given.count((True, False)),
                     given.count((False, True)))


def agreements(codes: Iterable[str], pairs: Sequence[Pair]) -> list[Agreement]:
    """The same for each code, in the order given."""
    return [agreement(code, pairs) for code in codes]


def identical(pairs: Sequence[Pair]) -> int:
    """Texts in which both read exactly the same needs."""
    return sum(set(first) == set(second) for first, second in pairs)

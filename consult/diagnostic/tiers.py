"""What a rule suggests of a need, from its published figures; people decide. Pure.

The rule looks at each axis on its own and adds nothing up: a need is first because it is frequent and strong,
or because most express it; second because it is frequent, or rare but strong for those who express it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from consult.diagnostic.figures import Figure
from consult.diagnostic.snapshot import Tier
from consult.errors import N_

MOST, MANY, SOME = 1 / 2, 1 / 3, 1 / 5
"""Shares of the families who could say."""
STRONG, VERY_STRONG = 1 / 3, 1 / 2
"""Shares of the families who express it."""


@dataclass(frozen=True)
class Suggestion:
    tier: Tier
    because: str
    """A French message."""


_MOST = Suggestion(Tier.A, N_("Au moins une famille sur deux l’exprime."))
_MANY_AND_STRONG = Suggestion(
    Tier.A, N_("Au moins une famille sur trois l’exprime, dont un tiers fortement."))
_SOME = Suggestion(Tier.B, N_("Au moins une famille sur cinq l’exprime."))
_RARE_BUT_STRONG = Suggestion(
    Tier.B, N_("Peu de familles l’expriment, mais au moins la moitié d’entre elles fortement."))
_FEW = Suggestion(Tier.C, N_("Moins d’une famille sur cinq l’exprime."))
UNKNOWN = Suggestion(
    Tier.C, N_("Aucun chiffre publiable. Jugez d’après les textes, les réunions et les professionnels."))


def _is_strong(figure: Figure, least: float) -> bool:
    return figure.intensity is not None and figure.intensity >= least


def _of_one(figure: Figure) -> Suggestion:
    share = figure.share or 0.0
    if share >= MOST:
        return _MOST
    if share >= MANY and _is_strong(figure, STRONG):
        return _MANY_AND_STRONG
    if share >= SOME:
        return _SOME
    return _RARE_BUT_STRONG if _is_strong(figure, VERY_STRONG) else _FEW


def suggest(figures: Iterable[Figure]) -> Suggestion:
    """From the figures of all families, of each campaign and each need that makes it: the highest one."""
    found = [_of_one(figure) for figure in figures if figure.share is not None]
    return min(found, key=lambda each: each.tier, default=UNKNOWN)


def pressing(figures: Iterable[Figure], whole: Figure | None, places: Collection[str]) -> list[str]:
    """Places where the share is at least a quarter higher than everywhere, the highest first."""
    if whole is None or not whole.share:
        return []
    shares = {figure.group: figure.share for figure in figures
              if figure.group in places and figure.share is not None and figure.share >= 1.25 * whole.share}
    return sorted(shares, key=lambda code: (-shares[code], code))

"""Two snapshots side by side: what rose, fell, appeared; what cannot be compared is not. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from consult.diagnostic.figures import CampaignUsed, Figure
from consult.diagnostic.snapshot import KeptNeed, Snapshot, Tier
from consult.text import Localized


class Obstacle(StrEnum):
    """Why two figures are not set side by side."""

    RULES = "rules"
    """The taxonomy changed: other answers count."""
    QUESTIONS = "questions"
    """Families were not asked the same."""
    WITHHELD = "withheld"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Change:
    """A need of the taxonomy in both, in one, or in the other."""

    code: str
    label: Localized
    before: Tier | None
    """None where it was not kept."""
    after: Tier | None
    earlier: Figure | None = None
    later: Figure | None = None
    obstacle: Obstacle | None = None
    """None where the two figures may be compared."""

    @property
    def points(self) -> float | None:
        """By how many points the share rose; negative where it fell."""
        if self.obstacle or self.earlier is None or self.later is None:
            return None
        first, second = self.earlier.share, self.later.share
        return None if first is None or second is None else 100 * (second - first)


def _asked(campaign: CampaignUsed) -> frozenset[str]:
    return frozenset(each.content_hash for each in campaign.questionnaires)


def _kept(snapshot: Snapshot) -> dict[str, KeptNeed]:
    return {code: need for need in snapshot.needs for code in need.codes}


def _figure(snapshot: Snapshot, code: str) -> tuple[CampaignUsed | None, Figure | None]:
    """The first campaign that can show the need, and its figure of all families."""
    for campaign in snapshot.campaigns:
        if figure := snapshot.figure(campaign.slug, code):
            return campaign, figure
    return None, None


def _obstacle(before: Snapshot, after: Snapshot, code: str) -> Obstacle | None:
    (first, earlier), (second, later) = _figure(before, code), _figure(after, code)
    if first is None or second is None or earlier is None or later is None:
        return Obstacle.NOT_ASKED
    if before.taxonomy_hash != after.taxonomy_hash:
        return Obstacle.RULES
    if _asked(first) != _asked(second):
        return Obstacle.QUESTIONS
    return Obstacle.WITHHELD if earlier.is_withheld or later.is_withheld else None


def compare(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Every need that either keeps, in the order of the later one."""
    first, second = _kept(before), _kept(after)
    for code in dict.fromkeys((*second, *first)):
        need = second.get(code) or first[code]
        old, new = first.get(code), second.get(code)
        yield Change(code, need.label, old.tier if old else None, new.tier if new else None,
                     _figure(before, code)[1], _figure(after, code)[1], _obstacle(before, after, code))

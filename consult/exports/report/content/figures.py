"""A figure in words, and the figures of a need across consultations. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consult.diagnostic.figures import EVERYWHERE, CampaignUsed, Figure, Group
from consult.diagnostic.snapshot import KeptNeed, Snapshot
from consult.exports.report.charts import Bar
from consult.exports.report.content.numbers import SPACE, number, percent, shortened
from consult.exports.report.content.terms import MASKED, NOT_ASKED, NOTHING


def count(value: int | None) -> str:
    return MASKED if value is None else number(value)


def share(figure: Figure) -> str:
    """« – » where nobody could say."""
    if figure.is_withheld:
        return MASKED
    return NOTHING if figure.share is None else percent(figure.share)


def strongly(figure: Figure) -> str:
    """« – » where no question can show it."""
    return count(figure.strong) if figure.asks_strong else NOTHING


def first(figure: Figure) -> str:
    return count(figure.priority) if figure.asks_priority else NOTHING


def weighted(figure: Figure) -> str:
    return NOTHING if figure.weighted is None else percent(figure.weighted)


def interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return NOTHING
    return f"{percent(figure.low)} à{SPACE}{percent(figure.high)}"


def of_all(figure: Figure | None) -> str:
    """« 141 sur 296 (48 %) »."""
    if figure is None:
        return NOT_ASKED
    if figure.is_withheld:
        return MASKED
    if not figure.base:
        return NOTHING
    return f"{number(figure.expressing or 0)} sur{SPACE}{number(figure.base)} ({share(figure)})"


def bar(figure: Figure | None, tint: int = 0) -> Bar:
    return Bar(figure.share if figure else None, of_all(figure), tint)


@dataclass(frozen=True)
class Series:
    """One of the needs that a kept need is made of, in one campaign that can show it."""

    campaign: CampaignUsed
    code: str
    name: str
    """Empty where there is only one."""


def series_of(snapshot: Snapshot, need: KeptNeed) -> tuple[Series, ...]:
    pairs = [(campaign, code) for campaign in snapshot.campaigns for code in need.codes
             if snapshot.figure(campaign.slug, code) is not None]
    return tuple(Series(campaign, code, _name(snapshot, need, campaign, code) if len(pairs) > 1 else "")
                 for campaign, code in pairs)


def _name(snapshot: Snapshot, need: KeptNeed, campaign: CampaignUsed, code: str) -> str:
    if len(snapshot.campaigns) == 1:
        return code
    title = shortened(campaign.title.french, 44)
    return title if len(need.codes) == 1 else f"{title}, {code}"


def in_group(snapshot: Snapshot, series: Series, group: Group | None = None) -> Figure | None:
    profile, code = (group.profile, group.code) if group else (EVERYWHERE, "")
    return snapshot.figure(series.campaign.slug, series.code, profile, code)


def headline(snapshot: Snapshot, campaign: CampaignUsed, need: KeptNeed, profile: str = EVERYWHERE,
             group: str = "") -> Figure | None:
    """Of a need made of several, the one that is most expressed everywhere; of one, its own figure."""
    whole = [figure for code in need.codes if (figure := snapshot.figure(campaign.slug, code)) is not None]
    if not whole:
        return None
    most = max(whole, key=lambda figure: figure.share if figure.share is not None else -1)
    return snapshot.figure(campaign.slug, most.need, profile, group)


def merged_note(needs: Sequence[KeptNeed]) -> str:
    """Said under a table that has room for one figure of each need."""
    if all(len(need.codes) < 2 for need in needs):
        return ""
    return "Pour un besoin qui en réunit plusieurs, le chiffre est celui du plus exprimé."

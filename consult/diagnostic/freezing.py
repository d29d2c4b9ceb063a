"""A snapshot put together from all that is known on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.measuring import Measured
from consult.diagnostic.models import DecidedNeed, Decision
from consult.diagnostic.snapshot import KeptNeed, Quote, SetAside, Tier
from consult.diagnostic.tiers import suggest
from consult.needs.disclosure import Rule
from consult.needs.taxonomy import Taxonomy

MEASURED = ("responses", "participation", "distances", "groups", "figures", "counts", "small", "complements")


@dataclass(frozen=True)
class Stock:
    """How many responses a campaign had, and how many had been taken back."""

    responses: int
    withdrawn: int

    def changes_since(self, earlier: Stock) -> int:
        """How many families came or left since."""
        left = self.withdrawn - earlier.withdrawn
        return left + max(self.responses - earlier.responses + left, 0)


def must_carry(now: Stock, earlier: Stock | None, rule: Rule) -> bool:
    """Whether so few families came or left that the difference with earlier figures would tell on them."""
    return earlier is not None and 0 < now.changes_since(earlier) < rule.minimum_base


def measured_of(used: CampaignUsed) -> Measured:
    """The figures of an earlier snapshot, to be published again as they were."""
    return Measured(**{name: getattr(used, name) for name in MEASURED})


@dataclass(frozen=True)
class Missing:
    """What must be settled before a diagnostic is frozen; false where nothing must."""

    reads_nothing: bool
    """No campaign is chosen."""
    keeps_nothing: bool
    untiered: tuple[str, ...]
    """Codes of kept needs without a tier."""
    gone: tuple[str, ...]
    """Codes of kept needs that the taxonomy has lost."""

    def __bool__(self) -> bool:
        return bool(self.reads_nothing or self.keeps_nothing or self.untiered or self.gone)


def missing_of(rows: Iterable[DecidedNeed], taxonomy: Taxonomy, campaigns: int) -> Missing:
    known = taxonomy.by_code()
    kept = [row for row in rows if row.decision is Decision.KEPT]
    return Missing(
        not campaigns, not kept, tuple(row.codes[0] for row in kept if row.tier is None),
        tuple(code for row in kept for code in row.codes if code not in known))


def kept_needs(rows: Iterable[DecidedNeed], taxonomy: Taxonomy, campaigns: Sequence[CampaignUsed],
               quotes: Mapping[str, Sequence[Quote]]) -> tuple[KeptNeed, ...]:
    """The needs that people keep, as the snapshot holds them; nothing is missing."""
    known = taxonomy.by_code()
    domains = {domain.code: domain for domain in taxonomy.domains}
    found = []
    for row in rows:
        need = known[row.codes[0]]
        figures = [figure for campaign in campaigns for figure in campaign.figures
                   if figure.need in row.codes and not figure.group]
        suggested = suggest(figures)
        found.append(KeptNeed(
            str(row.id), tuple(row.codes), need.label, need.definition, domains[need.domain].label,
            cast(Tier, row.tier), row.reason, suggested.tier, suggested.because, row.statement, row.concerned,
            row.offer, tuple(row.tension),
            # One sentence may say two needs that are one here.
            tuple(dict.fromkeys(quote for code in row.codes for quote in quotes.get(code, ())))))
    return tuple(found)


def set_aside(rows: Iterable[DecidedNeed], taxonomy: Taxonomy) -> tuple[SetAside, ...]:
    known = taxonomy.by_code()
    return tuple(SetAside(code, known[code].label, row.reason) for row in rows
                 if row.decision is Decision.SET_ASIDE for code in row.codes if code in known)

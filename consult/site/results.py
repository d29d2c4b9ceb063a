"""What became of the answers, for families: what was heard, and what the town does about it. Pure.

All numbers come from one frozen diagnostic, which protected them together. None is withheld, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from consult.diagnostic.commitments import Promise
from consult.diagnostic.figures import PLACE, Breakdown, CampaignUsed, Row
from consult.diagnostic.snapshot import Heading, Snapshot
from consult.i18n import LANGUAGES
from consult.site.heard import NeedShown, Part, PromiseShown, Tally, parts_of, shown_in_order, tallies
from consult.site.village_map import Located, VillageMap, village_map
from consult.territories.coordinates import positions
from consult.text import Localized

MODE = "mode"
FINGERPRINT = 12
"""Letters of the hash that are enough to compare two papers by eye."""


@dataclass(frozen=True)
class Village:
    label: Localized
    count: int | None


@dataclass(frozen=True)
class Recording:
    """The page read aloud by a person."""

    tag: str
    language: str
    address: str


@dataclass(frozen=True)
class ResultsPage:
    slug: str
    campaign: CampaignUsed
    number: int
    frozen_on: date
    fingerprint: str
    parts: tuple[Part, ...]
    """Tiers in which a need is kept."""
    others: tuple[PromiseShown, ...]
    """Promises for needs that this diagnostic no longer keeps: they stand all the same."""
    modes: tuple[Row, ...]
    villages: tuple[Village, ...]
    """The one with most answers first."""
    map: VillageMap | None
    credits: tuple[str, ...]
    """Who is to be named for the positions of the points."""
    limits: tuple[str, ...]
    recordings: tuple[Recording, ...]

    @property
    def is_demonstration(self) -> bool:
        return self.campaign.is_demonstration

    @property
    def promised(self) -> tuple[Tally, ...]:
        return tallies([*(promise for need in self.needs for promise in need.promises), *self.others])

    @property
    def needs(self) -> Iterator[NeedShown]:
        return (need for part in self.parts for need in part.needs)


def _rows(campaign: CampaignUsed, code: str) -> tuple[Row, ...]:
    nothing = Breakdown(code, "", ())
    return next((table for table in campaign.participation if table.code == code), nothing).rows


def _villages(campaign: CampaignUsed) -> dict[str, Village]:
    """By code. A choice of the questionnaire has its words in every language, a row in French only."""
    words = {group.code: group.label for group in campaign.groups if group.profile == PLACE}
    return {row.code: Village(words.get(row.code, Localized(row.label)), row.count)
            for row in _rows(campaign, PLACE)}


def _located(snapshot: Snapshot, villages: Mapping[str, Village]) -> dict[str, Located]:
    return {place.code: Located(village.label, village.count, place.latitude, place.longitude)
            for place in snapshot.places if (village := villages.get(place.code))
            if place.latitude is not None and place.longitude is not None}


def _credits(located: Mapping[str, Located]) -> tuple[str, ...]:
    """The sources of the positions that we ship, where the points are theirs."""
    ours = {code: position for code, position in positions().items() if code in located}
    return tuple(sorted({position.source_title for code, position in ours.items()
                         if (position.latitude, position.longitude)
                         == (located[code].latitude, located[code].longitude)}))


def _most_first(villages: Mapping[str, Village]) -> tuple[Village, ...]:
    def place(village: Village) -> tuple[bool, int]:
        return (village.count is None, -(village.count or 0))
    return tuple(sorted(villages.values(), key=place))


def _recordings(audio: Mapping[str, str]) -> tuple[Recording, ...]:
    return tuple(Recording(tag, LANGUAGES[tag].name if tag in LANGUAGES else tag, address)
                 for tag, address in audio.items())


def results_page(snapshot: Snapshot, campaign_slug: str, promises: Iterable[Promise], on: date, *,
                 audio: Mapping[str, str] | None = None) -> ResultsPage:
    """The page of one campaign on a day; `audio` gives by language the address of a recording.

    Raises KeyError where the diagnostic does not hold that campaign.
    """
    campaign = {used.slug: used for used in snapshot.campaigns}[campaign_slug]
    promised, kept = tuple(promises), {need.key for need in snapshot.needs}
    villages = _villages(campaign)
    located = _located(snapshot, villages)
    drawn = village_map(located.values())
    return ResultsPage(
        campaign_slug, campaign, snapshot.number, snapshot.frozen_on, snapshot.content_hash[:FINGERPRINT],
        tuple(parts_of(snapshot, campaign_slug, promised, on)),
        shown_in_order((promise for promise in promised if promise.need not in kept), on),
        _rows(campaign, MODE), _most_first(villages), drawn,
        _credits(located) if drawn else (),
        tuple(part.strip() for part in snapshot.texts.get(Heading.LIMITS, "").split("\n\n") if part.strip()),
        _recordings(audio or {}))

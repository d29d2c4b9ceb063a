"""A diagnostic as it was frozen: inputs, rules, versions and every figure under one hash. Pure.

All counts in it were protected together, so that whatever is printed, shown or exported from one snapshot
tells no more than the snapshot does. None stands for what is withheld, or unknown; never for zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from consult.diagnostic.documents import content_hash, from_document, to_document
from consult.diagnostic.figures import EVERYWHERE, CampaignUsed, Figure
from consult.text import Localized

FORMAT = 1


class Tier(StrEnum):
    """How soon a need is to be answered, as people decided."""

    A = "A"
    B = "B"
    C = "C"


class Heading(StrEnum):
    """What the coordinator writes, under the headings of decree 2025-253; Markdown is not read in it."""

    CONTEXT = "context"
    METHOD = "method"
    LIMITS = "limits"
    TENSION = "tension"
    ORIENTATIONS = "orientations"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Place:
    """A territory the diagnostic speaks of."""

    code: str
    name: str
    kind: str
    parent: str
    """Code of the territory it lies in; empty at the top."""
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class IndicatorValue:
    """One source's figure; a rate has both numbers it is made of where they are known."""

    place: str
    numerator: float | None
    denominator: float | None
    value: float | None
    year: str
    nature: str
    source_title: str
    source_url: str
    note: str


@dataclass(frozen=True)
class Indicator:
    """Several sources may disagree: they stand side by side. Without values it is unknown."""

    code: str
    family: str
    label: str
    definition: str
    unit: str
    values: tuple[IndicatorValue, ...]


@dataclass(frozen=True)
class Supply:
    """A service known to be there, or planned; `value` is mostly places."""

    place: str
    kind: str
    name: str
    value: float | None
    unit: str
    status: str
    year: str
    opening_hours: str
    manager: str
    source_title: str
    source_url: str
    note: str


@dataclass(frozen=True)
class Quote:
    """What somebody wrote or said, cleaned by hand and judged fit for others."""

    words: str
    language: str
    in_french: str
    is_statement: bool
    """Said in a meeting; else written in an answer."""


@dataclass(frozen=True)
class KeptNeed:
    """A need that people keep, with their reasons; several needs of the taxonomy may be one."""

    key: str
    codes: tuple[str, ...]
    label: Localized
    definition: Localized
    domain: Localized
    tier: Tier
    reason: str
    suggested: Tier
    """What the rule suggests from the published figures."""
    suggested_because: str
    statement: str
    concerned: str
    offer: str
    tension: tuple[str, ...]
    """Codes of the places where it presses most."""
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class SetAside:
    code: str
    label: Localized
    reason: str


@dataclass(frozen=True)
class Snapshot:
    slug: str
    """Of the diagnostic; with the number it names files."""
    number: int
    title: str
    territory: str
    frozen_on: date
    minimum_base: int
    minimum_count: int
    taxonomy_number: int
    taxonomy_hash: str
    texts: Mapping[str, str]
    """By heading; those left empty are absent."""
    places: tuple[Place, ...]
    """The territory first, then what lies in it, then what it lies in."""
    campaigns: tuple[CampaignUsed, ...]
    indicators: tuple[Indicator, ...]
    supply: tuple[Supply, ...]
    needs: tuple[KeptNeed, ...]
    """Tier A first, then as they were put in order."""
    set_aside: tuple[SetAside, ...]

    def to_document(self) -> dict[str, Any]:
        return {"format": FORMAT, **to_document(self)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Snapshot:
        return from_document(cls, document)

    @property
    def inside(self) -> tuple[Place, ...]:
        """The territory and what lies in it, at any depth."""
        parents = {place.code: place.parent for place in self.places}

        def is_inside(code: str) -> bool:
            return code == self.territory or (code in parents and is_inside(parents[code]))

        return tuple(place for place in self.places if is_inside(place.code))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical document, hexadecimal: what reports print."""
        return content_hash(self.to_document())

    @cached_property
    def _figures(self) -> dict[tuple[str, str, str, str], Figure]:
        return {(figure.campaign, figure.need, figure.profile, figure.group): figure
                for campaign in self.campaigns for figure in campaign.figures}

    def figure(self, campaign: str, need: str, profile: str = EVERYWHERE, group: str = "") -> Figure | None:
        """None where the campaign asks nothing that can show the need."""
        return self._figures.get((campaign, need, profile, group))

    def figures(self) -> Iterator[Figure]:
        return (figure for campaign in self.campaigns for figure in campaign.figures)

    @property
    def is_demonstration(self) -> bool:
        return any(campaign.is_demonstration for campaign in self.campaigns)

    @property
    def name(self) -> str:
        """What its files are called, without their ending."""
        return f"{self.slug}-{self.number}"

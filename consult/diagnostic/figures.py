"""What a campaign says, as it may be published: who took part, and its needs. Pure.

None stands for what is withheld, or unknown; never for zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consult.campaigns.models import Sampling
from consult.needs.profiles import PLACE as PLACE
from consult.needs.tables import EVERYWHERE as EVERYWHERE
from consult.text import Localized


@dataclass(frozen=True)
class Group:
    """Families who gave some answers: `profile` is the question, `code` the group."""

    profile: str
    profile_label: Localized
    code: str
    label: Localized


@dataclass(frozen=True)
class Figure:
    """A need among the families of a group in one campaign. Counts are of families."""

    campaign: str
    need: str
    profile: str
    group: str
    base: int | None
    """Who was asked and answered."""
    expressing: int | None
    strong: int | None
    priority: int | None
    asks_strong: bool
    """False where no question can show it strongly: `strong` then says nothing."""
    asks_priority: bool
    weighted: float | None = None
    """Share with weights, in [0, 1], two decimals: finer ones would let counts be worked out."""
    low: float | None = None
    high: float | None = None
    """95 % interval of the weighted share; only where families were drawn by chance."""

    @property
    def is_withheld(self) -> bool:
        return self.base is None or self.expressing is None

    @property
    def share(self) -> float | None:
        """In [0, 1]; None where withheld, or where nobody could say."""
        return self.expressing / self.base if self.base and self.expressing is not None else None

    @property
    def intensity(self) -> float | None:
        """Of those who express it, the share that does so strongly."""
        if not self.asks_strong or not self.expressing or self.strong is None:
            return None
        return self.strong / self.expressing


@dataclass(frozen=True)
class Row:
    """A line of a table of participation."""

    code: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Breakdown:
    """Responses told apart one way: `lieu`, `langue`, `mode`, `relais`."""

    code: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Distance:
    """How far responses are from what is known of the population, in one category of a margin."""

    question: str
    label: str
    source: str
    population: float
    """Share in the population, in [0, 1]."""
    responses: float | None
    """Share of the responses; None where withheld."""


@dataclass(frozen=True)
class Gathered:
    """The public meetings of a campaign that took place. None is unknown: nobody counted."""

    meetings: int
    families: int | None
    """That signed up."""
    present: int | None
    """Grown-ups who came."""
    women: int | None
    statements: int
    """Things said that were noted."""


@dataclass(frozen=True)
class QuestionnaireUsed:
    number: int
    content_hash: str
    published_on: date


@dataclass(frozen=True)
class CampaignUsed:
    slug: str
    title: Localized
    opens_on: date
    closes_on: date
    sampling: Sampling
    is_demonstration: bool
    """Its answers are simulated: every page and file says so."""
    questionnaires: tuple[QuestionnaireUsed, ...]
    responses: int | None
    participation: tuple[Breakdown, ...]
    distances: tuple[Distance, ...]
    gathered: Gathered
    groups: tuple[Group, ...]
    """Places first, then the other profiles, in the order of their tables."""
    figures: tuple[Figure, ...]
    counts: int
    """Of so many counts that are not nothing…"""
    small: int
    """… so many are withheld because they are small…"""
    complements: int
    """… and so many to protect those."""
    carried_from: int | None
    """Number of the snapshot these figures were taken from, where too few families answered since."""

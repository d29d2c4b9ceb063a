"""Four ways to look at a need, never added up: frequency, intensity, vulnerability, coverage. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.needs.coverage import Coverage
from consult.needs.estimates import Figures, Survey
from consult.needs.profiles import Group, Profile
from consult.needs.taxonomy import Need


@dataclass(frozen=True)
class Ratio:
    """How many times more often a group expresses a need than the other families who say.

    `n` and `others` are the bases it stands on; `value` is None where a share is unknown, or theirs nothing.
    """

    value: float | None
    n: int
    others: int


def ratio(inside: Figures, outside: Figures) -> Ratio:
    """The share of a group over the share of the others."""
    value = inside.share / outside.share if inside.share is not None and outside.share else None
    return Ratio(value, inside.base, outside.base)


@dataclass(frozen=True)
class Axes:
    """One need on each of the four axes."""

    need: Need
    figures: Figures
    vulnerability: Ratio
    coverage: Coverage

    @property
    def frequency(self) -> float | None:
        """Share of the families who could say and express it, in [0, 1]."""
        return self.figures.share

    @property
    def intensity(self) -> float | None:
        """Share of those expressing it whose evidence is strong, in [0, 1]."""
        return self.figures.strong / self.figures.expressing if self.figures.expressing else None


def vulnerable_groups(profiles: Sequence[Profile]) -> list[tuple[Profile, Group]]:
    """Groups that needs may weigh on more, of profiles where somebody else is there to compare with."""
    return [(profile, group) for profile in profiles for group in profile.groups
            if group.is_vulnerable and len(profile.groups) > 1]


def vulnerability(survey: Survey, need: Need, profile: Profile, group: Group) -> Ratio:
    """A group against all other families who answered the profile's question."""
    others = Group("", group.label, tuple(dict.fromkeys(
        choice for other in profile.groups if other.code != group.code for choice in other.choices)))
    return ratio(survey.in_group(need, profile, group), survey.in_group(need, profile, others))

"""Groups of families that needs are looked at by: where they live, and six things about them. Pure.

Which answers make a group is data (`data/profiles.csv`), so that another questionnaire has its own.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from consult.surveys.questions import CHOOSING, Kind, Question, Questionnaire
from consult.text import Localized

DATA = Path(__file__).parent / "data" / "profiles.csv"
PLACE_TOPIC = "lieu"
PLACE = "place"


@dataclass(frozen=True)
class Group:
    """Families who gave one of these choices. `is_vulnerable` marks the group a need may weigh on more."""

    code: str
    label: Localized
    choices: tuple[str, ...]
    is_vulnerable: bool = False


@dataclass(frozen=True)
class Profile:
    """A question and the groups its answers make. `is_exclusive`: a family is in one group at most."""

    code: str
    label: Localized
    question: str
    groups: tuple[Group, ...]
    is_exclusive: bool

    def fitted(self, question: Question) -> "Profile":
        """The profile with what this question offers only."""
        names = {choice.name for choice in question.choices}
        groups = (replace(group, choices=tuple(choice for choice in group.choices if choice in names))
                  for group in self.groups)
        return replace(self, groups=tuple(group for group in groups if group.choices),
                       is_exclusive=question.kind is Kind.ONE)


def read_profiles(rows: Iterable[Mapping[str, str]]) -> list[Profile]:
    """One row a group: profile, profile_label, question, group, group_label, choices (a|b), vulnerable."""
    found: dict[str, Profile] = {}
    for row in rows:
        group = Group(row["group"], Localized(row["group_label"]), tuple(row["choices"].split("|")),
                      bool(row["vulnerable"]))
        before = found.get(row["profile"])
        groups = (*(before.groups if before else ()), group)
        found[row["profile"]] = Profile(row["profile"], Localized(row["profile_label"]), row["question"],
                                        groups, is_exclusive=True)
    return list(found.values())


@cache
def _shipped() -> tuple[Profile, ...]:
    with DATA.open(encoding="utf-8", newline="") as stream:
        return tuple(read_profiles(csv.DictReader(stream)))


def profiles_of(questionnaire: Questionnaire) -> list[Profile]:
    """The shipped profiles whose question this questionnaire has."""
    known = {question.name: question for question in questionnaire.questions() if question.kind in CHOOSING}
    fitted = [profile.fitted(known[profile.question]) for profile in _shipped() if profile.question in known]
    return [profile for profile in fitted if profile.groups]


def _is_place(question: Question, codes: Collection[str]) -> bool:
    names = {choice.name for choice in question.choices}
    return len(names.intersection(codes)) * 2 > len(names)


def place_question(questions: Iterable[Question], codes: Collection[str]) -> Question | None:
    """The question whose topic is the place, or whose choices are mostly codes of territories."""
    single = [question for question in questions if question.kind is Kind.ONE]
    named = (question for question in single if question.topic == PLACE_TOPIC)
    coded = (question for question in single if _is_place(question, codes))
    return next(named, None) or next(coded, None)


def place_profile(question: Question) -> Profile:
    """Where families live: a group for each choice."""
    groups = tuple(Group(choice.name, choice.label, (choice.name,)) for choice in question.choices)
    return Profile(PLACE, question.label, question.name, groups, is_exclusive=question.kind is Kind.ONE)

"""The families of a meeting as the desk reads them: a table for each state, sorted by its address. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from consult.meetings.models import SignUp
from consult.meetings.phones import in_pairs
from consult.meetings.states import SignUpState
from consult.text import spelling
from consult.web.sorting import NAME, Order, in_order, order_of

RANK, DEADLINE, LANGUAGE, RELAY = "rang", "jusque", "langue", "relais"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A family on the list."""

    sign_up: SignUp
    rank: int | None = None
    """Its place among those who wait, the first one next to be offered seats."""
    has_twin: bool = False
    """Another family left the same number: one family twice, or one phone for two."""

    @property
    def phone(self) -> str:
        return in_pairs(self.sign_up.phone)

    @property
    def typed(self) -> str:
        """The number as the family wrote it, where it reads otherwise."""
        written = "".join(filter(str.isdigit, self.sign_up.phone_typed))
        return "" if written == self.sign_up.phone else self.sign_up.phone_typed

    @property
    def children(self) -> int:
        return self.sign_up.under_3 + self.sign_up.from_3_to_5 + self.sign_up.from_6

    @property
    def is_forgotten(self) -> bool:
        """Its name is erased, and the code that opened its page: only numbers are left."""
        return self.sign_up.code is None


@dataclass(frozen=True)
class Section:
    """The families in one state."""

    state: SignUpState
    entries: tuple[Entry, ...]
    order: Order


SORTED_BY: Mapping[str, Callable[[Entry], Any]] = {
    NAME: lambda entry: spelling(entry.sign_up.name),
    RANK: lambda entry: entry.rank or 0,
    DEADLINE: lambda entry: entry.sign_up.offer_until or _NEVER,
    RELAY: lambda entry: spelling(entry.sign_up.relay.name) if entry.sign_up.relay else "",
    LANGUAGE: lambda entry: entry.sign_up.language,
    "adultes": lambda entry: entry.sign_up.adults,
    "enfants": lambda entry: entry.children,
}
_WORDS = (NAME, RANK, DEADLINE, RELAY, LANGUAGE)
_TABLES = {
    SignUpState.CONFIRMED: ("inscrites", NAME), SignUpState.OFFERED: ("proposees", DEADLINE),
    SignUpState.WAITING: ("attente", RANK), SignUpState.LAPSED: ("passees", NAME),
    SignUpState.CANCELLED: ("annulees", NAME)}
"""What the address calls each table, and how it is sorted where the address says nothing."""


def _entries(sign_ups: Iterable[SignUp]) -> list[Entry]:
    listed = sorted(sign_ups, key=lambda sign_up: (sign_up.turn or 0, spelling(sign_up.name), sign_up.id))
    numbers = Counter(sign_up.phone for sign_up in listed
                      if sign_up.phone and sign_up.state is not SignUpState.CANCELLED)
    waiting = [sign_up.id for sign_up in listed if sign_up.state is SignUpState.WAITING]
    ranks = {key: rank for rank, key in enumerate(waiting, 1)}
    return [Entry(sign_up, ranks.get(sign_up.id),
                  has_twin=sign_up.state is not SignUpState.CANCELLED and numbers[sign_up.phone] > 1)
            for sign_up in listed]


def register(sign_ups: Iterable[SignUp], asked: str) -> list[Section]:
    """Every state with its families, in the order of the states; `asked` sorts one of the tables."""
    entries, sections = _entries(sign_ups), []
    for state, (name, usual) in _TABLES.items():
        order = order_of(name, asked, SORTED_BY, usual=usual, words=_WORDS)
        here = (entry for entry in entries if entry.sign_up.state is state)
        sections.append(Section(state, tuple(in_order(here, order, SORTED_BY)), order))
    return sections

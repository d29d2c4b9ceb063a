"""The families of a meeting as they are met at its door: first names and numbers only. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from consult.errors import N_
from consult.meetings.arrivals import Entry
from consult.meetings.models import SignUp
from consult.meetings.states import SignUpState

WANTS = {
    "wants_childminding": N_("Garde des enfants"),
    "wants_interpreter": N_("Interprète"),
    "wants_transport": N_("Transport"),
    "wants_step_free": N_("Accès sans marche"),
}


@dataclass(frozen=True)
class Guest:
    id: UUID
    name: str
    """Empty once it is erased."""
    adults: int
    children: int
    wants: tuple[str, ...]
    """What the family needs to come, as sentences of the catalogue."""
    is_expected: bool
    """False for a family that comes although it is not on the list any more."""
    came: Entry | None

    @property
    def people(self) -> int:
        return self.adults + self.children


def _guest(family: SignUp, came: Entry | None) -> Guest:
    return Guest(
        id=family.id, name=family.name, adults=family.adults,
        children=family.under_3 + family.from_3_to_5 + family.from_6,
        wants=tuple(words for name, words in WANTS.items() if getattr(family, name)),
        is_expected=family.state is SignUpState.CONFIRMED, came=came)


def guests(families: Iterable[SignUp], entries: Iterable[Entry]) -> list[Guest]:
    """The families in the order given, each with what was noted of it."""
    came = {entry.id: entry for entry in entries}
    return [_guest(family, came.get(family.id)) for family in families]


@dataclass(frozen=True)
class Expected:
    families: int
    adults: int
    children: int

    @property
    def people(self) -> int:
        return self.adults + self.children


def expected(found: Iterable[Guest]) -> Expected:
    """Who said they would come."""
    coming = [guest for guest in found if guest.is_expected]
    return Expected(len(coming), adults=sum(guest.adults for guest in coming),
                    children=sum(guest.children for guest in coming))

"""How full a meeting is, and who its families are. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.meetings.models import SignUp
from consult.meetings.parties import Room
from consult.meetings.states import HOLDING, SignUpState


@dataclass(frozen=True)
class Share:
    """Families in one state, and the room they hold or ask for."""

    families: int = 0
    room: Room = Room(0)


@dataclass(frozen=True)
class Standing:
    """A meeting's room, and what the families in each state take of it."""

    whole: Room
    shares: Mapping[SignUpState, Share] = field(default_factory=dict)
    to_tell: int = 0
    """Families that a relay has to tell something."""
    prepared: int = 0
    """Messages that nobody has let go yet."""

    def _share(self, state: SignUpState) -> Share:
        return self.shares.get(state, Share())

    @property
    def confirmed(self) -> Share:
        return self._share(SignUpState.CONFIRMED)

    @property
    def offered(self) -> Share:
        return self._share(SignUpState.OFFERED)

    @property
    def waiting(self) -> Share:
        return self._share(SignUpState.WAITING)

    @property
    def taken(self) -> Room:
        """Confirmed and offered: nobody else can have it."""
        return self.whole - self.left

    @property
    def left(self) -> Room:
        return self.whole - self.confirmed.room - self.offered.room


@dataclass(frozen=True)
class Tally:
    """Who some families are, and what they need to come."""

    families: int
    adults: int
    under_3: int
    from_3_to_5: int
    from_6: int
    minded: int
    """Children to be looked after."""
    wants_interpreter: int
    wants_transport: int
    wants_step_free: int
    languages: Mapping[str, int]
    """Families by the tag of the language they want to be told in, the most frequent first."""


_SUMMED = ("adults", "under_3", "from_3_to_5", "from_6", "minded", "wants_interpreter", "wants_transport",
           "wants_step_free")


def tally(sign_ups: Iterable[SignUp], states: Iterable[SignUpState] = HOLDING) -> Tally:
    """The families in these states, counted together."""
    wanted = set(states)
    counted = [sign_up for sign_up in sign_ups if sign_up.state in wanted]
    sums = {name: sum(int(getattr(sign_up, name)) for sign_up in counted) for name in _SUMMED}
    languages = Counter(sign_up.language for sign_up in counted)
    return Tally(families=len(counted), languages=dict(languages.most_common()), **sums)

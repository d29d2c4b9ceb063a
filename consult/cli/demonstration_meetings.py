"""The meetings of the demonstration: real halls, days that follow today, families that are made up.

Nobody of them has a phone: a demonstration must not send anything to anybody.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from consult import clock
from consult.campaigns.models import Campaign
from consult.db import durably
from consult.meetings import service as meetings
from consult.meetings.models import Meeting
from consult.meetings.parties import Party
from consult.meetings.states import Purpose
from consult.text import Localized

BEGINS, ENDS = time(16), time(18)
"""When public meetings took place in these halls in 2022 (consult/meetings/data/venues.csv)."""
TITLE = "Parlons de la garde des jeunes enfants"
TEXT = ("Venez dire comment vous faites garder vos enfants, ce qui marche et ce qui manque. "
        "Vous pouvez venir avec eux.\n\n*Réunion de démonstration : elle n’aura pas lieu.*")
ACCESS = "Entrée par la cour, sans marches. Quelqu’un vous accueille à la porte."
WOMEN = ("Amina", "Zaïnaba", "Fatima", "Echati", "Moinaecha", "Anrafati", "Houdhoimati", "Roukia", "Mariama",
         "Nadjima", "Hadidja", "Toihirati", "Sitti")
MEN = ("Ali", "Soilihi", "Saïd", "Abdou", "Madi")


@dataclass(frozen=True)
class DemonstrationMeeting:
    """What changes from one to the other: where, in how many days, for how many, and who came forward."""

    territory_code: str
    venue: str
    in_days: int
    seats: int
    families: int
    minded_seats: int = 0
    purpose: Purpose = Purpose.CONSULTS
    title: str = TITLE
    has_interpreter: bool = True
    women_only: bool = False


MEETINGS = (
    DemonstrationMeeting("97611-kaweni", "MJC de Kawéni", 6, seats=60, families=11, minded_seats=15),
    DemonstrationMeeting("97611-passamainty", "Médiathèque de Passamaïnty", 9, seats=12, families=8,
                         women_only=True, has_interpreter=False),
    DemonstrationMeeting("97611-mamoudzou-centre", "MJC de Mamoudzou", 110, seats=80, families=3,
                         minded_seats=20, purpose=Purpose.REPORTS, title="Ce que la Ville a entendu"),
)


def _plan(meeting: DemonstrationMeeting, day: date) -> meetings.Plan:
    begins, ends = (datetime.combine(day, hour, clock.ZONE) for hour in (BEGINS, ENDS))
    return meetings.Plan(
        title=Localized(meeting.title), text=Localized(TEXT), access=Localized(ACCESS),
        purpose=meeting.purpose, territory_code=meeting.territory_code, venue=meeting.venue, starts_at=begins,
        ends_at=ends, seats=meeting.seats, minded_seats=meeting.minded_seats,
        has_interpreter=meeting.has_interpreter, women_only=meeting.women_only)


def plan_meetings(campaign: Campaign, *, today: date) -> None:
    """Add the meetings, open to sign-ups."""
    plans = [_plan(meeting, today + timedelta(days=meeting.in_days)) for meeting in MEETINGS]
    for meeting in meetings.plan_series(campaign, plans):
        meetings.open_meeting(meeting)


def _families(meeting: Meeting, described: DemonstrationMeeting, seed: int) -> Iterator[tuple[UUID, Party]]:
    """Always the same ones, under the same keys: a command begun again signs nobody up twice."""
    rng = random.Random(f"{seed}/{meeting.venue}")  # noqa: S311, the same seed must make the same families
    names = WOMEN if meeting.women_only else WOMEN + MEN
    for name in rng.sample(names, described.families):
        key = UUID(int=rng.getrandbits(128), version=4)
        yield key, Party(
            name=name, language=rng.choice(("fr", "swb")), adults=rng.choice((1, 1, 2)),
            under_3=rng.choice((0, 1)), from_3_to_5=rng.choice((0, 0, 1)), from_6=rng.choice((0, 0, 1)),
            wants_childminding=bool(meeting.minded_seats), wants_interpreter=rng.random() < 0.3,
            wants_transport=rng.random() < 0.2)


def sign_families_up(campaign_id: UUID, *, seed: int) -> None:
    """Each family as if its form had been sent."""
    described = {meeting.venue: meeting for meeting in MEETINGS}
    wanted = [(meeting.id, family) for meeting in meetings.list_meetings(campaign_id)
              if meeting.venue in described for family in _families(meeting, described[meeting.venue], seed)]
    for meeting_id, (key, party) in wanted:
        durably(partial(meetings.sign_up, key=key, meeting_id=meeting_id, party=party, at=clock.now()))

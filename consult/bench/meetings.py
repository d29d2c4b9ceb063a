"""Five hundred families for sixty seats: who is seated, who waits, and how fast, beside an empty view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from consult import clock
from consult.bench.budgets import budget
from consult.bench.load import Load, Measured, run_apart
from consult.bench.site import NO_KEY, SLUG, http
from consult.campaigns.service import find_campaign
from consult.db import db
from consult.meetings import service
from consult.meetings.models import SignUp
from consult.meetings.states import SignUpState
from consult.text import Localized

FAMILIES, CLIENTS, SEATS = 500, 50, 60
PATIENCE_SECONDS = 120.0


def prepare_meeting() -> str:
    """An open meeting with sixty seats; its code. Needs an application open for writing."""
    begins = clock.now() + timedelta(days=30)
    meeting = service.plan_meeting(find_campaign(SLUG), service.Plan(
        title=Localized("Mesure"), territory_code="97611", venue="Mesure", seats=SEATS,
        starts_at=begins, ends_at=begins + timedelta(hours=2)))
    db.session.flush()  # what opens is a row
    service.open_meeting(meeting)
    db.session.commit()
    return meeting.code


@dataclass(frozen=True)
class Seated:
    """What the database holds afterwards."""

    confirmed: int
    waiting: int
    in_order: bool
    """Whether those who wait are numbered one after the other, none twice."""
    lost: int
    """Sign-ups that were acknowledged and are not there."""


@dataclass(frozen=True)
class Crowd:
    ours: Measured
    empty: Measured

    @property
    def ratio(self) -> float:
        return self.ours.rate / self.empty.rate if self.empty.rate else 0.0


def crowd(*, port: int, empty_port: int, code: str) -> Crowd:
    """Fifty phones at once, until five hundred families have sent their form."""
    body = urlencode({"_key": NO_KEY, "name": "Amina", "adults": "1", "language": "fr"})
    form = http("POST", f"/fr/reunions/{code}/inscription", body, Sec_Fetch_Site="same-origin")
    ours = run_apart(Load(port, CLIENTS, PATIENCE_SECONDS, (form,), b"303", FAMILIES))
    empty = run_apart(Load(empty_port, CLIENTS, PATIENCE_SECONDS, (http("POST", "/", "a=1"),), most=FAMILIES))
    return Crowd(ours, empty)


def seated(codes: Iterable[str]) -> Seated:
    """Read from the database itself."""
    found = db.session.execute(select(SignUp.code, SignUp.state, SignUp.turn)).all()
    turns = sorted(row.turn for row in found if row.state is SignUpState.WAITING)
    confirmed = sum(row.state is SignUpState.CONFIRMED for row in found)
    return Seated(confirmed, len(turns), turns == list(range(1, len(turns) + 1)),
                  len(set(codes) - {row.code for row in found}))


def report(found: Crowd, after: Seated) -> Iterable[str]:
    ours = found.ours
    yield (f"{len(ours.latencies)} inscriptions, {ours.rate:.0f}/s   p50 {ours.milliseconds(0.5):.0f} ms   "
           f"p99 {ours.milliseconds(0.99):.0f} ms   vue vide {found.empty.rate:.0f}/s   "
           f"rapport {found.ratio:.2f}")
    yield budget("places données", str(after.confirmed), f"exactement {SEATS}",
                 is_kept=after.confirmed == SEATS)
    yield budget("en attente, dans l’ordre", str(after.waiting), f"exactement {FAMILIES - SEATS}",
                 is_kept=after.in_order and after.waiting == FAMILIES - SEATS)
    yield budget("erreurs", str(ours.errors.total()), "aucune", is_kept=not ours.errors)
    yield budget("inscriptions perdues", str(after.lost), "aucune", is_kept=not after.lost)

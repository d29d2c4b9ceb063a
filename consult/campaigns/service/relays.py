"""Who hands the questionnaire on."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from consult.campaigns.codes import new_code
from consult.campaigns.models import Campaign, Mode, Relay, RelayKind
from consult.db import db
from consult.staff.models import Account, Role


@dataclass(frozen=True)
class RelayPlan:
    name: str
    kind: RelayKind
    mode: Mode
    territory_code: str | None = None
    account_id: UUID | None = None


def add_relay(campaign: Campaign, plan: RelayPlan) -> Relay:
    """A relay with a code of its own."""
    taken = set(db.session.scalars(select(Relay.code)))
    relay = Relay(code=new_code(taken), **vars(plan))
    campaign.relays.append(relay)
    return relay


def edit_relay(relay: Relay, plan: RelayPlan) -> None:
    """Write it again; the code stays, for it is printed."""
    for name, value in vars(plan).items():
        setattr(relay, name, value)


def interviewers() -> list[Account]:
    """Whose link a relay may be."""
    active = (Account.role == Role.INTERVIEWER, Account.is_active)
    return list(db.session.scalars(select(Account).where(*active).order_by(Account.name, Account.id)))

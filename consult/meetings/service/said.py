"""What was said in the meetings of a campaign, for who looks for needs in it."""

from uuid import UUID

from sqlalchemy import select

from consult.db import db
from consult.meetings.models import Meeting, Statement


def statements_of(campaign_id: UUID) -> list[Statement]:
    """Every statement of a campaign's meetings, in the order of the notes."""
    here = select(Statement).join(Meeting, Meeting.id == Statement.meeting_id)
    in_order = here.where(Meeting.campaign_id == campaign_id).order_by(Meeting.starts_at, Statement.position)
    return list(db.session.scalars(in_order.order_by(Statement.id)))


def statement_now(statement_id: UUID) -> str | None:
    """The words of a statement, which nobody changes until this transaction ends; None where it is gone."""
    return db.session.scalar(select(Statement.text).where(Statement.id == statement_id).with_for_update())

"""The stages of a meeting: how it goes from one to the next, and what a family is told. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consult.errors import N_, Refused
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage


class Situation(StrEnum):
    """What a family is told first."""

    COMING = "coming"
    FULL = "full"
    CANCELLED = "cancelled"
    OVER = "over"
    DRAFT = "draft"


def situation(meeting: Meeting, *, at: datetime) -> Situation:
    """A meeting that has begun takes no sign-up any more, held or not."""
    if meeting.stage in {MeetingStage.DRAFT, MeetingStage.CANCELLED}:
        return Situation(meeting.stage.value)
    if meeting.stage is MeetingStage.HELD or meeting.starts_at <= at:
        return Situation.OVER
    return Situation.FULL if meeting.seats_taken >= meeting.seats else Situation.COMING


CHANGEABLE = frozenset({MeetingStage.DRAFT, MeetingStage.OPEN})
"""Stages in which a meeting can still be written again."""


def accepts_sign_ups(meeting: Meeting, *, at: datetime) -> bool:
    """Also when it is full: there is a waiting list."""
    return situation(meeting, at=at) in {Situation.COMING, Situation.FULL}


@dataclass(frozen=True)
class Transition:
    """A named way from one stage to the next, as the desk writes it."""

    name: str
    starts: frozenset[MeetingStage]
    end: MeetingStage
    verb: str
    consequence: str


TRANSITIONS = {transition.name: transition for transition in (
    Transition("ouvrir", frozenset({MeetingStage.DRAFT}), MeetingStage.OPEN, N_("Ouvrir les inscriptions"),
               N_("La page devient publique. Les familles peuvent s’inscrire jusqu’au début de la réunion.")),
    Transition("annuler", frozenset({MeetingStage.DRAFT, MeetingStage.OPEN}), MeetingStage.CANCELLED,
               N_("Annuler la réunion"),
               N_("La page dit que la réunion est annulée. Un message est préparé pour chaque famille "
                  "inscrite. Une réunion annulée ne peut plus être rouverte.")),
    Transition("tenue", frozenset({MeetingStage.OPEN}), MeetingStage.HELD, N_("La réunion a eu lieu"),
               N_("Les présences et le compte rendu peuvent être publiés.")),
)}


class WrongStage(Refused):
    """This step is not possible from the stage the meeting is in."""

    sentence = N_("Cette étape n’est pas possible maintenant. La réunion a peut-être changé d’étape.")


def possible(stage: MeetingStage) -> list[Transition]:
    """The steps that can be taken from a stage."""
    return [transition for transition in TRANSITIONS.values() if stage in transition.starts]

"""One meeting at a glance: how full it is, who comes in figures, what is left to do, how to share it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.errors import N_
from consult.meetings import service, stages
from consult.meetings.models import Meeting
from consult.meetings.stages import Situation
from consult.meetings.standing import Standing, Tally, tally
from consult.meetings.states import MeetingStage, SignUpState
from consult.meetings.views.blueprint import situation_now, staff
from consult.meetings.views.links import links_to
from consult.staff.access import current_account, roles
from consult.staff.models import Role

NOBODY = tally([])


@dataclass(frozen=True)
class Task:
    """Something left to do, and the page where it is done."""

    sentence: str
    endpoint: str
    count: int


@dataclass(frozen=True)
class Overview:
    meeting: Meeting
    standing: Standing
    coming: Tally = NOBODY
    waiting: Tally = NOBODY
    tasks: tuple[Task, ...] = ()

    @property
    def steps(self) -> list[stages.Transition]:
        """The way forward first, then the way out."""
        found = stages.possible(self.meeting.stage)
        return sorted(found, key=lambda step: step.end is MeetingStage.CANCELLED)

    @property
    def next_step(self) -> str:
        """The one that is due: a meeting is not held before it has begun."""
        return {Situation.DRAFT: "ouvrir", Situation.OVER: "tenue"}.get(situation_now(self.meeting), "")


def _tasks(meeting: Meeting, standing: Standing) -> Iterator[Task]:
    yield Task(N_("Familles à prévenir : relire le message, puis l’envoyer (%(count)s)"), "meetings.messages",
               standing.prepared)
    yield Task(N_("Familles sans téléphone à prévenir par un relais (%(count)s)"), "meetings.messages",
               standing.to_tell)
    yield Task(N_("Notes à classer par besoin (%(count)s)"), "desk.statements",
               service.count_uncoded(meeting.id))


def _for_readers(meeting: Meeting) -> Overview:
    """How full it is, which the public page tells as well; nothing of who comes."""
    return Overview(meeting, service.find_standings([meeting])[meeting.id])


def _for_coordinators(meeting: Meeting) -> Overview:
    standing = service.find_standings([meeting])[meeting.id]
    families = service.list_sign_ups(meeting.id)
    return Overview(meeting, standing, tally(families), tally(families, [SignUpState.WAITING]),
                    tuple(task for task in _tasks(meeting, standing) if task.count))


OVERVIEWS = {Role.COORDINATOR: _for_coordinators, Role.READER: _for_readers}


@staff.get("/reunions/<code>")
@roles(Role.COORDINATOR, Role.READER)
def show(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    overview = OVERVIEWS[current_account().role](meeting)
    return render_template("meetings/overview.html", meeting=meeting, overview=overview,
                           links=links_to(meeting))

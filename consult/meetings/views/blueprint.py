"""The blueprints of meetings, that each module of views fills: the family's pages, and the desk's."""

from datetime import datetime

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from consult import clock
from consult.meetings.arrivals import is_door_open
from consult.meetings.models import Meeting
from consult.meetings.senders import post_office
from consult.meetings.stages import Situation, situation
from consult.meetings.times import local_day, local_hour
from consult.web.family import family_blueprint

public = family_blueprint("meeting", __name__)
staff = Blueprint("meetings", __name__, url_prefix="/staff")

staff.add_app_template_filter(local_day)


@staff.record_once
def open_post_office(state: BlueprintSetupState) -> None:
    """A setting that cannot send stops the start."""
    state.app.extensions["post_office"] = post_office(state.app.config)


@staff.app_template_filter("hour")
def hour(moment: datetime) -> str:
    """09:00, on the clocks of the place."""
    return f"{local_hour(moment):%H:%M}"


@staff.app_template_filter("door_is_open")
def door_is_open(meeting: Meeting) -> bool:
    """Whether people are welcomed at this meeting today."""
    return is_door_open(meeting, on=clock.today())


@staff.app_template_filter("situation")
def situation_now(meeting: Meeting) -> Situation:
    """What is to be said first of a meeting, at this moment."""
    return situation(meeting, at=clock.now())

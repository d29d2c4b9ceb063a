"""Meetings as families see them, and on the desk."""

from consult.meetings.views import (
    changing,
    invitations,
    links,
    overview,
    places,
    planning,
    sharing,
    sign_ups,
    signing_up,
    stages,
)
from consult.meetings.views.blueprint import public, staff

MODULES = (planning, overview, stages, links, sign_ups, invitations, signing_up, places, changing, sharing)
blueprints = (public, staff)

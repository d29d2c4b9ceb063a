"""Meetings as families see them, and on the desk."""

from consult.meetings.views import invitations, overview, planning, sharing, sign_ups, stages
from consult.meetings.views.blueprint import public, staff

MODULES = (planning, overview, stages, sharing, sign_ups, invitations)
blueprints = (public, staff)

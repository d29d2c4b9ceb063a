"""Meetings as families see them, and on the desk."""

from consult.meetings.views import invitations, links, overview, planning, sign_ups, stages
from consult.meetings.views.blueprint import public, staff

MODULES = (planning, overview, stages, links, sign_ups, invitations)
blueprints = (public, staff)

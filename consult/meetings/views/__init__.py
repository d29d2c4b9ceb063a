"""Meetings as families see them, and on the desk."""

from consult.meetings.views import invitations
from consult.meetings.views.blueprint import public, staff

MODULES = (invitations,)
blueprints = (public, staff)

"""Meetings as families see them, and on the desk."""

from consult.meetings.views import (
    arrivals,
    changing,
    invitations,
    links,
    messages,
    minutes,
    outbox,
    overview,
    places,
    planning,
    sharing,
    sheets,
    sign_ups,
    signing_up,
    stages,
    texts,
    welcome,
)
from consult.meetings.views.blueprint import public, staff

MODULES = (
    planning, overview, stages, links, sign_ups, invitations, signing_up, places, changing, sharing,
    welcome, arrivals, sheets, minutes, messages, outbox, texts)
blueprints = (public, staff)

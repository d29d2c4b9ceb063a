"""What sends messages, and who writes them, as the pages of the desk need to know."""

from dataclasses import replace

from flask import current_app, request

from consult.meetings.by_hand import ByHand, by_hand
from consult.meetings.notices import Notice, Site
from consult.meetings.senders import PostOffice


def office() -> PostOffice:
    found: PostOffice = current_app.extensions["post_office"]
    return found


def site() -> Site:
    """Who writes; links lead to the address that this page was asked at, where no other is set."""
    here = office().site
    return here if here.root else replace(here, root=request.host_url.rstrip("/"))


def to_send_by_hand(notice: Notice) -> ByHand:
    return by_hand(notice, site(), prefix=office().prefix)

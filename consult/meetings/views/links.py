"""Where families find a meeting: its address, one for each relay, and their QR codes."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from consult.campaigns import posters
from consult.campaigns.models import Relay
from consult.campaigns.views.links import LOOPBACK
from consult.errors import NotFound
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.views.blueprint import staff
from consult.staff.access import roles
from consult.staff.models import Role
from consult.text import FRENCH
from consult.web.addresses import as_typed, public_address


@dataclass(frozen=True)
class Link:
    """An address to print or to send."""

    url: str
    relay: Relay | None = None
    """Who hands it on: families that come through it can be told by them."""

    @property
    def shown(self) -> str:
        return as_typed(self.url)

    @property
    def is_local(self) -> bool:
        """It opens on this computer only."""
        return urlsplit(self.url).hostname in LOOPBACK


def link_to(meeting: Meeting, relay: Relay | None = None) -> Link:
    """The page switches to other languages by itself."""
    path = url_for("meeting.show", lang=FRENCH, code=meeting.code, relais=relay.code if relay else None)
    return Link(public_address(path), relay)


def links_to(meeting: Meeting) -> list[Link]:
    """The address for everybody, then that of each relay."""
    return [link_to(meeting), *(link_to(meeting, relay) for relay in meeting.campaign.relays)]


def _asked_link(code: str) -> Link:
    meeting, wanted = service.find_meeting(code), request.args.get("relais", "")
    relay = next((relay for relay in meeting.campaign.relays if relay.code == wanted), None)
    if wanted and relay is None:
        raise NotFound
    return link_to(meeting, relay)


@staff.get("/reunions/<code>/qr.svg")
@roles(Role.COORDINATOR)
def qr_svg(code: str) -> ResponseReturnValue:
    drawing = BytesIO(posters.qr_svg(_asked_link(code).url))
    return send_file(drawing, mimetype="image/svg+xml", download_name="qr-reunion.svg", max_age=0)


@staff.get("/reunions/<code>/qr.png")
@roles(Role.COORDINATOR)
def qr_png(code: str) -> ResponseReturnValue:
    picture = BytesIO(posters.qr_png(_asked_link(code).url))
    return send_file(picture, mimetype="image/png", download_name="qr-reunion.png", max_age=0)

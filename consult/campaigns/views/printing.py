"""What a relay hangs on its wall: the QR code, the poster, the flyer."""

from io import BytesIO

from babel.dates import format_date
from flask import current_app, send_file
from flask.typing import ResponseReturnValue

from consult.campaigns import posters, service
from consult.campaigns.models import Campaign, Relay
from consult.campaigns.posters import Sheet
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.links import relay_address
from consult.errors import NotFound
from consult.i18n import locale
from consult.staff.access import current_account, roles
from consult.staff.models import Role
from consult.text import FRENCH

BOTH = (Role.COORDINATOR, Role.INTERVIEWER)


def _own_relay(code: str) -> Relay:
    """A relay the signed-in person may print: hers, or any for the coordinator."""
    relay, account = service.find_relay(code), current_account()
    if account.role is not Role.COORDINATOR and relay.account_id != account.id:
        raise NotFound
    return relay


def _long_day(campaign: Campaign) -> str:
    return str(format_date(campaign.closes_on, "full", locale=locale(FRENCH)))


def _sheet(relay: Relay) -> Sheet:
    address, campaign = relay_address(relay), relay.campaign
    return Sheet(town=current_app.config["TOWN_NAME"], accent=current_app.config["ACCENT_COLOUR"],
                 title=campaign.title, summary=campaign.summary, last_day=_long_day(campaign),
                 relay=relay.name, url=address.url, shown=address.shown,
                 is_demonstration=campaign.is_demonstration)


def _file(content: bytes, media_type: str, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(content), mimetype=media_type, download_name=name, max_age=0)


@staff.get("/relais/<code>/qr.svg")
@roles(*BOTH)
def qr_svg(code: str) -> ResponseReturnValue:
    relay = _own_relay(code)
    return _file(posters.qr_svg(relay_address(relay).url), "image/svg+xml", f"qr-{relay.code}.svg")


@staff.get("/relais/<code>/qr.png")
@roles(*BOTH)
def qr_png(code: str) -> ResponseReturnValue:
    relay = _own_relay(code)
    return _file(posters.qr_png(relay_address(relay).url), "image/png", f"qr-{relay.code}.png")


@staff.get("/relais/<code>/affiche.pdf")
@roles(*BOTH)
def poster(code: str) -> ResponseReturnValue:
    relay = _own_relay(code)
    return _file(posters.poster(_sheet(relay)), "application/pdf", f"affiche-{relay.code}.pdf")


@staff.get("/relais/<code>/prospectus.pdf")
@roles(*BOTH)
def flyer(code: str) -> ResponseReturnValue:
    relay = _own_relay(code)
    return _file(posters.flyer(_sheet(relay)), "application/pdf", f"prospectus-{relay.code}.pdf")

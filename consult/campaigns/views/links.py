"""An interviewer's home: the links that are theirs, and nothing else."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from consult.campaigns import service
from consult.campaigns.models import Relay
from consult.campaigns.views.blueprint import staff
from consult.staff.access import current_account, roles
from consult.staff.models import Role
from consult.text import FRENCH
from consult.web.addresses import as_typed, public_address

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class RelayAddress:
    url: str
    shown: str
    """As it is printed: nobody types https://."""
    is_local: bool
    """It opens on this computer only; a poster with it would be useless."""


def relay_address(relay: Relay) -> RelayAddress:
    """Where the QR code of a relay leads. The page switches to other languages by itself."""
    url = public_address(url_for("responses.relay", lang=FRENCH, code=relay.code))
    return RelayAddress(url=url, shown=as_typed(url), is_local=urlsplit(url).hostname in LOOPBACK)


@staff.get("/mes-liens")
@roles(Role.INTERVIEWER, Role.COORDINATOR)
def links() -> ResponseReturnValue:
    mine = service.relays_of_account(current_account().id)
    return render_template("campaigns/links.html", relays=[(relay, relay_address(relay)) for relay in mine])

"""People to invite, on the desk: the only page that shows a name or a phone number."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.db import db
from consult.errors import N_, Refused
from consult.meetings import service
from consult.meetings.models import Invitee
from consult.meetings.phones import in_pairs, phone_digits
from consult.meetings.views.blueprint import staff
from consult.staff.access import log_action, roles
from consult.staff.models import Role


class StillNeeded(Refused):
    """The day on which everybody is to be forgotten has not come."""

    sentence = N_(
        "Ces personnes attendent encore une invitation. Effacez-les une par une, ou attendez la date prévue.")


def _detail(name: str, written: Any) -> tuple[str, str]:
    if isinstance(written, Mapping):
        return str(written["label"]), str(written["answer"])
    return name, ", ".join(map(str, written)) if isinstance(written, list) else str(written or "")


def _details(invitee: Invitee) -> dict[str, str]:
    """Everything but the number, which has a column of its own."""
    details = dict(_detail(name, written) for name, written in invitee.details.items())
    return {label: answer for label, answer in details.items() if phone_digits(answer) != invitee.phone}


def _phone(invitee: Invitee) -> str:
    return in_pairs(invitee.phone) if invitee.phone.isdigit() else ""


def _listing(invitees: Iterable[Invitee]) -> dict[str, Any]:
    """A table: a heading for each question that somebody answered, a row for each person."""
    people = [(invitee.id, _phone(invitee), _details(invitee)) for invitee in invitees]
    headings = list(dict.fromkeys(label for _id, _number, details in people for label in details))
    return {"headings": headings, "rows": [
        (key, number, [details.get(heading, "") for heading in headings]) for key, number, details in people]}


def _is_due(campaign: Campaign) -> bool:
    return campaign.contacts_forgotten_on is not None and campaign.contacts_forgotten_on <= clock.today()


@staff.get("/campagnes/<slug>/invitations")
@roles(Role.COORDINATOR)
def invitations(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    listing = _listing(service.find_invitees(campaign.id))
    return render_template(
        "meetings/invitations.html", campaign=campaign, listing=listing, is_due=_is_due(campaign))


@staff.post("/campagnes/<slug>/invitations/<uuid:invitee_id>/effacer")
@roles(Role.COORDINATOR)
def forget_one(slug: str, invitee_id: UUID) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    service.forget_invitee(campaign.id, invitee_id)
    log_action("efface une personne à inviter", slug)
    db.session.commit()
    flash(_("Cette personne est effacée."), "done")
    return redirect(url_for(".invitations", slug=slug), 303)


@staff.post("/campagnes/<slug>/invitations/effacer")
@roles(Role.COORDINATOR)
def forget_all(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    if not _is_due(campaign):
        raise StillNeeded
    gone = service.forget_invitees(on=clock.today(), campaign_id=campaign.id)
    log_action("efface les personnes à inviter", slug, count=gone)
    db.session.commit()
    flash(_("Toutes les personnes à inviter sont effacées."), "done")
    return redirect(url_for(".invitations", slug=slug), 303)

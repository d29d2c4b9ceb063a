"""Who hands the questionnaire on: their links."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.campaigns import service
from consult.campaigns.forms import RelayForm
from consult.campaigns.models import Campaign, Relay
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.links import relay_address
from consult.campaigns.views.pages import form_page
from consult.db import db
from consult.errors import NotFound
from consult.staff.access import log_action, roles
from consult.staff.models import Role


def _relay_of(campaign: Campaign, code: str) -> Relay:
    relay = service.find_relay(code)
    if relay.campaign_id != campaign.id:
        raise NotFound
    return relay


@staff.get("/campagnes/<slug>/relais")
@roles(Role.COORDINATOR)
def relays(slug: str) -> ResponseReturnValue:
    return render_template("campaigns/relays.html", campaign=service.find_campaign(slug))


@staff.route("/campagnes/<slug>/relais/nouveau", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add_relay(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    form = RelayForm()
    if not form.validate_on_submit():
        return form_page("campaigns/relay_form.html", form, campaign=campaign)
    relay = service.add_relay(campaign, form.plan())
    log_action("crée un relais", slug, name=relay.name, code=relay.code)
    db.session.commit()
    flash(_("Le relais est créé. Vous pouvez imprimer son affiche."), "done")
    return redirect(url_for(".relay", slug=slug, code=relay.code), 303)


@staff.get("/campagnes/<slug>/relais/<code>")
@roles(Role.COORDINATOR)
def relay(slug: str, code: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    found = _relay_of(campaign, code)
    return render_template(
        "campaigns/relay.html", campaign=campaign, relay=found, address=relay_address(found))


@staff.route("/campagnes/<slug>/relais/<code>/modifier", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit_relay(slug: str, code: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    found = _relay_of(campaign, code)
    form = RelayForm.of(found)
    if not form.validate_on_submit():
        return form_page("campaigns/relay_form.html", form, campaign=campaign)
    service.edit_relay(found, form.plan())
    log_action("modifie un relais", slug, name=found.name, code=found.code)
    db.session.commit()
    return redirect(url_for(".relay", slug=slug, code=found.code), 303)

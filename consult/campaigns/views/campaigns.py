"""A campaign listed, planned, edited."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.campaigns import service
from consult.campaigns.forms import CampaignForm
from consult.campaigns.models import Campaign
from consult.campaigns.service import AddressFrozen, AddressTaken
from consult.campaigns.stages import ALLOWS, Act
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.pages import form_page
from consult.db import db
from consult.staff.access import log_action, roles
from consult.staff.forms import note_refusal
from consult.staff.models import Role


@staff.get("/campagnes")
@roles(Role.COORDINATOR, Role.READER)
def campaigns() -> ResponseReturnValue:
    return render_template("campaigns/campaigns.html", campaigns=service.list_campaigns())


def _planned(form: CampaignForm) -> Campaign | None:
    try:
        return service.plan_campaign(form.plan())
    except AddressTaken as refusal:
        note_refusal(form.slug, refusal)
        return None


@staff.route("/campagnes/nouvelle", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def plan() -> ResponseReturnValue:
    form = CampaignForm()
    campaign = _planned(form) if form.validate_on_submit() else None
    if campaign is None:
        return form_page("campaigns/plan.html", form)
    log_action("crée une campagne", campaign.slug)
    db.session.commit()
    flash(_("La campagne est créée. C’est un brouillon : le public ne la voit pas."), "done")
    return redirect(url_for("stages.show", slug=campaign.slug), 303)


def _edited(form: CampaignForm, campaign: Campaign) -> list[str] | None:
    try:
        return service.edit_campaign(campaign, form.plan(campaign))
    except (AddressTaken, AddressFrozen) as refusal:
        note_refusal(form.slug, refusal)
        return None


@staff.route("/campagnes/<slug>/modifier", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    form = CampaignForm.of(campaign)
    changed = _edited(form, campaign) if form.validate_on_submit() else None
    if changed is None:
        may_move = Act.MOVE in ALLOWS[campaign.stage]
        return form_page("campaigns/edit.html", form, campaign=campaign, may_move=may_move)
    log_action("modifie une campagne", campaign.slug, changed=changed)
    db.session.commit()
    flash(_("Les changements sont enregistrés."), "done")
    return redirect(url_for("stages.show", slug=campaign.slug), 303)

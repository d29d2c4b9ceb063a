"""The timeline of a campaign."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service, stages
from consult.campaigns.forms import PhaseForm
from consult.campaigns.forms.texts import filled
from consult.campaigns.models import Phase
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.pages import form_page
from consult.campaigns.views.removal import removal_page
from consult.db import db
from consult.staff.access import log_action, roles
from consult.staff.models import Role


@staff.get("/campagnes/<slug>/phases")
@roles(Role.COORDINATOR)
def phases(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    steps = stages.timeline(campaign.phases, on=clock.today())
    return render_template("campaigns/phases.html", campaign=campaign,
                           phases=list(zip(campaign.phases, steps, strict=True)))


@staff.route("/campagnes/<slug>/phases/nouvelle", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add_phase(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    form = PhaseForm()
    if not form.validate_on_submit():
        return form_page("campaigns/phase.html", form, campaign=campaign)
    service.add_phase(campaign, **form.read_texts(), starts_on=form.starts_on.data, ends_on=form.ends_on.data)
    log_action("ajoute une étape", slug, title=form.title.data)
    db.session.commit()
    return redirect(url_for(".phases", slug=slug), 303)


@staff.route("/campagnes/<slug>/phases/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit_phase(slug: str, key: UUID) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    phase = service.find_part(Phase, campaign, key)
    form = PhaseForm(starts_on=phase.starts_on, ends_on=phase.ends_on, **filled(PhaseForm.texts, phase))
    if not form.validate_on_submit():
        return form_page("campaigns/phase.html", form, campaign=campaign)
    service.edit_phase(phase, **form.read_texts(phase), starts_on=form.starts_on.data,
                       ends_on=form.ends_on.data)
    log_action("modifie une étape", slug, title=form.title.data)
    db.session.commit()
    return redirect(url_for(".phases", slug=slug), 303)


@staff.route("/campagnes/<slug>/phases/<uuid:key>/supprimer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove_phase(slug: str, key: UUID) -> ResponseReturnValue:
    phase = service.find_part(Phase, service.find_campaign(slug), key)
    return removal_page(phase, slug=slug, back=".phases", verb="supprime une étape")

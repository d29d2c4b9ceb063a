"""Composing a diagnostic: which consultations it reads, what becomes of needs, what is written around."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import list_campaigns
from consult.campaigns.slugs import slug_of
from consult.db import db
from consult.desk.diagnostic.board import Board, board
from consult.desk.diagnostic.figures import figures_of
from consult.desk.diagnostic.forms import HEADINGS, NEW, DiagnosticForm, TextsForm
from consult.desk.diagnostic.views.blueprint import staff
from consult.diagnostic import service
from consult.needs.service import taxonomy_in_use
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role


def _campaigns() -> dict[str, Campaign]:
    return {campaign.slug: campaign for campaign in list_campaigns()}


@staff.get("")
@roles(Role.COORDINATOR, Role.READER)
def listing() -> ResponseReturnValue:
    return render_template("desk/diagnostic/listing.html", diagnostics=service.list_diagnostics(),
                           may_write=current_account().role is Role.COORDINATOR)


@staff.route(f"/{NEW}", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def create() -> ResponseReturnValue:
    campaigns = _campaigns()
    form = DiagnosticForm({slug: campaign.title.french for slug, campaign in campaigns.items()})
    if not form.validate_on_submit():
        return render_template("desk/diagnostic/create.html", form=form), 422 if form.errors else 200
    chosen = [campaigns[slug] for slug in form.campaigns.data]
    try:
        diagnostic = service.create_diagnostic(
            slug=slug_of(form.title.data), title=form.title.data, territory_code=chosen[0].territory_code,
            campaigns=chosen, on=clock.today())
    except service.SameName as refusal:
        form.title.errors = [_(refusal.sentence)]
        return render_template("desk/diagnostic/create.html", form=form), 422
    log_action("commence un diagnostic", diagnostic.slug)
    db.session.commit()
    return redirect(url_for(".compose", slug=diagnostic.slug), 303)


@staff.get("/<slug>")
@roles(Role.COORDINATOR)
def compose(slug: str) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    found: Board = board(taxonomy_in_use().taxonomy, diagnostic.needs, figures_of(diagnostic))
    return render_template("desk/diagnostic/compose.html", diagnostic=diagnostic, board=found,
                           missing=service.missing(diagnostic), titles=HEADINGS)


@staff.route("/<slug>/reglages", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def settings(slug: str) -> ResponseReturnValue:
    diagnostic, campaigns = service.find_diagnostic(slug), _campaigns()
    form = DiagnosticForm({each.slug: each.title.french for each in campaigns.values()},
                          title=diagnostic.title, campaigns=[each.slug for each in diagnostic.campaigns])
    if not form.validate_on_submit():
        return render_template("desk/diagnostic/settings.html", form=form, diagnostic=diagnostic), (
            422 if form.errors else 200)
    service.change_diagnostic(diagnostic, title=form.title.data,
                              campaigns=[campaigns[chosen] for chosen in form.campaigns.data])
    log_action("règle un diagnostic", slug)
    db.session.commit()
    return redirect(url_for(".compose", slug=slug), 303)


@staff.route("/<slug>/textes", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def texts(slug: str) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    form = TextsForm(**diagnostic.texts)
    if not form.validate_on_submit():
        return render_template("desk/diagnostic/texts.html", form=form, diagnostic=diagnostic,
                               headings=HEADINGS), 422 if form.errors else 200
    service.write_texts(diagnostic, form.texts)
    log_action("écrit les textes d’un diagnostic", slug)
    db.session.commit()
    flash(_("Les textes sont enregistrés."), "done")
    return redirect(url_for(".compose", slug=slug), 303)

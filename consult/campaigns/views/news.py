"""What happened since the campaign began."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service
from consult.campaigns.forms import NewsForm
from consult.campaigns.forms.texts import filled
from consult.campaigns.models import News
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.pages import form_page
from consult.campaigns.views.removal import removal_page
from consult.db import db
from consult.staff.access import log_action, roles
from consult.staff.models import Role


@staff.get("/campagnes/<slug>/actualites")
@roles(Role.COORDINATOR)
def news(slug: str) -> ResponseReturnValue:
    return render_template("campaigns/news.html", campaign=service.find_campaign(slug))


@staff.route("/campagnes/<slug>/actualites/nouvelle", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add_news(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    form = NewsForm(published_on=clock.today())
    if not form.validate_on_submit():
        return form_page("campaigns/piece.html", form, campaign=campaign)
    service.add_news(campaign, **form.read_texts(), published_on=form.published_on.data)
    log_action("publie une actualité", slug, title=form.title.data)
    db.session.commit()
    return redirect(url_for(".news", slug=slug), 303)


@staff.route("/campagnes/<slug>/actualites/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit_news(slug: str, key: UUID) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    piece = service.find_part(News, campaign, key)
    form = NewsForm(published_on=piece.published_on, **filled(NewsForm.texts, piece))
    if not form.validate_on_submit():
        return form_page("campaigns/piece.html", form, campaign=campaign)
    service.edit_news(piece, **form.read_texts(piece), published_on=form.published_on.data)
    log_action("modifie une actualité", slug, title=form.title.data)
    db.session.commit()
    return redirect(url_for(".news", slug=slug), 303)


@staff.route("/campagnes/<slug>/actualites/<uuid:key>/supprimer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove_news(slug: str, key: UUID) -> ResponseReturnValue:
    piece = service.find_part(News, service.find_campaign(slug), key)
    return removal_page(piece, slug=slug, back=".news", verb="supprime une actualité")

"""A campaign's hub on the desk, and the steps from one stage to the next.

Opening needs a questionnaire, and campaigns know nothing of questionnaires: the desk calls both.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns import service, stages
from consult.campaigns.models import Campaign, Stage
from consult.campaigns.stages import TRANSITIONS, NotReady
from consult.db import db
from consult.errors import NotFound
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.surveys.published import find_survey
from consult.web.forms import Form

staff = Blueprint("stages", __name__, url_prefix="/staff")
blueprints = (staff,)


def _has_questionnaire(campaign: Campaign) -> bool:
    return find_survey(campaign.slug) is not None


def _open(campaign: Campaign) -> None:
    service.open_campaign(campaign, has_questionnaire=_has_questionnaire(campaign), on=clock.today())


STEPS: Mapping[str, Callable[[Campaign], None]] = {
    "ouvrir": _open,
    "fermer": lambda campaign: service.close_campaign(campaign, at=clock.now()),
    "rouvrir": lambda campaign: service.reopen_campaign(campaign, on=clock.today()),
    "restituer": service.report_campaign,
}
MISSING: Mapping[str, Callable[[Campaign], list[str]]] = {
    "ouvrir": lambda campaign: stages.missing_before_opening(
        campaign, has_questionnaire=_has_questionnaire(campaign), on=clock.today()),
    "fermer": lambda campaign: [],
    "rouvrir": lambda campaign: stages.missing_before_reopening(campaign, on=clock.today()),
    "restituer": stages.missing_before_reporting,
}
LOGGED = {"ouvrir": "ouvre une campagne", "fermer": "ferme une campagne", "rouvrir": "rouvre une campagne",
          "restituer": "annonce une restitution"}


@staff.get("/campagnes/<slug>")
@roles(Role.COORDINATOR, Role.READER)
def show(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    missing = MISSING["ouvrir"](campaign) if campaign.stage is Stage.DRAFT else []
    return render_template("desk/stage_hub.html", campaign=campaign, missing=missing,
                           possible=stages.possible(campaign.stage), survey=find_survey(slug))


@staff.route("/campagnes/<slug>/etape/<name>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def step(slug: str, name: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    if name not in TRANSITIONS:
        raise NotFound
    form = Form()
    if not form.validate_on_submit():
        return _confirmation(campaign, name, form, MISSING[name](campaign)), 422 if form.errors else 200
    try:
        STEPS[name](campaign)
    except NotReady as refusal:
        return _confirmation(campaign, name, form, list(refusal.reasons)), refusal.status
    log_action(LOGGED[name], slug)
    db.session.commit()
    flash(_("C’est fait."), "done")
    return redirect(url_for(".show", slug=slug), 303)


def _confirmation(campaign: Campaign, name: str, form: Form, missing: list[str]) -> str:
    return render_template("desk/stage.html", campaign=campaign, form=form, missing=missing,
                           transition=TRANSITIONS[name])

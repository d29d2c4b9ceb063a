"""The taxonomy on the desk: what counts as each need, written again one by one, kept in versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign, list_campaigns
from consult.db import db
from consult.desk.taxonomy.forms import NeedForm, mark_of
from consult.errors import NotFound
from consult.exports.taxonomies import taxonomy_csv
from consult.needs import service
from consult.needs.estimates import rules_for
from consult.needs.evidence import Reading, check_rule, in_words
from consult.needs.service import InUse
from consult.needs.taxonomy import Need, Taxonomy
from consult.needs.taxonomy_changes import changes_between
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.surveys.questions import Questionnaire
from consult.surveys.service import questionnaire_of, versions_of
from consult.web.forms import Form

staff = Blueprint("taxonomy", __name__, url_prefix="/staff/taxonomie")
VERSION = "<int(max=1000000):number>"


@dataclass(frozen=True)
class Beside:
    """The campaign whose questionnaire the rules are read with, where the address names one."""

    campaign: Campaign | None
    questionnaire: Questionnaire | None

    @property
    def arguments(self) -> dict[str, Any]:
        return {"campagne": self.campaign.slug} if self.campaign else {}


@dataclass(frozen=True)
class Described:
    """What shows a need, in the words of a questionnaire."""

    evidence: list[list[Reading]]
    strong: list[list[Reading]]
    is_whole: bool
    """False where the rules name something this questionnaire does not have."""


def newest_questionnaire(campaign: Campaign) -> Questionnaire | None:
    """The one being prepared, or else what families answer."""
    versions = versions_of(campaign.id)
    return questionnaire_of(versions[0]) if versions else None


def _beside() -> Beside:
    slug = request.args.get("campagne", "")
    campaign = find_campaign(slug) if slug else None
    return Beside(campaign, newest_questionnaire(campaign) if campaign else None)


def described(need: Need, questionnaire: Questionnaire) -> Described:
    rules = rules_for(need, questionnaire)
    return Described(in_words(rules.evidence, questionnaire), in_words(rules.strong, questionnaire),
                     is_whole=not check_rule(need.evidence | need.strong, questionnaire))


@staff.get("")
@roles(Role.COORDINATOR)
def listing() -> ResponseReturnValue:
    in_use, beside = service.taxonomy_in_use(), _beside()
    asked = beside.questionnaire
    words = {need.code: described(need, asked) for need in in_use.taxonomy.needs()} if asked else {}
    return render_template("desk/taxonomy.html", in_use=in_use, beside=beside, words=words,
                           campaigns=list_campaigns())


def csv_file(in_use: InUse) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="besoins-version-{in_use.number}.csv"'}
    return Response(taxonomy_csv(in_use.taxonomy), mimetype="text/csv", headers=headers)


@staff.get("/besoins.csv")
@roles(Role.COORDINATOR)
def download() -> ResponseReturnValue:
    return csv_file(service.taxonomy_in_use())


@staff.route("/besoins/<code>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit(code: str) -> ResponseReturnValue:
    in_use, beside = service.taxonomy_in_use(), _beside()
    need = in_use.taxonomy.by_code().get(code)
    if need is None:
        raise NotFound
    form = NeedForm.of(need)
    is_right = form.validate_on_submit() and _fits(form, beside)
    if not is_right:
        return _need_page(form, need, beside), 422 if form.errors else 200
    if form.before.data != mark_of(need):
        form.before.data = mark_of(need)
        return _need_page(form, need, beside, has_changed=True), 409
    keep(in_use.taxonomy.with_need(form.need(need)), "", "modifie un besoin", code)
    return redirect(url_for(".listing", _anchor=code, **beside.arguments), 303)


def _fits(form: NeedForm, beside: Beside) -> bool:
    return beside.questionnaire is None or form.check_against(beside.questionnaire)


def _need_page(form: NeedForm, need: Need, beside: Beside, *, has_changed: bool = False) -> str:
    words = described(need, beside.questionnaire) if beside.questionnaire else None
    return render_template("desk/taxonomy_need.html", form=form, need=need, beside=beside, words=words,
                           has_changed=has_changed)


def keep(taxonomy: Taxonomy, source: str, verb: str, subject: str) -> None:
    """Put in use, log, commit, and say which version that made."""
    version = service.keep_taxonomy(taxonomy, source_name=source, at=clock.now())
    if version is None:
        flash(_("Rien n’a changé : aucune nouvelle version n’est faite."), "done")
        return
    log_action(verb, subject, version=version.number, source=source)
    number = version.number
    db.session.commit()
    flash(_("C’est enregistré : la version %(number)s est en usage.", number=number), "done")


@staff.get("/versions")
@roles(Role.COORDINATOR)
def versions() -> ResponseReturnValue:
    shipped = service.taxonomy_numbered(service.SHIPPED)
    return render_template("desk/taxonomy_versions.html", in_use=service.taxonomy_in_use(),
                           versions=service.list_versions(), shipped=shipped.taxonomy)


@staff.get(f"/versions/{VERSION}.csv")
@roles(Role.COORDINATOR)
def version_csv(number: int) -> ResponseReturnValue:
    return csv_file(service.taxonomy_numbered(number))


@staff.route(f"/versions/{VERSION}/reprendre", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def take_again(number: int) -> ResponseReturnValue:
    found, in_use, form = service.taxonomy_numbered(number), service.taxonomy_in_use(), Form()
    if not form.validate_on_submit():
        changes = changes_between(in_use.taxonomy, found.taxonomy)
        return render_template("desk/taxonomy_again.html", form=form, found=found, in_use=in_use,
                               changes=changes)
    keep(found.taxonomy, _("Version %(number)s reprise", number=number), "reprend une version des besoins",
          str(number))
    return redirect(url_for(".versions"), 303)

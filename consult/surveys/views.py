"""Questionnaires on the desk: bring one in, read its report, see it as a phone does, publish it."""

from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.db import db
from consult.i18n import DEFAULT
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role
from consult.surveys import authoring, service
from consult.surveys.forms import ReviewForm, ShippedForm, UploadForm
from consult.surveys.lint.findings import Report
from consult.surveys.pages import preview_page
from consult.surveys.questions import Questionnaire
from consult.surveys.shipped import find_shipped, load_shipped
from consult.surveys.xlsform.sheets import UnreadableWorkbook
from consult.web.language import current_tag

staff = Blueprint("surveys", __name__, url_prefix="/staff")
blueprints = (staff,)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Ways(NamedTuple):
    """How a questionnaire comes in."""

    upload: UploadForm
    shipped: ShippedForm


def _may_change() -> bool:
    return current_account().role is Role.COORDINATOR


def _versions_page(campaign: Campaign, *, upload: UploadForm | None = None,
                   shipped: ShippedForm | None = None, report: Report | None = None) -> str:
    ways = Ways(upload or UploadForm(formdata=None), shipped or ShippedForm(formdata=None))
    return render_template(
        "surveys/versions.html", campaign=campaign, versions=service.versions_of(campaign.id),
        ways=ways if _may_change() else None, report=report)


@staff.get("/campagnes/<slug>/questionnaire")
@roles(Role.COORDINATOR, Role.READER)
def versions(slug: str) -> ResponseReturnValue:
    return _versions_page(find_campaign(slug))


@staff.post("/campagnes/<slug>/questionnaire/envoyer")
@roles(Role.COORDINATOR)
def upload(slug: str) -> ResponseReturnValue:
    campaign, form = find_campaign(slug), UploadForm()
    if not form.validate_on_submit():
        return _versions_page(campaign, upload=form), 422
    sent = form.upload()
    try:
        report = authoring.read_upload(sent)
    except UnreadableWorkbook as refusal:
        form.survey.errors = [_(refusal.sentence) % refusal.values]
        return _versions_page(campaign, upload=form), 422
    if report.questionnaire is None:
        return _versions_page(campaign, upload=form, report=report), 422
    return _keep(campaign, report.questionnaire, authoring.source_name(sent))


@staff.post("/campagnes/<slug>/questionnaire/reprendre")
@roles(Role.COORDINATOR)
def take_shipped(slug: str) -> ResponseReturnValue:
    campaign, form = find_campaign(slug), ShippedForm()
    if not form.validate_on_submit():
        return _versions_page(campaign, shipped=form), 422
    return _keep(campaign, load_shipped(form.name.data), find_shipped(form.name.data).title)


def _keep(campaign: Campaign, questionnaire: Questionnaire, source: str) -> ResponseReturnValue:
    version = service.import_version(campaign.id, questionnaire, source_name=source, at=clock.now())
    db.session.flush()  # the redirect needs the key of a new version
    log_action("questionnaire importé", campaign.slug, version=version.number, source=source)
    address = url_for(".version", slug=campaign.slug, version_id=version.id)
    db.session.commit()
    flash(_("Le questionnaire est enregistré comme brouillon."), "done")
    return redirect(address, code=303)


@staff.get("/campagnes/<slug>/questionnaire/<uuid:version_id>")
@roles(Role.COORDINATOR, Role.READER)
def version(slug: str, version_id: UUID) -> ResponseReturnValue:
    return _version_page(find_campaign(slug), version_id)


def _version_page(campaign: Campaign, version_id: UUID, form: ReviewForm | None = None) -> str:
    found = service.find_version(campaign.id, version_id)
    questionnaire = service.questionnaire_of(found)
    form = (form or ReviewForm(formdata=None)).offer(service.translated_into(questionnaire))
    return render_template(
        "surveys/version.html", campaign=campaign, version=found, form=form if _may_change() else None,
        reasons=service.reasons_against_publishing(found), report=authoring.report_on(questionnaire))


@staff.post("/campagnes/<slug>/questionnaire/<uuid:version_id>/publier")
@roles(Role.COORDINATOR)
def publish(slug: str, version_id: UUID) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = service.find_version(campaign.id, version_id)
    service.publish_version(found, at=clock.now())
    log_action("questionnaire publié", campaign.slug, version=found.number, empreinte=found.content_hash)
    db.session.commit()
    flash(_("Cette version est publiée. Elle ne change plus."), "done")
    return redirect(url_for(".version", slug=slug, version_id=version_id), code=303)


@staff.post("/campagnes/<slug>/questionnaire/<uuid:version_id>/relire")
@roles(Role.COORDINATOR)
def review(slug: str, version_id: UUID) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = service.find_version(campaign.id, version_id)
    form = ReviewForm().offer(service.translated_into(service.questionnaire_of(found)))
    if not form.validate_on_submit():
        return _version_page(campaign, version_id, form), 422
    service.review_language(found, tag=form.tag.data, by=form.by.data, on=clock.today())
    log_action("langue relue", campaign.slug, version=found.number, langue=form.tag.data,
               par=form.by.data)
    db.session.commit()
    flash(_("La relecture est notée."), "done")
    return redirect(url_for(".version", slug=slug, version_id=version_id), code=303)


@staff.get("/campagnes/<slug>/questionnaire/<uuid:version_id>/apercu")
@roles(Role.COORDINATOR, Role.READER)
def preview_in_french(slug: str, version_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".preview", slug=slug, version_id=version_id, lang=DEFAULT), code=303)


@staff.get("/campagnes/<slug>/questionnaire/<uuid:version_id>/apercu/<language:lang>")
@roles(Role.COORDINATOR, Role.READER)
def preview(slug: str, version_id: UUID) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = service.find_version(campaign.id, version_id)
    return preview_page(service.questionnaire_of(found), tag=current_tag(), title=campaign.title,
                        reviewed=frozenset(review["tag"] for review in found.reviews))


@staff.get("/campagnes/<slug>/questionnaire/<uuid:version_id>/xlsform.xlsx")
@roles(Role.COORDINATOR, Role.READER)
def download(slug: str, version_id: UUID) -> ResponseReturnValue:
    found = service.find_version(find_campaign(slug).id, version_id)
    workbook = authoring.write_workbook(service.questionnaire_of(found))
    name = f"{slug}-questionnaire-{found.number}.xlsx"
    as_file = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(workbook, mimetype=XLSX, headers=as_file)

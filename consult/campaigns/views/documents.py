"""Files to download."""

from io import BytesIO
from uuid import UUID

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from consult.campaigns import service
from consult.campaigns.files import TooHeavy, UnknownKind
from consult.campaigns.forms import DocumentForm, NewDocumentForm
from consult.campaigns.forms.texts import filled
from consult.campaigns.models import Campaign, PublishedDocument
from consult.campaigns.views.blueprint import staff
from consult.campaigns.views.pages import form_page
from consult.campaigns.views.removal import removal_page
from consult.db import db
from consult.staff.access import log_action, roles
from consult.staff.forms import note_refusal
from consult.staff.models import Role


@staff.get("/campagnes/<slug>/documents")
@roles(Role.COORDINATOR)
def documents(slug: str) -> ResponseReturnValue:
    return render_template("campaigns/documents.html", campaign=service.find_campaign(slug))


def _added(form: NewDocumentForm, campaign: Campaign) -> PublishedDocument | None:
    file = form.file.data
    try:
        return service.add_document(
            campaign, **form.read_texts(), name=file.filename or "", content=file.read())
    except (TooHeavy, UnknownKind) as refusal:
        note_refusal(form.file, refusal)
        return None


@staff.route("/campagnes/<slug>/documents/nouveau", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add_document(slug: str) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    form = NewDocumentForm()
    document = _added(form, campaign) if form.validate_on_submit() else None
    if document is None:
        return form_page("campaigns/new_document.html", form, campaign=campaign)
    log_action("publie un document", slug, filename=document.filename, size=document.size)
    db.session.commit()
    return redirect(url_for(".documents", slug=slug), 303)


@staff.route("/campagnes/<slug>/documents/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit_document(slug: str, key: UUID) -> ResponseReturnValue:
    campaign = service.find_campaign(slug)
    document = service.find_part(PublishedDocument, campaign, key)
    form = DocumentForm(**filled(DocumentForm.texts, document))
    if not form.validate_on_submit():
        return form_page("campaigns/document.html", form, campaign=campaign, document=document)
    service.retitle_document(document, **form.read_texts(document))
    log_action("modifie un document", slug, filename=document.filename)
    db.session.commit()
    return redirect(url_for(".documents", slug=slug), 303)


@staff.route("/campagnes/<slug>/documents/<uuid:key>/supprimer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove_document(slug: str, key: UUID) -> ResponseReturnValue:
    document = service.find_part(PublishedDocument, service.find_campaign(slug), key)
    return removal_page(document, slug=slug, back=".documents", verb="supprime un document")


@staff.get("/campagnes/<slug>/documents/<uuid:key>/fichier")
@roles(Role.COORDINATOR, Role.READER)
def download(slug: str, key: UUID) -> ResponseReturnValue:
    return document_file(service.find_part(PublishedDocument, service.find_campaign(slug), key))


def document_file(document: PublishedDocument) -> ResponseReturnValue:
    """The file, under the type we chose when it came in, to be saved and never shown as a page of ours."""
    return send_file(BytesIO(document.content), mimetype=document.media_type, as_attachment=True,
                     download_name=document.filename, max_age=3600)

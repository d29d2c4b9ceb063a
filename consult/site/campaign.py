"""A campaign as the public sees it: its page, its documents, what becomes of the answers."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service
from consult.campaigns.models import Campaign, PublishedDocument
from consult.campaigns.page import Addresses, CampaignPage, campaign_page
from consult.campaigns.stages import ALLOWS, Act
from consult.campaigns.views.documents import document_file
from consult.diagnostic import service as diagnostics
from consult.errors import NotFound
from consult.meetings import service as meetings
from consult.site.blueprint import public
from consult.site.campaign_results import results_shown

ADDRESSES = Addresses(answer="responses.answer", data="site.campaign_data", document="site.document",
                      campaign="site.campaign")


def _shown(slug: str) -> Campaign:
    """A campaign the public may see. Raises NotFound for a draft."""
    found = service.find_campaign(slug)
    if Act.SHOW not in ALLOWS[found.stage]:
        raise NotFound
    return found


def _page(slug: str) -> CampaignPage:
    return campaign_page(_shown(slug), on=clock.today(), addresses=ADDRESSES)


@public.get("/<language:lang>/consultations/<slug>")
def campaign(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    agenda = meetings.agenda(at=clock.now(), campaign_id=page.campaign.id)
    return render_template("site/campaign.html", page=page, agenda=agenda,
                           has_results=diagnostics.has_public(page.campaign.id))


@public.get("/<language:lang>/consultations/<slug>/resultats")
def results(slug: str) -> ResponseReturnValue:
    """What became of the answers, or what will: whoever keeps a receipt comes here early."""
    page = _page(slug)
    found = diagnostics.latest_public(page.campaign.id)
    if found is None:
        return render_template("site/results_to_come.html", page=page)
    return results_shown(slug, *found)


@public.get("/<language:lang>/consultations/<slug>/vos-donnees")
def campaign_data(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    return render_template(
        "site/campaign_data.html", page=page, forgotten_on=meetings.forgotten_on(page.campaign))


@public.get("/<language:lang>/consultations/<slug>/documents/<uuid:key>")
def document(slug: str, key: UUID) -> ResponseReturnValue:
    return document_file(service.find_part(PublishedDocument, _shown(slug), key))

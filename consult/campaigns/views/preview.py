"""The public pages of a campaign as the public will see them, before it can."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service
from consult.campaigns.page import Addresses, CampaignPage, campaign_page
from consult.campaigns.views.blueprint import staff
from consult.staff.access import roles
from consult.staff.models import Role

PREVIEW = Addresses(answer="surveys.versions", data="campaigns.preview_data", document="campaigns.download",
                    campaign="campaigns.preview")


def _page(slug: str) -> CampaignPage:
    return campaign_page(service.find_campaign(slug), on=clock.today(), addresses=PREVIEW)


@staff.get("/campagnes/<slug>/apercu/<language:lang>")
@roles(Role.COORDINATOR, Role.READER)
def preview(slug: str) -> ResponseReturnValue:
    return render_template("site/campaign.html", page=_page(slug))


@staff.get("/campagnes/<slug>/apercu/<language:lang>/vos-donnees")
@roles(Role.COORDINATOR, Role.READER)
def preview_data(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    return render_template(
        "site/campaign_data.html", page=page, forgotten_on=page.campaign.contacts_forgotten_on)

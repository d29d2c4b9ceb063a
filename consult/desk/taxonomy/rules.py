"""The rules of the needs, held against the questionnaire of a campaign."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consult.campaigns.service import find_campaign
from consult.desk.taxonomy.forms import said
from consult.needs.rule_check import hold_against
from consult.needs.service import taxonomy_in_use
from consult.staff.access import roles
from consult.staff.models import Role
from consult.surveys.service import questionnaire_of, versions_of

staff = Blueprint("rules", __name__, url_prefix="/staff/campagnes/<slug>/besoins")


@staff.get("/regles")
@roles(Role.COORDINATOR)
def rules(slug: str) -> ResponseReturnValue:
    campaign, in_use = find_campaign(slug), taxonomy_in_use()
    version = next(iter(versions_of(campaign.id)), None)
    held = hold_against(in_use.taxonomy, questionnaire_of(version)) if version else None
    return render_template("desk/taxonomy_rules.html", campaign=campaign, in_use=in_use, version=version,
                           held=held, said=said)

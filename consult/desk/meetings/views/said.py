"""What was said in the meetings of a campaign, need by need."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.campaigns.service import find_campaign
from consult.desk.blueprint import staff
from consult.desk.coding.notes import as_read, hidden_notes
from consult.desk.meetings.said import expressing
from consult.desk.meetings.said import said as counted
from consult.errors import NotFound
from consult.meetings.service import spoken_in
from consult.needs.service import taxonomy_in_use
from consult.staff.access import current_account, roles
from consult.staff.models import Role


@staff.get("/campagnes/<slug>/ce-qui-s-est-dit")
@roles(Role.COORDINATOR)
def said(slug: str) -> ResponseReturnValue:
    campaign, by_meetings = find_campaign(slug), request.args.get("par") == "reunion"
    table = counted(spoken_in(campaign.id), taxonomy_in_use().taxonomy, by_meetings=by_meetings)
    return render_template(
        "desk/meetings/said.html", campaign=campaign, table=table, by_meetings=by_meetings)


@staff.get("/campagnes/<slug>/ce-qui-s-est-dit/<need>")
@roles(Role.COORDINATOR)
def said_of_need(slug: str, need: str) -> ResponseReturnValue:
    campaign, wanted = find_campaign(slug), taxonomy_in_use().taxonomy.by_code().get(need)
    if wanted is None:
        raise NotFound
    hidden = hidden_notes(campaign.id, current_account().name)
    spoken = [(meeting, as_read(statement, hidden))
              for meeting, statement in expressing(spoken_in(campaign.id), wanted)]
    return render_template("desk/meetings/said_of_need.html", campaign=campaign, need=wanted, spoken=spoken)

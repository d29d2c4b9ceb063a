"""The meetings of a campaign on the desk: listed, planned, changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.campaigns.views.pages import form_page
from consult.db import db
from consult.meetings import service
from consult.meetings.forms import MeetingForm, SeriesForm
from consult.meetings.models import Meeting
from consult.meetings.service import FewerSeatsThanTaken, TooFar
from consult.meetings.stages import CHANGEABLE, Situation
from consult.meetings.standing import Standing
from consult.meetings.venues import halls_in
from consult.meetings.views.blueprint import situation_now, staff
from consult.staff.access import current_account, log_action, roles
from consult.staff.forms import note_refusal
from consult.staff.models import Role
from consult.territories.models import Territory
from consult.territories.service import places_in
from consult.text import spelling
from consult.web.sorting import in_order, order_of


@dataclass(frozen=True)
class Line:
    """A meeting in the table."""

    meeting: Meeting
    standing: Standing
    situation: Situation


SORTED_BY: Mapping[str, Callable[[Line], Any]] = {
    "jour": lambda line: line.meeting.starts_at,
    "village": lambda line: spelling(line.meeting.territory.name),
    "etape": lambda line: list(Situation).index(line.situation),
    "places": lambda line: line.standing.whole.seats,
    "prises": lambda line: line.standing.confirmed.room.seats,
    "proposees": lambda line: line.standing.offered.room.seats,
    "libres": lambda line: line.standing.left.seats,
    "attente": lambda line: line.standing.waiting.families,
    "garde": lambda line: line.standing.taken.minded,
    "prevenir": lambda line: line.standing.to_tell,
}
WORDS = ("jour", "village", "etape")
HERS = {"attente", "prevenir"}
"""Columns that only the coordinator sees: their order would tell others what is in them."""


def _lines(meetings: Iterable[Meeting]) -> list[Line]:
    found = list(meetings)
    standings = service.find_standings(found)
    return [Line(meeting, standings[meeting.id], situation_now(meeting)) for meeting in found]


@staff.get("/campagnes/<slug>/reunions")
@roles(Role.COORDINATOR, Role.READER)
def meetings(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    hidden = set() if current_account().role is Role.COORDINATOR else HERS
    columns = SORTED_BY.keys() - hidden
    order = order_of("reunions", request.args.get("tri", ""), columns, usual="jour", words=WORDS)
    lines = in_order(_lines(service.list_meetings(campaign.id)), order, SORTED_BY)
    return render_template("meetings/meetings.html", campaign=campaign, lines=lines, order=order)


def _series_form(campaign: Campaign) -> SeriesForm:
    places = places_in(campaign.territory_code)
    halls = sorted(halls_in({place.code for place in places}), key=lambda hall: spelling(hall.name))
    return SeriesForm(places, halls, today=clock.today())


@staff.route("/campagnes/<slug>/reunions/nouvelles", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def plan_series(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    form = _series_form(campaign)
    if not form.validate_on_submit():
        return form_page("meetings/series.html", form, campaign=campaign)
    made = service.plan_series(campaign, form.plans(), key=form.sent_key())
    log_action("prépare des réunions", slug, codes=", ".join(meeting.code for meeting in made))
    db.session.commit()
    flash(ngettext("%(num)s réunion est préparée. Le public ne la voit pas avant son ouverture.",
                   "%(num)s réunions sont préparées. Le public ne les voit pas avant leur ouverture.",
                   len(made)), "done")
    return redirect(url_for(".meetings", slug=slug), 303)


def _places(meeting: Meeting) -> list[Territory]:
    """Those of the campaign, and the one it has, whatever became of the campaign since."""
    places = places_in(meeting.campaign.territory_code)
    return places if meeting.territory in places else [meeting.territory, *places]


def _edited(form: MeetingForm, meeting: Meeting) -> int | None:
    """How many families are to be told; None where it is refused, and the form says why."""
    plan = form.plan(meeting)
    changed = service.differences(meeting, plan)
    try:
        told = service.edit_meeting(meeting, plan, at=clock.now())
    except FewerSeatsThanTaken as refusal:
        is_hall = plan.seats < meeting.seats_taken
        note_refusal(form.seats if is_hall else form.minded_seats, refusal)
        return None
    log_action("modifie une réunion", meeting.code, changed=changed, told=told)
    return told


@staff.route("/reunions/<code>/modifier", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    if meeting.stage not in CHANGEABLE:
        raise TooFar
    form = MeetingForm.of(meeting, _places(meeting))
    told = _edited(form, meeting) if form.validate_on_submit() else None
    if told is None:
        return form_page("meetings/edit.html", form, meeting=meeting)
    db.session.commit()
    flash(_("Les changements sont enregistrés."), "done")
    if told:
        flash(ngettext("%(num)s famille est à prévenir du changement. Relisez le message, puis envoyez-le.",
                       "%(num)s familles sont à prévenir du changement. Relisez le message, puis envoyez-le.",
                       told), "warning")
    return redirect(url_for(".show", code=meeting.code), 303)

"""The attendance sheet, to print or to fill in; every one that carries names is in the log."""

from collections.abc import Callable
from io import BytesIO

from babel.dates import format_date
from flask import current_app, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db, writing
from consult.i18n import locale
from consult.meetings import service
from consult.meetings.arrivals import refuse_without_door
from consult.meetings.guests import Guest, guests
from consult.meetings.models import Meeting
from consult.meetings.sheet_workbook import attendance_xlsx
from consult.meetings.sheets import Line, Sheet, attendance_pdf
from consult.meetings.views.blueprint import staff
from consult.meetings.views.welcome import DOOR
from consult.staff.access import log_action, roles
from consult.text import FRENCH

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _line(guest: Guest, *, named: bool) -> Line:
    wants = ", ".join(_(words) for words in guest.wants)
    return Line(guest.name if named else "", guest.adults, guest.children, wants)


def _sheet(meeting: Meeting, *, named: bool) -> Sheet:
    families = guests(service.families_at_the_door(meeting.id), [])
    begins, ends = (moment.astimezone(clock.ZONE) for moment in (meeting.starts_at, meeting.ends_at))
    return Sheet(
        town=current_app.config["TOWN_NAME"], accent=current_app.config["ACCENT_COLOUR"],
        title=meeting.title.french, village=meeting.territory.name, venue=meeting.venue,
        day=format_date(begins.date(), "full", locale=locale(FRENCH)),
        hours=f"{begins:%H:%M} – {ends:%H:%M}", is_demonstration=meeting.campaign.is_demonstration,
        lines=[_line(guest, named=named) for guest in families if guest.is_expected])


def _file(code: str, make: Callable[[Sheet], bytes], ending: str, media_type: str) -> ResponseReturnValue:
    meeting, named = service.find_meeting(code), request.args.get("noms") != "non"
    refuse_without_door(meeting)
    code, content = meeting.code, make(_sheet(meeting, named=named))
    if named:
        # What was read ends here: a transaction that began by reading cannot write when families do too.
        db.session.rollback()
        with writing():
            log_action("prend la feuille de présence", code, fichier=ending)
            db.session.commit()
    return send_file(BytesIO(content), mimetype=media_type, download_name=f"presences-{code}.{ending}",
                     as_attachment=ending == "xlsx")


@staff.get("/reunions/<code>/feuille.pdf")
@roles(*DOOR)
def sheet(code: str) -> ResponseReturnValue:
    return _file(code, attendance_pdf, "pdf", "application/pdf")


@staff.get("/reunions/<code>/feuille.xlsx")
@roles(*DOOR)
def sheet_xlsx(code: str) -> ResponseReturnValue:
    return _file(code, attendance_xlsx, "xlsx", XLSX)

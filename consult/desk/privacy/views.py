"""What is kept how long, the next dates, and what the site did by itself."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from consult import clock
from consult.errors import NotFound
from consult.exports.offered import MIMETYPES
from consult.exports.report import write
from consult.operations.dates import next_dates
from consult.operations.papers import PAPERS
from consult.operations.papers.facts import facts_of
from consult.operations.retention import ENDS, RULES
from consult.staff.access import roles
from consult.staff.models import Role
from consult.staff.service import SCHEDULED, latest_actions

staff = Blueprint("privacy", __name__, url_prefix="/staff/donnees")
LINES = 20


@staff.get("")
@roles(Role.COORDINATOR)
def show() -> ResponseReturnValue:
    return render_template(
        "desk/privacy.html", rules=RULES, ends=ENDS, dates=next_dates(),
        days=current_app.config["MESSAGES_KEPT_DAYS"], done=latest_actions(SCHEDULED, count=LINES))


@staff.get("/<name>.<any(docx, odt):kind>")
@roles(Role.COORDINATOR)
def paper(name: str, kind: str) -> ResponseReturnValue:
    """A paper the law asks for, filled with what the site knows today."""
    if name not in PAPERS:
        raise NotFound
    report, ending = PAPERS[name](facts_of(current_app.config, on=clock.today())), f".{kind}"
    return Response(write(report, ending), mimetype=MIMETYPES[ending],
                    headers={"Content-Disposition": f'attachment; filename="{name}{ending}"'})

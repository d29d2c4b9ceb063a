"""What is kept how long, the next dates, and what the site did by itself."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from consult.operations.dates import next_dates
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

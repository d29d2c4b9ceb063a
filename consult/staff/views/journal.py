"""The log of what was done, for the coordinator to read."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.staff import service
from consult.staff.access import roles
from consult.staff.models import Role
from consult.staff.views.blueprint import staff

FURTHEST_PAGE = 100_000


def _page_number() -> int:
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), FURTHEST_PAGE)


def _asked(name: str) -> str:
    # PostgreSQL refuses a zero octet in text, and nothing in the log has one.
    return request.args.get(name, "").replace("\0", "")


@staff.get("/journal")
@roles(Role.COORDINATOR)
def journal() -> ResponseReturnValue:
    person, verb = _asked("personne"), _asked("verbe")
    page = service.log_page(person=person, verb=verb, number=_page_number())
    return render_template("staff/journal.html", page=page, people=service.people_in_log(),
                           verbs=service.verbs_in_log(), chosen={"personne": person, "verbe": verb})

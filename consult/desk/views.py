"""The coordinator's overview and the reading of answers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consult.desk.stages import views as stages
from consult.staff.access import roles
from consult.staff.models import Role

staff = Blueprint("desk", __name__, url_prefix="/staff")
blueprints = (staff, stages.staff)


@staff.get("/")
@roles(*Role)
def overview() -> ResponseReturnValue:
    return render_template("desk/overview.html")

"""Sign-in and accounts."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consult.staff.access import open_to_strangers

staff = Blueprint("staff", __name__, url_prefix="/staff")
blueprints = (staff,)


@staff.get("/connexion")
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    return ""

"""Files of answers, from the desk."""

from flask import Blueprint

staff = Blueprint("exports", __name__, url_prefix="/staff")
blueprints = (staff,)

"""The blueprints of meetings, that each module of views fills: the family's pages, and the desk's."""

from flask import Blueprint

from consult.web.family import family_blueprint

public = family_blueprint("meeting", __name__)
staff = Blueprint("meetings", __name__, url_prefix="/staff")

"""Questionnaires on the desk."""

from flask import Blueprint

staff = Blueprint("surveys", __name__, url_prefix="/staff")
blueprints = (staff,)

"""Invitees on the desk."""

from flask import Blueprint

staff = Blueprint("meetings", __name__, url_prefix="/staff")
blueprints = (staff,)

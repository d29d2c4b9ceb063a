"""Campaigns on the desk."""

from flask import Blueprint

staff = Blueprint("campaigns", __name__, url_prefix="/staff")
blueprints = (staff,)

"""The addresses of the supply."""

from flask import Blueprint

staff = Blueprint("supply", __name__, url_prefix="/staff/offre")

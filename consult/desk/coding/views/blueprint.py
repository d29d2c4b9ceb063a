"""The addresses of the coding desk."""

from flask import Blueprint

staff = Blueprint("coding", __name__, url_prefix="/staff/campagnes/<slug>/textes")

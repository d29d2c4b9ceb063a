"""The addresses of diagnostics."""

from flask import Blueprint

staff = Blueprint("diagnostics", __name__, url_prefix="/staff/diagnostics")

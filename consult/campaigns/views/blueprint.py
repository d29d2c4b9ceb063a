"""The desk's blueprint of campaigns, that each module of views fills."""

from flask import Blueprint

staff = Blueprint("campaigns", __name__, url_prefix="/staff")

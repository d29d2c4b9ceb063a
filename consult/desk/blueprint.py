"""The desk's blueprint, that each module of views fills."""

from flask import Blueprint

staff = Blueprint("desk", __name__, url_prefix="/staff")

"""The public site's blueprint, that each module of views fills."""

from flask import Blueprint

public = Blueprint("site", __name__)

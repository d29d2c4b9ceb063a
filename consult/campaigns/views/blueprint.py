"""The desk's blueprint of campaigns, that each module of views fills."""

from flask import Blueprint, current_app, g

staff = Blueprint("campaigns", __name__, url_prefix="/staff")


@staff.app_template_global()
def may_open(endpoint: str) -> bool:
    """Whether the signed-in person's role opens this staff page: nobody is shown a link that refuses them."""
    who = g.get("signed_in")
    view = current_app.view_functions.get(endpoint)
    return who is not None and who.role in getattr(view, "roles", frozenset())

"""The family's way: the questionnaire, thank you, the receipt."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

public = Blueprint("responses", __name__, url_prefix="/<language:lang>")
blueprints = (public,)


@public.get("/consultations/<slug>/questionnaire")
def answer(slug: str) -> ResponseReturnValue:
    return slug

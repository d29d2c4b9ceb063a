"""A page with a form: as it is first shown, or again with what is wrong with it."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.web.forms import Form


def form_page(template: str, form: Form, **values: Any) -> ResponseReturnValue:
    """Nothing that was typed is lost; a wrong form answers 422."""
    return render_template(template, form=form, **values), 422 if form.errors else 200

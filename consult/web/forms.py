"""The form every staff form descends from."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field


def _strip(value: Any) -> Any:
    # PostgreSQL refuses a NUL in any text, and nobody ever typed one.
    return value.replace("\0", "").strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """Strips spaces; messages are given by each validator, in French."""

    class Meta(FlaskForm.Meta):
        locales = ("fr",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A form is what browsers send; JSON, that Flask-WTF would read too, is none."""
            is_given = formdata is None or isinstance(formdata, MultiDict)
            return None if not is_given and request.is_json else super().wrap_formdata(form, formdata)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = [*unbound_field.kwargs.get("filters", []), _strip]
            return unbound_field.bind(form=form, filters=filters, **options)

"""The form every staff form descends from."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field


def _strip(value: Any) -> Any:
    # PostgreSQL refuses a NUL in any text, and nobody ever typed one.
    return value.replace("\0", "").strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """Strips spaces; messages are given by each validator, in French."""

    class Meta(FlaskForm.Meta):
        locales = ("fr",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = [*unbound_field.kwargs.get("filters", []), _strip]
            return unbound_field.bind(form=form, filters=filters, **options)

"""The minutes of a meeting, and the day on which they are published."""

from datetime import date

from flask_babel import lazy_gettext as _l

from consult.campaigns.forms.campaign import MARKDOWN_HINT, day_field
from consult.campaigns.forms.texts import Text, TextForm
from consult.web.forms import Form
from consult.web.html import LONGEST as LONGEST_MARKDOWN


class MinutesForm(TextForm):
    texts = (Text("minutes", _l("Compte rendu"), MARKDOWN_HINT, LONGEST_MARKDOWN, is_required=False,
                  is_markdown=True),)


class PublishForm(Form):
    minutes_on = day_field(_l("Publié le"))

    def is_between(self, first: date, last: date) -> bool:
        """Whether the day can be one of publication; if not, the field says so."""
        if first <= self.minutes_on.data <= last:
            return True
        self.minutes_on.errors = [_l("Choisissez un jour entre celui de la réunion et aujourd’hui.")]
        return False

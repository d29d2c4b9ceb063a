"""What somebody sends who has read a text."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from consult.needs.taxonomy import Taxonomy
from consult.web.forms import Form

UNKNOWN = _l("Un besoin coché n’est plus dans la liste. Choisissez à nouveau.")
NOTHING = _l("Cochez au moins un besoin, ou choisissez « Aucun besoin ».")
BOTH = _l("Vous avez coché un besoin et choisi « Aucun besoin ». Gardez l’un des deux.")


class CodingForm(Form):
    codes = SelectMultipleField(_l("Besoins"), validate_choice=False)
    none = BooleanField(_l("Aucun besoin"), name="aucun")
    searched = StringField(_l("Chercher un besoin"), [Length(max=80, message=_l("C’est trop long."))],
                           name="chercher", render_kw={"autocomplete": "off", "data-search": ""})
    find = BooleanField(name="trouver")
    read = HiddenField(name="lu")
    """The fingerprint of the text that was shown."""

    def __init__(self, taxonomy: Taxonomy, **values: Any) -> None:
        super().__init__(**values)
        self.known = taxonomy.by_code()

    @property
    def is_search(self) -> bool:
        """Words to look for, whatever the button: Enter in their field presses the first one of the form."""
        return bool(self.searched.data or self.find.data)

    @property
    def ticked(self) -> list[str]:
        return [code for code in self.codes.data or () if code in self.known]

    def validate_codes(self, field: SelectMultipleField) -> None:
        chosen = field.data or []
        if set(chosen) - self.known.keys():
            raise ValidationError(UNKNOWN)
        if self.none.data and chosen:
            raise ValidationError(BOTH)
        if not self.none.data and not chosen:
            raise ValidationError(NOTHING)

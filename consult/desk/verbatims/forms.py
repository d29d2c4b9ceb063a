"""What is quoted of a text."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from consult.needs.coded_texts import CodedText
from consult.needs.verbatims import holds_a_phone
from consult.web.forms import Form

LONGEST = 1000
TOO_LONG = _l("C’est trop long : 1 000 signes au plus.")
PHONE = _l("Il y a un numéro de téléphone dans ces mots. Retirez-le.")
STILL_MASKED = _l("Ce texte est masqué : il porte un nom ou un téléphone. Retirez-le de ce que vous citez.")


class VerbatimForm(Form):
    words = TextAreaField(_l("Ce qui est cité"), [
        DataRequired(_l("Écrivez ce que vous citez.")), Length(max=LONGEST, message=TOO_LONG)],
        name="mots", render_kw={"rows": 5})
    in_french = TextAreaField(
        _l("Ce que cela veut dire en français"), [Length(max=LONGEST, message=TOO_LONG)],
        name="francais", render_kw={"rows": 3})
    is_open = BooleanField(_l("D’autres que moi peuvent lire cette citation. "
                              "Personne ne peut y être reconnu."), name="publiable")
    read = HiddenField(name="lu")
    """The fingerprint of the text that was shown."""

    def __init__(self, coded: CodedText, **values: Any) -> None:
        super().__init__(**values)
        self.coded = coded

    def validate_words(self, field: TextAreaField) -> None:
        if holds_a_phone(field.data):
            raise ValidationError(PHONE)
        if self.coded.masked_by and field.data == self.coded.text.text.strip():
            raise ValidationError(STILL_MASKED)

    def validate_in_french(self, field: TextAreaField) -> None:
        if holds_a_phone(field.data or ""):
            raise ValidationError(PHONE)
